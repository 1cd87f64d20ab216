using ClientSuite.Hosting;
using ClientSuite.Jobs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Jobs;

/// <summary>Claims on due tasks, by two hosts.</summary>
public sealed class TaskScheduleTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _directory = Directory.CreateTempSubdirectory("clientsuite-schedule.").FullName;
    private readonly HostDatabase _host;
    private readonly TaskSchedule _a;
    private readonly TaskSchedule _b;

    public TaskScheduleTests()
    {
        _host = new HostDatabase(new HostPaths(_directory), postgresConnectionString: null);
        (_a, _b) = (Schedule(), Schedule());
    }

    public async ValueTask InitializeAsync()
    {
        await _host.EnsureCreatedAsync(Never);
        await using var db = _host.Open();
        db.DueTasks.AddRange(Due("later", due: 2), Due("first", due: 1), Due("tomorrow", TimeProvider.System.GetUtcNow().AddDays(1).UtcTicks));
        await db.SaveChangesAsync(Never);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_claim_takes_one_task_the_longest_due_first()
    {
        await ClaimAsync(_a, "first");
        await ClaimAsync(_b, "later");
        Assert.Null(await _a.ClaimAsync(Never));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whose_claim_is_lost_neither_renews_nor_ends_the_run_of_the_next(bool onAnotherHost)
    {
        var lost = await ClaimAsync(_a, "first");
        Assert.True(await _a.RenewAsync(lost, Never));
        await using (var db = _host.Open())
        {
            await db.DueTasks.Where(t => t.Task == "first").ExecuteUpdateAsync(t => t.SetProperty(x => x.ClaimedUntilUtc, 1), Never);
        }

        var next = await ClaimAsync(onAnotherHost ? _b : _a, "first");
        Assert.False(await _a.RenewAsync(lost, Never));
        await _a.FinishAsync(lost, TimeZoneInfo.Utc, succeeded: true, "lost", TimeSpan.Zero, Never);
        Assert.True(await _b.RenewAsync(next, Never));
        await _b.FinishAsync(next, TimeZoneInfo.Utc, succeeded: true, "next", TimeSpan.Zero, Never);
        var row = (await _a.OfTenantAsync("loja", Never)).Single(t => t.Task == "first");
        Assert.Equal(("next", null, 0L), (row.LastResult, row.ClaimedBy, row.ClaimedUntilUtc));
        Assert.True(row.DueUtc > TimeProvider.System.GetUtcNow().UtcTicks);
        Assert.False(await _b.RenewAsync(next, Never));
    }

    private static async Task<HostDueTask> ClaimAsync(TaskSchedule schedule, string task)
    {
        var claimed = await schedule.ClaimAsync(Never);
        Assert.Equal(task, claimed?.Task);
        return claimed!; // asked above
    }

    private static HostDueTask Due(string name, long due) => new() { Tenant = "loja", Task = name, Schedule = "0 3 * * *", DueUtc = due };

    /// <summary>Claims ask for no services.</summary>
    private TaskSchedule Schedule() => new(_host, null!, TimeProvider.System);
}
