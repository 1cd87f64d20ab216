using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Privacy;

/// <summary>Gathers what the access log is told and stores it a moment later, many rows in one save, so that no request waits for it. Memory is bounded:
/// beyond <see cref="MostWaiting"/> what comes is dropped with a warning. A killed process loses the last half second; a host that stops stores
/// what waits.</summary>
internal sealed class AccessBuffer : IDisposable
{
    /// <summary>The same user, way and part of a client within this time is one entry.</summary>
    public static readonly TimeSpan Once = TimeSpan.FromMinutes(10);

    private const int MostWaiting = 20_000;
    private const int MostSeen = 20_000;
    private const int Batch = 500;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<Seen, DateTime> _seen = [];
    private readonly IShellHost _shells;
    private readonly TimeProvider _time;
    private readonly ILogger<AccessBuffer> _log;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _atStop;
    private List<(string Tenant, AccessEntry Entry)> _waiting = [];
    private Task _storing = Task.CompletedTask;

    public AccessBuffer(IShellHost shells, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<AccessBuffer> log)
    {
        (_shells, _time, _log, _stopping) = (shells, time, log, lifetime.ApplicationStopping);
        _atStop = lifetime.ApplicationStopped.Register(() => StoreAllAsync().Wait(TimeSpan.FromSeconds(5)));
    }

    public void Add(string tenant, AccessEntry entry)
    {
        lock (_gate)
        {
            if (entry.Clients is null && WasSeen(new Seen(tenant, entry.ClientId, entry.UserId, entry.RemoteIp, entry.Kind, entry.Detail), entry.AtUtc))
            {
                return;
            }

            if (_waiting.Count >= MostWaiting)
            {
                _log.LogWarning("The access log of {Tenant} takes no more until {Count} entries are stored", tenant, _waiting.Count);
                return;
            }

            _waiting.Add((tenant, entry));
            if (_storing.IsCompleted)
            {
                // Not in the request's flow: its services and its tenant end with it.
                using (ExecutionContext.SuppressFlow())
                {
                    _storing = Task.Run(StoreSoonAsync, CancellationToken.None);
                }
            }
        }
    }

    public void Dispose() => _atStop.Dispose();

    private bool WasSeen(Seen seen, DateTime now)
    {
        if (_seen.TryGetValue(seen, out var last) && now - last < Once)
        {
            return true;
        }

        if (_seen.Count >= MostSeen)
        {
            foreach (var old in _seen.Where(s => now - s.Value >= Once).Select(s => s.Key).ToList())
            {
                _seen.Remove(old);
            }

            if (_seen.Count >= MostSeen)
            {
                _seen.Clear(); // rather twice in the log than memory without an end
            }
        }

        _seen[seen] = now;
        return false;
    }

    private async Task StoreSoonAsync()
    {
        do
        {
            try
            {
                await Task.Delay(Delay, _time, _stopping);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // at once
            }

            await StoreAllAsync();
        }
        while (HasMore());
    }

    private bool HasMore()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                return true;
            }

            _storing = Task.CompletedTask; // whoever comes now begins anew
            return false;
        }
    }

    private async Task StoreAllAsync()
    {
        List<(string Tenant, AccessEntry Entry)> taken;
        lock (_gate)
        {
            (taken, _waiting) = (_waiting, []);
        }

        foreach (var ofTenant in taken.GroupBy(t => t.Tenant, t => t.Entry, StringComparer.Ordinal))
        {
            foreach (var batch in ofTenant.Chunk(Batch))
            {
                await StoreAsync(ofTenant.Key, batch);
            }
        }
    }

    private async Task StoreAsync(string tenant, AccessEntry[] entries)
    {
        try
        {
            await _shells.RunInTenantAsync(tenant, async (scope, cancel) =>
            {
                var db = scope.GetRequiredService<TenantDb>();
                db.AddRange(entries);
                await db.SaveChangesAsync(cancel);
            }, CancellationToken.None);
        }
        catch (DbUpdateException) when (entries.Length > 1)
        {
            // One that cannot be stored takes no other with it.
            foreach (var half in entries.Chunk((entries.Length + 1) / 2))
            {
                await StoreAsync(tenant, half);
            }
        }
        catch (Exception failure)
        {
            _log.LogWarning(failure, "{Count} entries of the access log of {Tenant} could not be stored", entries.Length, tenant);
        }
    }

    private readonly record struct Seen(string Tenant, long? ClientId, long? UserId, string? RemoteIp, AccessKind Kind, string Detail);
}
