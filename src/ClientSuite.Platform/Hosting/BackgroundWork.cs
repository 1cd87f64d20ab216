using System.Collections.Concurrent;
using System.Diagnostics;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Hosting;

/// <summary>Visits the tenants that have work: events and operations, told by saves in this process and by the host's marks.</summary>
internal sealed class WorkDispatcher(WorkSignals signals, TenantStore tenants, ShellManager shells, OperationWorker operations, QueueWorker queues, TimeProvider time, ILogger<WorkDispatcher> log) : BackgroundService
{
    private const int Parallel = 4;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ScanEvery = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _slots = new(Parallel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scan = ScanAsync(stoppingToken);
        await foreach (var (tenant, wokenAt) in signals.Visits.Turns.ReadAllAsync(stoppingToken))
        {
            // A busy tenant's events are taken together: a claim per save would compete with the saves for the write gate. Whoever stands behind
            // was woken later, so nobody waits longer for it.
            if (Gather - time.GetElapsedTime(wokenAt) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, stoppingToken);
            }

            await _slots.WaitAsync(stoppingToken);
            _ = VisitAsync(tenant, stoppingToken);
        }

        await scan;
    }

    private async Task ScanAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(ScanEvery);
        do
        {
            try
            {
                (await signals.DirtyTenantsAsync(cancel)).ForEach(signals.Wake);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogWarning(failure, "The host database could not be asked for work; next try in {Seconds} s", ScanEvery.TotalSeconds);
            }
        }
        while (await timer.WaitForNextTickAsync(cancel));
    }

    private async Task VisitAsync(string tenant, CancellationToken cancel)
    {
        signals.Visits.Begin(tenant);
        try
        {
            if (tenants.Find(tenant) is { State: TenantState.Running } settings)
            {
                await WorkAsync(settings, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The host stops; the mark stays and the next start goes on.
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "Work of tenant {Tenant} failed; its mark stays", tenant);
        }
        finally
        {
            signals.Visits.End(tenant);
            _slots.Release();
        }
    }

    private async Task WorkAsync(ShellSettings settings, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        int took;
        do
        {
            took = await TakeAsync(settings, cancel);
        }
        while (took == OutboxRunner.BatchSize && time.GetElapsedTime(began) < Turn);

        if (took > 0)
        {
            signals.Wake(settings.Name); // more may wait; the other tenants come first
        }
    }

    /// <summary>Takes one batch of events; answers how many they were.</summary>
    private async Task<int> TakeAsync(ShellSettings settings, CancellationToken cancel)
    {
        var took = 0;
        var generation = signals.GenerationOf(settings.Name);
        await shells.RunAsync(settings, async (scope, token) =>
        {
            // First, and in each turn: events may never run dry.
            var isIdle = await operations.StartQueuedAsync(settings, scope.GetRequiredService<TenantDb>(), token)
                & await queues.StartDueAsync(settings, scope.GetServices<IWorkQueue>(), token);
            var runner = scope.GetRequiredService<OutboxRunner>();
            took = await runner.RunAsync(token);
            if (took == 0 && isIdle && await runner.NextDueAsync(token) is null)
            {
                await signals.ClearAsync(settings.Name, generation, token);
            }
        }, cancel);
        return took;
    }
}

