using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.AuditTrail.Entry;

/// <summary>One act with its lines; the list's side panel shows the same at the same address.</summary>
[RequirePermission(PlatformPermissions.ViewHistory)]
internal sealed class IndexModel(TenantDb db, HistoryWords words, HistoryLinks links, TenantClock clock) : PageModel
{
    private const int LinesPerPage = 100;
    private const int LinesInPanel = 10;

    public HistoryEntry Entry { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<LineRow> Lines { get; private set; } = [];

    /// <summary>Id of the last line shown when there are more, or null.</summary>
    public long? After { get; private set; }

    public HistoryWords Words => words;

    public string At => clock.DayAndTime(Entry.AtUtc);

    public string Name => words.Name(Entry);

    public string Path => $"{Request.PathBase}/admin/history/{Entry.Id}";

    public string? RecordPath => links.Of(RecordRef.Of(Entry)) is { } path ? Request.PathBase + path : null;

    /// <summary>True when its lines belong to several records.</summary>
    public bool IsBulk => Entry.RecordId is null && Lines.Any(l => l.RecordId is not null);

    public async Task<IActionResult> OnGet(long id, long? after, CancellationToken cancel)
    {
        if (await db.Set<HistoryEntry>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancel) is not { } entry)
        {
            return NotFound();
        }

        Entry = entry;
        await words.ReadAsync(cancel);
        var take = Request.Headers["HX-Target"] == "panel" ? LinesInPanel : LinesPerPage;
        var from = after ?? 0;
        var lines = await db.Set<HistoryLine>().AsNoTracking().Where(l => l.EntryId == id && l.Id > from).OrderBy(l => l.Id).Take(take + 1).ToListAsync(cancel);
        After = lines.Count > take ? lines[take - 1].Id : null;
        await links.ReadAsync([RecordRef.Of(entry), .. lines.Select(l => new RecordRef(entry.RecordType, l.RecordId, null))], cancel);
        Lines = [.. lines.Take(take).Where(l => !HistoryWords.IsInner(l.Field)).Select(l => new LineRow(l.RecordId, l.RecordId is null ? null : links.Of(new RecordRef(entry.RecordType, l.RecordId, null)), words.Field(entry.RecordType, l.Field),
            words.Value(entry.RecordType, l.Field, l.OldValue), words.Value(entry.RecordType, l.Field, l.NewValue), l.Salt is null))];
        return Page();
    }
}

/// <summary>A line as it is shown.</summary>
internal sealed record LineRow(long? RecordId, string? Path, string Field, string? Old, string? New, bool IsErased);
