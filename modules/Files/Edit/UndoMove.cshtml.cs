using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Edit;

/// <summary>Takes documents back to where they were before they were moved, by what the toast's button says; those that went elsewhere since
/// stay there. Of a renamed folder the documents are told by the moment at which the rename changed them: the new name may have been a folder
/// before.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class UndoMoveModel(ClientFrame client, TenantDb db, IStringLocalizer texts) : PageModel
{
    /// <summary>Undoes a move of chosen documents, which came from one or several folders.</summary>
    public static string HrefOf(string clientPath, string target, ILookup<string, long> was) =>
        Start(clientPath, target) + string.Concat(was.Select(group => $"&from={Uri.EscapeDataString(group.Key)}&ids={string.Join(',', group)}"));

    /// <summary>Undoes the renaming of a folder.</summary>
    public static string HrefOf(string clientPath, string target, string folder, DateTime at) => FormattableString.Invariant($"{Start(clientPath, target)}&from={Uri.EscapeDataString(folder)}&at={at.Ticks}");

    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents"));

    public async Task<IActionResult> OnPostAsync(string? to, string?[] from, string[] ids, long? at, CancellationToken cancel)
    {
        var target = to ?? "";
        var moved = at is { } ticks ? await RenamedAsync(target, from.FirstOrDefault() ?? "", ticks, cancel) : await MovedAsync(target, from, ids, cancel);
        if (moved == 0)
        {
            throw new RuleBrokenException("files.move.late");
        }

        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts.Plural("files.move.undone", moved));
        Response.Announce("documents-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }

    private static string Start(string clientPath, string target) => clientPath + "/documents/move/undo?to=" + Uri.EscapeDataString(target);

    private async Task<int> MovedAsync(string target, string?[] from, string[] ids, CancellationToken cancel)
    {
        var count = 0;
        foreach (var (folder, group) in from.Zip(ids))
        {
            var numbers = group.Split(',').Select(n => long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
            var place = DocumentPlace.Read(folder, null).Folder;
            var documents = await db.Documents.Where(d => d.ClientId == client.Id && d.Folder == target && EF.Parameter(numbers).Contains(d.Id)).ToListAsync(cancel);
            documents.ForEach(d => d.Describe(d.Name, place, d.Category));
            count += documents.Count;
        }

        return count;
    }

    private async Task<int> RenamedAsync(string target, string folder, long ticks, CancellationToken cancel)
    {
        if (target.Length == 0 || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return 0;
        }

        var (then, place, below) = (new DateTime(ticks, DateTimeKind.Utc), DocumentPlace.Read(folder, null).Folder, target + "/");
        var documents = await db.Documents.Where(d => d.ClientId == client.Id && d.ModifiedUtc == then && (d.Folder == target || d.Folder.StartsWith(below))).ToListAsync(cancel);
        documents.ForEach(d => d.Describe(d.Name, place + d.Folder[target.Length..], d.Category));
        return documents.Count;
    }
}
