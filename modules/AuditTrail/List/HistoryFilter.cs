using System.Globalization;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.AuditTrail;

/// <summary>What narrows the history; list and export share it.</summary>
internal sealed record HistoryFilter
{
    public string? Q { get; init; }

    public IReadOnlyList<string> Users { get; init; } = [];

    public IReadOnlyList<string> Kinds { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<string> Fields { get; init; } = [];

    public DateTime? FromUtc { get; init; }

    public DateTime? BeforeUtc { get; init; }

    public static HistoryFilter Read(ListState state, TenantClock clock) => new()
    {
        Q = state.Q,
        Users = state.Values("user"),
        Kinds = state.Values("kind"),
        Types = state.Values("record"),
        Fields = state.Values("field"),
        FromUtc = Day(state.Values("atFrom")) is { } from ? clock.StartOf(from) : null,
        BeforeUtc = Day(state.Values("atTo")) is { } to ? clock.EndOf(to) : null,
    };

    public IQueryable<HistoryEntry> Apply(TenantDb db)
    {
        var entries = db.Set<HistoryEntry>().AsNoTracking();
        if (Users.Count > 0)
        {
            var ids = Users.Select(u => long.TryParse(u, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).ToList();
            var withSystem = Users.Contains("system", StringComparer.Ordinal);
            entries = entries.Where(e => (e.UserId != null && ids.Contains(e.UserId.Value)) || (withSystem && e.UserId == null));
        }

        if (Kinds.Count > 0)
        {
            entries = entries.Where(e => Kinds.Contains(e.Kind));
        }

        if (Types.Count > 0)
        {
            entries = entries.Where(e => Types.Contains(e.RecordType));
        }

        if (FromUtc is { } from)
        {
            entries = entries.Where(e => e.AtUtc >= from);
        }

        if (BeforeUtc is { } before)
        {
            entries = entries.Where(e => e.AtUtc < before);
        }

        if (Fields.Count > 0)
        {
            var lines = db.Set<HistoryLine>();
            entries = entries.Where(e => lines.Any(l => l.EntryId == e.Id && Fields.Contains(l.Field)));
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var q = Q.Trim();
            entries = long.TryParse(q, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? entries.Where(e => e.RecordId == number || e.RecordName.Contains(q))
                : entries.Where(e => e.RecordName.Contains(q) || e.CorrelationId == q);
        }

        return entries;
    }

    private static DateOnly? Day(string[] values) =>
        values is [var value, ..] && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>Where a page of the history ends: instant and id.</summary>
internal readonly record struct HistoryCursor(DateTime AtUtc, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AtUtc.Ticks}-{Id}");

    public static HistoryCursor? Parse(string? text)
    {
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new HistoryCursor(new DateTime(ticks, DateTimeKind.Utc), id)
            : null;
    }
}
