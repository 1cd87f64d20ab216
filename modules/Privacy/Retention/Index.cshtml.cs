using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Retention;

/// <summary>How long what is kept, what would go tonight, and what went.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class IndexModel(RetentionDesk desk, TenantDb db, ISettings<PrivacySettings> settings, ITaskSchedule schedule, IHistory history, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const string Path = "/admin/privacy/retention";
    private const int MostDays = 36_500;
    private const int RunsShown = 10;

    public IReadOnlyList<RuleRow> Rows { get; private set; } = [];

    public IReadOnlyList<RetentionRun> Runs { get; private set; } = [];

    public FormFooter Footer => new("privacy.retention.save", Request.PathBase + RequestListPage.Path);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var own = await settings.GetAsync(cancel);
        await ShowAsync(desk.Rules.ToDictionary(r => r.Id, r => RetentionDesk.DaysOf(r, own), StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var chosen = new Dictionary<string, int?>(StringComparer.Ordinal);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in desk.Rules)
        {
            var typed = Request.Form["days-" + rule.Id].ToString().Trim();
            chosen[rule.Id] = int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null;
            if (typed.Length > 0 && (chosen[rule.Id] is not { } valid || valid < rule.MinimumDays || valid > MostDays))
            {
                errors[rule.Id] = texts["privacy.retention.days.wrong", rule.MinimumDays].Value;
                ModelState.AddModelError("days-" + rule.Id, errors[rule.Id]);
            }
        }

        if (errors.Count > 0)
        {
            await ShowAsync(chosen, errors, cancel);
            return this.Invalid();
        }

        var before = await settings.GetAsync(cancel);
        var changed = desk.Rules.Where(r => RetentionDesk.DaysOf(r, before) != chosen[r.Id]).ToList();
        if (changed.Count > 0)
        {
            var entry = await history.AddAsync("updated", RetentionDesk.RecordType, null, texts["privacy.retention"].Value, null, cancel);
            changed.ForEach(r => history.AddLine(entry, r.Id, Text(RetentionDesk.DaysOf(r, before)), Text(chosen[r.Id])));
            var after = before with { Retention = new(before.Retention, StringComparer.Ordinal) };
            changed.ForEach(r => after.Retention[r.Id] = chosen[r.Id]);
            await settings.SetAsync(after, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return this.Saved(texts["privacy.retention.saved"].Value, Path);
    }

    /// <summary>Makes the night's task due now.</summary>
    public async Task<IActionResult> OnPostRunAsync(CancellationToken cancel)
    {
        await schedule.RunNowAsync(ApplyRetention.TaskName, cancel);
        this.Notify("ok", texts["privacy.retention.running"].Value);
        return this.GoTo(Path);
    }

    private static string? Text(int? days) => days?.ToString(CultureInfo.InvariantCulture);

    private async Task ShowAsync(IReadOnlyDictionary<string, int?> days, IReadOnlyDictionary<string, string> errors, CancellationToken cancel)
    {
        var rows = new List<RuleRow>();
        foreach (var rule in desk.Rules)
        {
            var preview = days[rule.Id] is { } chosen && !errors.ContainsKey(rule.Id) ? await rule.PreviewAsync(desk.Scope(chosen), cancel) : null;
            rows.Add(new(rule, days[rule.Id], preview, errors.GetValueOrDefault(rule.Id)));
        }

        Rows = rows;
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind == RetentionDesk.HistoryKind && e.RecordType == RetentionDesk.RecordType).OrderByDescending(e => e.Id).Take(RunsShown).ToListAsync(cancel);
        var ids = entries.ConvertAll(e => e.Id);
        var lines = (await db.Set<HistoryLine>().AsNoTracking().Where(l => EF.Parameter(ids).Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel)).ToLookup(l => l.EntryId);
        Runs = [.. entries.Select(e => new RetentionRun(clock.DayAndTime(e.AtUtc), string.Join("; ", lines[e.Id].Select(l => $"{texts["retention." + l.Field].Value}: {l.NewValue}"))))];
    }
}

/// <summary>A rule as the page shows it; no preview where it is off.</summary>
internal sealed record RuleRow(IRetentionRule Rule, int? Days, RetentionPreview? Preview, string? Error);

/// <summary>What a run removed.</summary>
internal sealed record RetentionRun(string At, string Text);
