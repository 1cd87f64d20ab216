using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.AuditTrail;

/// <summary>The last changes on the home page.</summary>
internal sealed class ChangesCard(TenantDb db, HistoryWords words, HistoryLinks links, TenantClock clock) : IDashboardCard
{
    public string Title => "audittrail.recent";

    public int Order => 50;

    public string? Permission => PlatformPermissions.ViewHistory;

    public async Task<DashboardCard?> LoadAsync(CancellationToken cancel)
    {
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind != "login" && e.Kind != "logout" && e.Kind != "loginFailed").OrderByDescending(e => e.AtUtc).ThenByDescending(e => e.Id).Take(8).ToListAsync(cancel);
        await links.ReadAsync(entries.ConvertAll(RecordRef.Of), cancel);
        List<RecentChange> rows = [.. entries.Select(e => new RecentChange(words.User(e), $"{words.Kind(e.Kind)} · {words.Type(e.RecordType)}", words.Name(e),
            links.Of(RecordRef.Of(e)) ?? $"/admin/history/{e.Id}", clock.DayAndTime(e.AtUtc)))];
        return new DashboardCard("/Areas/AuditTrail/Pages/Home/_Recent.cshtml", rows) { MorePath = "/admin/history", MoreTitle = "audittrail.all" };
    }
}

/// <summary>An act, in one line; what was done, and to what kind of record.</summary>
internal sealed record RecentChange(string User, string Kind, string Record, string Path, string At);