/// <summary>Runs operations, a few at a time on this host.</summary>
internal sealed class OperationWorker(TenantStore tenants, ShellManager shells, ILogger<OperationWorker> log, IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<(string Tenant, long Id), Task> _running = new();

    public FairSlots Slots { get; } = new(2);

    /// <summary>Starts what is queued; true when the tenant has nothing queued or running.</summary>
    public async Task<bool> StartQueuedAsync(ShellSettings tenant, TenantDb db, CancellationToken cancel)
    {
        var ids = await db.Set<Operation>().AsNoTracking().Where(o => o.State == OperationState.Queued || o.State == OperationState.Running)
            .OrderBy(o => o.Id).Select(o => o.Id).Take(20).ToListAsync(cancel);
        foreach (var id in ids)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_running.TryAdd((tenant.Name, id), done.Task))
            {
                _ = Task.Run(() => RunAsync(tenant.Name, id, done, lifetime.ApplicationStopping), CancellationToken.None);
            }
        }

        return ids.Count == 0;
    }

    /// <summary>Waits for the running ones to reach the end of their batch.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Values);

    private async Task RunAsync(string tenant, long id, TaskCompletionSource done, CancellationToken cancel)
    {
        try
        {
            await Slots.TakeAsync(tenant, cancel);
            try
            {
                // Found anew: it may have waited long, and its tenant may be out of service or have other features by now.
                if (tenants.Find(tenant) is { State: TenantState.Running } settings)
                {
                    using var work = Telemetry.Begin(log, "operation", id.ToString(System.Globalization.CultureInfo.InvariantCulture), settings, null);
                    await shells.RunAsync(settings, (scope, token) => OperationRun.RunAsync(scope, id, log, token), cancel);
                }
            }
            finally
            {
                Slots.Release(tenant);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The host stops; the operation is still marked running and goes on at the next start.
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Operation {Id} of {Tenant} could not run; it is tried again", id, tenant);
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
        }
        finally
        {
            _running.TryRemove((tenant, id), out _);
            done.SetResult();
        }
    }
}

/// <summary>Runs tenants' background tasks when they are due.</summary>
internal sealed class TaskRunner(TaskSchedule schedule, TenantStore tenants, ShellManager shells, ILogger<TaskRunner> log) : BackgroundService
{
    private const int Parallel = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => WorkAsync(stoppingToken)));

    /// <summary>One task after the other, each claimed when it begins: a claim that waited behind another task would end before.</summary>
    private async Task WorkAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                while (await schedule.ClaimAsync(cancel) is { } due)
                {
                    await RunAsync(due, cancel);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                log.LogWarning(failure, "Due tasks could not be claimed; tried again in a second");
            }
        }
    }

    private async Task RunAsync(HostDueTask due, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var zone = TenantZone.Default;
        string? result;
        var succeeded = true;
        using var ended = new CancellationTokenSource();
        using var run = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewal = RenewAsync(due, run, ended.Token);
        try
        {
            result = null;
            if (tenants.Find(due.Tenant) is { State: TenantState.Running } settings)
            {
                using var work = Telemetry.Begin(log, "task", due.Task, settings, null);
                await shells.RunAsync(settings, async (scope, token) =>
                {
                    zone = scope.GetRequiredService<TenantZone>().Zone;
                    if (scope.GetServices<IBackgroundTask>().FirstOrDefault(t => t.Name == due.Task) is { } task)
                    {
                        scope.GetRequiredService<TenantDb>().Session.UserName = task.Name;
                        result = await task.RunAsync(token);
                    }
                }, run.Token);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogError(failure, "Task {Task} of {Tenant} failed", due.Task, due.Tenant);
            succeeded = false;
            result = failure.GetBaseException().Message;
        }
        finally
        {
            await ended.CancelAsync();
            await renewal;
        }

        await schedule.FinishAsync(due, zone, succeeded, result, Stopwatch.GetElapsedTime(started), CancellationToken.None);
    }

    /// <summary>Renews the claim until the run has ended; stops the run where the claim is lost, because another one has the task by now.</summary>
    private async Task RenewAsync(HostDueTask due, CancellationTokenSource run, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TaskSchedule.RenewEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                try
                {
                    if (!await schedule.RenewAsync(due, ended))
                    {
                        log.LogWarning("The claim on task {Task} of {Tenant} is lost; the run is stopped", due.Task, due.Tenant);
                        await run.CancelAsync();
                        return;
                    }
                }
                catch (Exception away) when (away is not OperationCanceledException)
                {
                    log.LogWarning(away, "The claim on task {Task} of {Tenant} could not be renewed; tried again", due.Task, due.Tenant);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It has ended.
        }
    }
}
