using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Jobs.Tasks;

/// <summary>Background tasks with their last and next run.</summary>
[RequirePermission(PlatformPermissions.ManageJobs)]
internal sealed class IndexModel(ITaskSchedule schedule, IOutbox outbox, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<TaskRow> Tasks { get; private set; } = [];

    public IReadOnlyList<RecordTab> Tabs { get; private set; } = [];

    /// <summary>True while a task runs or is about to: the page asks for itself.</summary>
    public bool IsBusy { get; private set; }

    public async Task OnGet(CancellationToken cancel)
    {
        var tasks = await schedule.AllAsync(cancel);
        var now = clock.UtcNow;
        Tasks = [.. tasks.Select(t => new TaskRow(t, texts[t.Title].Value, ScheduleWords.Say(t.Schedule, texts),
            t.LastStartedUtc is { } last ? clock.DayAndTime(last) : null,
            t.LastDuration is { } took && t.LastSucceeded is not null ? Took(took) : null, InWords(t.LastResult),
            t.NextUtc is { } next ? next <= now ? texts["jobs.now"].Value : clock.DayAndTime(next) : null))];
        IsBusy = tasks.Any(t => t.IsRunning || t.NextUtc <= now);
        Tabs = await JobTabs.ReadAsync(outbox, Request, texts, cancel);
    }

    public async Task<IActionResult> OnPostRun(string task, CancellationToken cancel)
    {
        await schedule.RunNowAsync(task, cancel);
        this.Notify("ok", texts["jobs.started"]);
        return LocalRedirect(Request.PathBase + "/admin/jobs");
    }

    public async Task<IActionResult> OnPostSwitch(string task, bool enable, CancellationToken cancel)
    {
        if ((await schedule.AllAsync(cancel)).FirstOrDefault(t => t.Name == task) is not { } known)
        {
            return NotFound();
        }

        await schedule.ChangeAsync(task, known.Schedule, enable, cancel);
        this.Notify("ok", texts[enable ? "jobs.switchedOn" : "jobs.switchedOff", texts[known.Title].Value]);
        return LocalRedirect(Request.PathBase + "/admin/jobs");
    }

    /// <summary>Tasks answer how many things they dealt with, or why they failed.</summary>
    private string InWords(string? result) =>
        long.TryParse(result, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? texts.Plural("jobs.result.items", count) : result ?? "";

    private static string Took(TimeSpan took) => took.TotalSeconds < 1
        ? took.TotalMilliseconds.ToString("N0", CultureInfo.CurrentCulture) + " ms"
        : took.TotalMinutes < 1 ? took.TotalSeconds.ToString("N1", CultureInfo.CurrentCulture) + " s" : took.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}

/// <summary>A task as its row shows it.</summary>
internal sealed record TaskRow(ScheduledTask Task, string Title, string Schedule, string? Last, string? Took, string Result, string? Next);

/// <summary>The tabs of the jobs pages, with how many events are parked.</summary>
internal static class JobTabs
{
    public static async Task<IReadOnlyList<RecordTab>> ReadAsync(IOutbox outbox, Microsoft.AspNetCore.Http.HttpRequest request, IStringLocalizer texts, CancellationToken cancel)
    {
        var counts = await outbox.CountAsync(cancel);
        return
        [
            new(texts["jobs.tasks"].Value, request.PathBase + "/admin/jobs", true),
            new(texts["jobs.events"].Value, request.PathBase + "/admin/jobs/events", false, counts.Parked > 0 ? counts.Parked.ToString("N0", CultureInfo.CurrentCulture) : null),
        ];
    }
}
