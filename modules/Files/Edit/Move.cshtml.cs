using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Edit;

/// <summary>Moves chosen documents to a folder, or a whole folder with all below it: that renames it.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class MoveModel(ClientFrame client, TenantDb db, IStringLocalizer texts) : PageModel
{
    private const int Suggested = 100;

    [BindProperty(SupportsGet = true, Name = "ids")]
    public long[] Ids { get; set; } = [];

    /// <summary>The folder that is renamed; null where documents are moved.</summary>
    [BindProperty(SupportsGet = true, Name = "folder")]
    public string? Folder { get; set; }

    [BindProperty]
    public string? Target { get; set; }

    public IReadOnlyList<string> Folders { get; private set; } = [];

    public bool IsFolder => !string.IsNullOrEmpty(Folder);

    public string Heading => IsFolder ? texts["files.folder.rename.title"].Value : texts.Plural("files.move.title", Ids.Length);

    public string BackHref => client.Path + "/documents";

    public string Action => BackHref + "/move" + (IsFolder ? "?folder=" + Uri.EscapeDataString(Folder!) : ""); // is a folder

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Target = Folder ?? "";
        await SuggestAsync(cancel);
        return Ids.Length == 0 && !IsFolder ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var documents = await Chosen().ToListAsync(cancel);
        if (documents.Count == 0)
        {
            return NotFound();
        }

        if (Read() is not { } target)
        {
            await SuggestAsync(cancel);
            return this.Invalid();
        }

        var was = documents.ToLookup(d => d.Folder, d => d.Id);
        foreach (var document in documents)
        {
            var folder = IsFolder ? target + document.Folder[Folder!.Length..] : target; // is a folder
            if (!DocumentPlace.Fits(folder))
            {
                ModelState.AddModelError(nameof(Target), texts["files.error.folder"].Value);
                await SuggestAsync(cancel);
                return this.Invalid();
            }

            document.Describe(document.Name, folder, document.Category);
        }

        await db.SaveChangesAsync(cancel);
        Response.Announce("documents-changed");
        var back = FormattableString.Invariant($"/admin/clients/{client.Id}/documents");
        return IsFolder
            ? this.Saved(texts["files.folder.renamed", target].Value, back + "?folder=" + Uri.EscapeDataString(target), UndoMoveModel.HrefOf(client.Path, target, Folder!, documents[0].ModifiedUtc)) // is a folder
            : this.Saved(texts.Plural("files.moved", documents.Count), back, UndoMoveModel.HrefOf(client.Path, target, was));
    }

    private IQueryable<Document> Chosen()
    {
        var mine = db.Documents.Where(d => d.ClientId == client.Id);
        var below = Folder + "/";
        return IsFolder ? mine.Where(d => d.Folder == Folder || d.Folder.StartsWith(below)) : mine.Where(d => Ids.Contains(d.Id));
    }

    /// <summary>The folder as it is stored; null where it is none.</summary>
    private string? Read()
    {
        try
        {
            var target = DocumentPlace.Read(Target, null).Folder;
            if (target.Length > 0 || !IsFolder)
            {
                return target;
            }

            ModelState.AddModelError(nameof(Target), texts["files.error.name"].Value);
            return null;
        }
        catch (FileRefusedException refused)
        {
            ModelState.AddModelError(nameof(Target), texts[refused.Key].Value);
            return null;
        }
    }

    private async Task SuggestAsync(CancellationToken cancel) =>
        Folders = await db.Documents.Where(d => d.ClientId == client.Id && d.Folder != "").Select(d => d.Folder).Distinct().OrderBy(f => f).Take(Suggested).ToListAsync(cancel);
}
