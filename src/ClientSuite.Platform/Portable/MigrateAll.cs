using System.Diagnostics;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Portable;

/// <summary>Brings every tenant's tables up to this version, before the first request would. One that fails becomes Invalid with
/// the reason, and the rest go on; one that was Invalid and now succeeds is in service again.</summary>
internal sealed class MigrateAll(TenantStore store, Tenants tenants, Migrator migrator, TaskSchedule schedule, ILogger<MigrateAll> log)
{
    /// <summary>Answers how many failed.</summary>
    public async Task<int> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var all = store.All.Where(t => t.State is not (TenantState.Uninitialized or TenantState.Initializing) && t.Features.Count > 0).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        var (done, failed) = (0, 0);
        foreach (var tenant in all)
        {
            cancel.ThrowIfCancellationRequested();
            done++;
            var started = Stopwatch.GetTimestamp();
            try
            {
                await migrator.MigrateAsync(tenant, cancel);
                await schedule.SyncAsync(tenant, cancel); // a new version may have new tasks
                if (tenant.State == TenantState.Invalid)
                {
                    await tenants.ChangeAsync(tenant.Name, now => now with { State = now.State == TenantState.Invalid ? TenantState.Running : now.State, InvalidReason = null }, cancel);
                }

                say($"{done}/{all.Count} {tenant.Name}: ok, {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failed++;
                log.LogError(failure, "Tenant {Tenant} could not be migrated", tenant.Name);
                var reason = failure.GetBaseException().Message;
                await tenants.ChangeAsync(tenant.Name, now => now with { State = now.State == TenantState.Disabled ? TenantState.Disabled : TenantState.Invalid, InvalidReason = reason }, cancel);
                say($"{done}/{all.Count} {tenant.Name}: FAILED, {reason}");
            }
        }

        say($"{all.Count - failed} migrated, {failed} failed");
        return failed;
    }
}
