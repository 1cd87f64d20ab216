using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients.Merging;

/// <summary>The merges that can still be undone, newest first.</summary>
[RequirePermission(Permissions.Merge)]
internal sealed class MergesModel(TenantDb db, IClientDirectory clients, TenantClock clock) : PageModel
{
    private const int Most = 100;

    public IReadOnlyList<MergeLine> Lines { get; private set; } = [];

    public string BackHref => Request.PathBase + "/admin/clients/duplicates";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var since = clock.UtcNow - ClientMerge.UndoWindow;
        var names = clients.Names(db);
        var merges = await db.Merges.AsNoTracking().Where(m => m.AtUtc > since).OrderByDescending(m => m.Id).Take(Most)
            .Join(names, m => m.KeptId, c => c.Id, (m, c) => new { Merge = m, c.Name }).OrderByDescending(m => m.Merge.Id).ToListAsync(cancel);
        Lines = [.. merges.Select(m => new MergeLine(m.Merge.MergedName, m.Name, FormattableString.Invariant($"{Request.PathBase}/admin/clients/{m.Merge.KeptId}"),
            string.Join(" · ", new[] { clock.DayAndTime(m.Merge.AtUtc), m.Merge.UserName }.Where(t => t.Length > 0)),
            m.Merge.CanUndo(clock.UtcNow) ? FormattableString.Invariant($"{Request.PathBase}/admin/clients/merges/{m.Merge.Id}/undo") : null))];
    }
}

/// <summary>A merge as the page shows it.</summary>
internal sealed record MergeLine(string Merged, string Kept, string Href, string Detail, string? UndoHref);
