using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes.Portal;

/// <summary>What the team wrote to the client, newest first.</summary>
[RequirePermission(PortalComments.Permission)]
internal sealed class IndexModel(PortalAccount account, TenantDb db, TenantClock clock) : PageModel
{
    private const int PageSize = 20;

    /// <summary>Comment after which to go on, by its public id; null for the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public string? Before { get; set; }

    public PortalAccount Account => account;

    public IReadOnlyList<SharedComment> Comments { get; private set; } = [];

    public string? MoreHref { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var shared = db.SharedComments.AsNoTracking().Where(c => c.ClientId == account.ClientId);
        var after = Before is null ? (long?)null : await shared.Where(c => c.ContentItemId == Before).Select(c => c.Id).FirstOrDefaultAsync(cancel);
        var comments = await shared.Where(c => after == null || c.Id < after).OrderByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(cancel);
        if (comments.Count > PageSize)
        {
            comments.RemoveAt(PageSize);
            MoreHref = $"{Request.PathBase}{PortalComments.Path}?before={comments[^1].ContentItemId}";
        }

        var (ids, writers) = (comments.ConvertAll(c => c.Id), comments.Select(c => c.OwnerId).OfType<long>().Distinct().ToList());
        var names = await db.Set<User>().Where(u => EF.Parameter(writers).Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.FullName == u.UserName ? "" : u.FullName, cancel); // never the name that somebody signs in by
        var files = (await db.Attachments.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.RecordId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.RecordId);
        Comments = [.. comments.Select(c => new SharedComment(c.OwnerId is { } writer ? names.GetValueOrDefault(writer, "") : "", clock.DayAndTime(c.CreatedUtc), c.Text,
            [.. files[c.Id].Select(a => new SharedFile(a.Name, FileSizes.Text(a.SizeBytes), FormattableString.Invariant($"{PortalComments.Path}/{c.ContentItemId}/files/{a.Id}")))]))];
    }
}

/// <summary>A comment as the client reads it.</summary>
/// <param name="Who">Name of who wrote it; empty for the tenant.</param>
internal sealed record SharedComment(string Who, string At, string Text, IReadOnlyList<SharedFile> Files);

/// <summary>A file of a comment.</summary>
/// <param name="Path">Below the tenant.</param>
internal sealed record SharedFile(string Name, string Size, string Path);
