using ClientSuite.Tenancy;
using Quartz;

namespace ClientSuite.Jobs;

/// <summary>The schedule as the tenant's admin sees it: the tasks of the shell with their rows in the host database.</summary>
internal sealed class TenantTasks(IEnumerable<IBackgroundTask> tasks, TaskSchedule rows, TenantContext tenant, TenantClock clock) : ITaskSchedule
{
    public async Task<IReadOnlyList<ScheduledTask>> AllAsync(CancellationToken cancel)
    {
        var known = await ReadAsync(cancel);
        if (tasks.Any(t => !known.ContainsKey(t.Name)))
        {
            // A task that came with an upgrade of its module: no feature was switched, so nobody gave it a row.
            await rows.SyncAsync(tenant.Settings, cancel);
            known = await ReadAsync(cancel);
        }

        var now = clock.UtcNow.Ticks;
        return [.. tasks.OrderBy(t => t.Name, StringComparer.Ordinal).Where(t => known.ContainsKey(t.Name)).Select(task =>
        {
            var row = known[task.Name];
            return new ScheduledTask(task.Name, task.Title, row.Schedule, task.Schedule, row.IsEnabled,
                row.DueUtc >= DateTime.MaxValue.Ticks ? null : Utc(row.DueUtc), row.LastStartedUtc is { } started ? Utc(started) : null,
                row.LastMilliseconds is { } took ? TimeSpan.FromMilliseconds(took) : null, row.LastSucceeded, row.LastResult, row.ClaimedUntilUtc > now);
        })];
    }

    public Task ChangeAsync(string task, string schedule, bool isEnabled, CancellationToken cancel) =>
        rows.ChangeAsync(tenant.Name, task, schedule.Trim(), isEnabled, clock.Zone, cancel);

    public Task RunNowAsync(string task, CancellationToken cancel) => rows.RunNowAsync(tenant.Name, task, cancel);

    public IReadOnlyList<DateTime>? Preview(string schedule, int count)
    {
        if (!CronExpression.TryParse(schedule.Trim(), CronFormat.Unix, out var cron))
        {
            return null;
        }

        var times = new List<DateTime>();
        cron = cron.WithTimeZone(clock.Zone);
        for (var next = cron.GetNextValidTimeAfter(new DateTimeOffset(clock.UtcNow)); next is { } time && times.Count < count; next = cron.GetNextValidTimeAfter(time))
        {
            times.Add(time.UtcDateTime);
        }

        return times;
    }

    private async Task<Dictionary<string, Hosting.HostDueTask>> ReadAsync(CancellationToken cancel) =>
        (await rows.OfTenantAsync(tenant.Name, cancel)).ToDictionary(r => r.Task, StringComparer.Ordinal);

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
