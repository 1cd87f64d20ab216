using System.Collections.Concurrent;
using ClientSuite.Jobs;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Hosting;

/// <summary>Runs the tenants' work queues, some at a time on this host. A queue that talks to a slow server holds nobody up but its own tenant.</summary>
internal sealed class QueueWorker(TenantStore tenants, ShellManager shells, WorkSignals signals, TimeProvider time, ILogger<QueueWorker> log, IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly ConcurrentDictionary<(string Tenant, string Queue), Task> _running = new();
    private readonly SemaphoreSlim _slots = new(8);

    /// <summary>Starts what is due; true when nothing waits.</summary>
    public async Task<bool> StartDueAsync(ShellSettings tenant, IEnumerable<IWorkQueue> queues, CancellationToken cancel)
    {
        var isIdle = true;
        foreach (var queue in queues)
        {
            DateTime? due;
            try
            {
                due = await queue.NextDueAsync(cancel);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                // The tenant's events and its other queues have nothing to do with it.
                log.LogWarning(failure, "Queue {Queue} of {Tenant} could not be asked; the next visit tries again", queue.Name, tenant.Name);
                isIdle = false;
                continue;
            }

            isIdle &= due is null && !_running.ContainsKey((tenant.Name, queue.Name));
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (due <= time.GetUtcNow().UtcDateTime && _running.TryAdd((tenant.Name, queue.Name), done.Task))
            {
                _ = Task.Run(() => RunAsync(tenant.Name, queue.Name, done, lifetime.ApplicationStopping), CancellationToken.None);
            }
        }

        return isIdle;
    }

    /// <summary>Waits until the running ones have finished the piece at hand.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Values);

    public void Dispose() => _slots.Dispose();

    private async Task RunAsync(string tenant, string name, TaskCompletionSource done, CancellationToken cancel)
    {
        var succeeded = false;
        try
        {
            await _slots.WaitAsync(cancel);
            try
            {
                // Found anew: it may be out of service by now, or without the queue's feature.
                if (tenants.Find(tenant) is { State: TenantState.Running } settings)
                {
                    using var work = Telemetry.Begin(log, "queue", name, settings, null);
                    // The queue itself says what its end is: cancelling its queries would lose what became of the piece at hand.
                    await shells.RunAsync(settings, (scope, _) => scope.GetServices<IWorkQueue>().FirstOrDefault(q => q.Name == name)?.RunAsync(cancel) ?? Task.CompletedTask, CancellationToken.None);
                    succeeded = true;
                }
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The host stops; the mark stays and the next start goes on.
        }
        catch (Exception failure)
        {
            log.LogWarning(failure, "Queue {Queue} of {Tenant} failed; the next visit tries again", name, tenant);
        }
        finally
        {
            _running.TryRemove((tenant, name), out _);
            done.SetResult();
            if (succeeded)
            {
                signals.Wake(tenant);
            }
        }
    }
}
