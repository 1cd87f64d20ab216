using System.Globalization;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>Applies the rules of retention, each with the days that the tenant chose.</summary>
internal sealed class RetentionDesk(TenantDb db, IEnumerable<IRetentionRule> rules, ISettings<PrivacySettings> settings, IHistory history, TenantClock clock, IStringLocalizer texts)
{
    public const string HistoryKind = "retained";
    public const string RecordType = "Privacy.Retention";

    public IReadOnlyList<IRetentionRule> Rules => [.. rules.OrderBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>Days of a rule in this tenant, never fewer than it allows; null where it is off.</summary>
    public static int? DaysOf(IRetentionRule rule, PrivacySettings settings) =>
        (settings.Retention.TryGetValue(rule.Id, out var own) ? own : rule.DefaultDays) is { } days ? Math.Max(days, rule.MinimumDays) : null;

    public RetentionScope Scope(int days) => new(clock.UtcNow.AddDays(-days), db.HeldClients);

    /// <summary>Applies every rule that is on; the history says what went. Answers how much.</summary>
    public async Task<int> ApplyAsync(CancellationToken cancel)
    {
        var own = await settings.GetAsync(cancel);
        var gone = new List<(string Id, int Days, int Count)>();
        foreach (var rule in Rules)
        {
            if (DaysOf(rule, own) is { } days && await rule.ApplyAsync(Scope(days), cancel) is var count and > 0)
            {
                gone.Add((rule.Id, days, count));
            }
        }

        if (gone.Count > 0)
        {
            var entry = await history.AddAsync(HistoryKind, RecordType, null, texts["privacy.retention"].Value, null, cancel);
            gone.ForEach(g => history.AddLine(entry, g.Id, null, g.Count.ToString(CultureInfo.InvariantCulture)));
            await db.SaveChangesAsync(cancel);
        }

        return gone.Sum(g => g.Count);
    }
}
