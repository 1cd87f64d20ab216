using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace ClientSuite.Jobs;

/// <summary>When each tenant's tasks are due, in the host database: an idle tenant costs nothing, and none needs a visit to have
/// its tasks run.</summary>
internal sealed class TaskSchedule(HostDatabase host, IServiceProvider services, TimeProvider time)
{
    /// <summary>How long a claim holds that is not renewed.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How many due tasks are read for one that nobody else claims first.</summary>
    private const int Rivals = 8;

    /// <summary>How often the host that runs a task renews its claim.</summary>
    public static TimeSpan RenewEvery { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Claims of one process are told apart from those of the process that it was before, whose name and id may be the same.</summary>
    private readonly string _process = $"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, 20)]}-{Guid.NewGuid().ToString("N")[..8]}";

    private long _claims;

    /// <summary>Makes rows for the tasks of features that the tenant is about to get. Before it gets them: a process killed in between leaves at worst
    /// rows of tasks that it has not, which do nothing.</summary>
    public Task AddAsync(ShellSettings next, CancellationToken cancel) => StoreAsync(next, dropsOthers: false, cancel);

    /// <summary>Makes rows for the tasks of the tenant's features and drops those of features it lost.</summary>
    public Task SyncAsync(ShellSettings tenant, CancellationToken cancel) => StoreAsync(tenant, dropsOthers: true, cancel);

    private async Task StoreAsync(ShellSettings tenant, bool dropsOthers, CancellationToken cancel)
    {
        var tasks = new List<(string Name, string Schedule)>();
        var zone = TenantZone.Default;
        await services.GetRequiredService<ShellManager>().RunAsync(tenant, (scope, _) =>
        {
            tasks.AddRange(scope.GetServices<IBackgroundTask>().Select(t => (t.Name, t.Schedule)));
            zone = scope.GetRequiredService<TenantZone>().Zone;
            return Task.CompletedTask;
        }, cancel);

        for (var attempt = 1; ; attempt++)
        {
            await using var db = host.Open();
            var rows = await db.DueTasks.Where(t => t.Tenant == tenant.Name).ToListAsync(cancel);
            db.RemoveRange(rows.Where(r => dropsOthers && tasks.TrueForAll(t => t.Name != r.Task)));
            foreach (var (name, schedule) in tasks.Where(t => rows.TrueForAll(r => r.Task != t.Name)))
            {
                db.DueTasks.Add(new HostDueTask { Tenant = tenant.Name, Task = name, Schedule = schedule, DueUtc = Next(schedule, zone, Spread(tenant)) });
            }

            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateException) when (attempt < 10)
            {
                // Another switch of the tenant added or dropped the same rows: anew with those that are there now.
            }
        }
    }

    public async Task<List<HostDueTask>> OfTenantAsync(string tenant, CancellationToken cancel)
    {
        await using var db = host.Open();
        return await db.DueTasks.AsNoTracking().Where(t => t.Tenant == tenant).OrderBy(t => t.Task).ToListAsync(cancel);
    }

