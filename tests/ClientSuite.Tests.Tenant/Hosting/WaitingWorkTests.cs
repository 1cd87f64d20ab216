using System.Net;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Crash;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>Work that waits: whom it waits for, and what may happen meanwhile.</summary>
public sealed class WaitingWorkTests
{
    [Fact]
    public async Task An_operation_that_waited_begins_only_in_a_tenant_in_service()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        var worker = host.Services.GetRequiredService<OperationWorker>();
        await worker.Slots.TakeAsync("outra", CancellationToken.None);
        await worker.Slots.TakeAsync("outra", CancellationToken.None);
        var id = (await api.ImportAsync(Tables.Csv("nome", "Ana"), "ana.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        await Eventually.HoldsAsync(() => !worker.DrainAsync().IsCompleted);
        var waiting = worker.DrainAsync();
        var tenant = await SwitchAsync(TenantState.Disabled);
        worker.Slots.Release("outra");
        worker.Slots.Release("outra");
        await waiting;
        await using (var db = host.Services.GetRequiredService<TenantDbFactory>().Rent(tenant))
        {
            Assert.Equal(OperationState.Queued, (await db.Set<Operation>().SingleAsync(o => o.PublicId == id)).State);
        }

        await SwitchAsync(TenantState.Running);
        Assert.Equal("succeeded", (await api.EndOfAsync(id))["state"]!.GetValue<string>());

        Task<ShellSettings> SwitchAsync(TenantState state) => host.Tenants.UpdateAsync(Find(host, "loja") with { State = state }, CancellationToken.None);
    }

    [Fact]
    public async Task A_slow_task_does_not_hold_up_those_of_other_tenants()
    {
        const string CleanUp = "Platform.CleanUp";
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        var slow = await host.SetUpAsync("devagar");
        await host.SetUpAsync("depressa");
        var schedule = host.Services.GetRequiredService<TaskSchedule>();
        await using (var hosted = host.Services.GetRequiredService<HostDatabase>().Open())
        {
            await hosted.DueTasks.Where(t => t.Tenant == "devagar" && t.Task != CleanUp).ExecuteUpdateAsync(t => t.SetProperty(x => x.DueUtc, long.MaxValue));
        }

        await using var db = host.Services.GetRequiredService<TenantDbFactory>().Rent(slow);
        await using var transaction = await db.Database.BeginTransactionAsync(); // its tasks wait for the write gate
        await schedule.RunNowAsync("devagar", CleanUp, CancellationToken.None);
        await Eventually.HoldsAsync(async () => (await RowAsync("devagar")).ClaimedBy is not null);
        await schedule.RunNowAsync("depressa", CleanUp, CancellationToken.None);
        await Eventually.HoldsAsync(async () => (await RowAsync("depressa")).LastSucceeded == true);
        Assert.NotNull((await RowAsync("devagar")).ClaimedBy);

        async Task<HostDueTask> RowAsync(string tenant) => (await schedule.OfTenantAsync(tenant, CancellationToken.None)).Single(t => t.Task == CleanUp);
    }

    [Fact]
    public async Task A_feature_has_its_tasks_before_it_is_stored_and_loses_them_after()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        var tenant = await host.SetUpAsync("loja");
        var (schedule, features) = (host.Services.GetRequiredService<TaskSchedule>(), host.Services.GetRequiredService<FeatureSwitch>());
        var without = tenant.Features.Where(f => f != "Notes").ToList();
        await KilledAsync(without);
        Assert.True(await HasTaskAsync());
        await features.ApplyAsync("loja", _ => without, run: null, CancellationToken.None);
        Assert.False(await HasTaskAsync());
        await KilledAsync([.. without, "Notes"]);
        Assert.True(await HasTaskAsync());
        Assert.DoesNotContain("Notes", Find(host, "loja").Features);
        await features.ApplyAsync("loja", _ => without, run: null, CancellationToken.None);
        Assert.False(await HasTaskAsync());

        // Where the switch would be stored somebody else was first, and it does not come to a second try.
        async Task KilledAsync(IReadOnlyList<string> wanted)
        {
            var isAskedAgain = false;
            await Assert.ThrowsAsync<InvalidOperationException>(() => features.ApplyAsync("loja", _ =>
            {
                if (isAskedAgain)
                {
                    throw new InvalidOperationException("Killed.");
                }

                isAskedAgain = true;
                host.Tenants.UpdateAsync(Find(host, "loja") with { Category = Guid.NewGuid().ToString("N") }, CancellationToken.None).GetAwaiter().GetResult();
                return wanted;
            }, run: null, CancellationToken.None));
        }

        async Task<bool> HasTaskAsync() => (await schedule.OfTenantAsync("loja", CancellationToken.None)).Any(t => t.Task == "Notes.CleanFiles");
    }

    private static ShellSettings Find(OwnHost host, string name) => host.Tenants.Find(name) ?? throw new InvalidOperationException("The tenant is gone.");
}