    /// <summary>Changes a task's schedule or switches it; a wrong expression is refused.</summary>
    public async Task ChangeAsync(string tenant, string task, string schedule, bool isEnabled, TimeZoneInfo zone, CancellationToken cancel)
    {
        if (!IsValid(schedule))
        {
            throw new RuleBrokenException("jobs.badSchedule", schedule) { Field = "schedule" };
        }

        await using var db = host.Open();
        var row = await db.DueTasks.FirstOrDefaultAsync(t => t.Tenant == tenant && t.Task == task, cancel) ?? throw new RuleBrokenException("jobs.unknown", task);
        row.Schedule = schedule;
        row.IsEnabled = isEnabled;
        row.DueUtc = isEnabled ? Next(schedule, zone, TimeSpan.Zero) : long.MaxValue;
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Makes a task due now.</summary>
    public async Task RunNowAsync(string tenant, string task, CancellationToken cancel)
    {
        await using var db = host.Open();
        var now = time.GetUtcNow().UtcTicks;
        if (await db.DueTasks.Where(t => t.Tenant == tenant && t.Task == task).ExecuteUpdateAsync(t => t.SetProperty(x => x.DueUtc, now), cancel) == 0)
        {
            throw new RuleBrokenException("jobs.unknown", task);
        }
    }

    /// <summary>Claims the task that is due longest, for the one run that the answer is for; null when none is. Whoever runs it renews the claim: a dead
    /// host's is taken over.</summary>
    public async Task<HostDueTask?> ClaimAsync(CancellationToken cancel)
    {
        await using var db = host.Open();
        for (; ; )
        {
            var now = time.GetUtcNow().UtcTicks;
            var due = await db.DueTasks.AsNoTracking().Where(t => t.DueUtc <= now && t.ClaimedUntilUtc < now).OrderBy(t => t.DueUtc).Take(Rivals).ToListAsync(cancel);
            if (due.Count == 0)
            {
                return null;
            }

            foreach (var task in due)
            {
                var claim = $"{_process}-{Interlocked.Increment(ref _claims)}";
                var mine = await db.DueTasks.Where(t => t.Tenant == task.Tenant && t.Task == task.Task && t.DueUtc == task.DueUtc && t.ClaimedUntilUtc == task.ClaimedUntilUtc)
                    .ExecuteUpdateAsync(t => t.SetProperty(x => x.ClaimedBy, claim).SetProperty(x => x.ClaimedUntilUtc, now + Lease.Ticks).SetProperty(x => x.LastStartedUtc, now), cancel);
                if (mine == 1)
                {
                    task.ClaimedBy = claim;
                    return task;
                }
            }
        }
    }

    /// <summary>False where the claim is lost: it ended and another run has the task, or the tenant has the task no more.</summary>
    public async Task<bool> RenewAsync(HostDueTask task, CancellationToken cancel)
    {
        await using var db = host.Open();
        var until = (time.GetUtcNow() + Lease).UtcTicks;
        return await Claimed(db, task).ExecuteUpdateAsync(t => t.SetProperty(x => x.ClaimedUntilUtc, until), cancel) == 1;
    }

    /// <summary>Takes down how a run went, and when the next is due; nothing where another run has the task by now.</summary>
    public async Task FinishAsync(HostDueTask task, TimeZoneInfo zone, bool succeeded, string? result, TimeSpan took, CancellationToken cancel)
    {
        await using var db = host.Open();
        // An admin may have changed or switched it while it ran, and may run one that is switched off.
        if (await Claimed(db, task).AsNoTracking().FirstOrDefaultAsync(cancel) is not { } row)
        {
            return;
        }

        var next = row.IsEnabled ? Next(row.Schedule, zone, TimeSpan.Zero) : long.MaxValue;
        var text = result?.Length > 2000 ? result[..2000] : result;
        var milliseconds = (int)Math.Min(int.MaxValue, took.TotalMilliseconds);
        await Claimed(db, task).ExecuteUpdateAsync(t => t
            .SetProperty(x => x.DueUtc, next).SetProperty(x => x.ClaimedUntilUtc, 0L).SetProperty(x => x.ClaimedBy, (string?)null)
            .SetProperty(x => x.LastSucceeded, succeeded).SetProperty(x => x.LastResult, text).SetProperty(x => x.LastMilliseconds, milliseconds), cancel);
    }

    public static bool IsValid(string schedule) => CronExpression.TryParse(schedule, CronFormat.Unix, out _);

    private static IQueryable<HostDueTask> Claimed(HostDb db, HostDueTask task) => db.DueTasks.Where(t => t.Tenant == task.Tenant && t.Task == task.Task && t.ClaimedBy == task.ClaimedBy);

    private long Next(string schedule, TimeZoneInfo zone, TimeSpan later)
    {
        var cron = CronExpression.Parse(schedule, CronFormat.Unix).WithTimeZone(zone);
        return (cron.GetNextValidTimeAfter(time.GetUtcNow()) is { } next ? next + later : DateTimeOffset.MaxValue).UtcTicks;
    }

    /// <summary>Tenants do not all begin in the same second: up to a minute apart, always the same for a tenant.</summary>
    private static TimeSpan Spread(ShellSettings tenant) => TimeSpan.FromMilliseconds((uint)tenant.TenantId.GetHashCode(StringComparison.Ordinal) % 60_000);
}
