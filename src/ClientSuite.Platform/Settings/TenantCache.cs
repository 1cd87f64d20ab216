using System.Collections.Concurrent;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;

namespace ClientSuite.Settings;

/// <summary>A cache in memory, bounded by age; keys carry the ambient tenant's id.</summary>
internal sealed class TenantCache(TimeProvider time, HostBus bus) : ITenantCache
{
    private const int Cap = 200_000;
    private readonly ConcurrentDictionary<(string Tenant, string Key), Entry> _entries = new();
    private long _sweepAt;

    public async ValueTask<T> GetAsync<T>(string key, TimeSpan keep, Func<CancellationToken, ValueTask<T>> make, CancellationToken cancel)
    {
        var full = (Tenant(), key);
        var now = time.GetTimestamp();
        if (_entries.TryGetValue(full, out var entry) && time.GetElapsedTime(entry.At, now) < entry.Keep)
        {
            return (T)entry.Value!;
        }

        var value = await make(cancel);
        _entries[full] = new Entry(value, now, keep);
        Sweep(now);
        return value;
    }

    public void Remove(string key)
    {
        var tenant = Tenant();
        _entries.TryRemove((tenant, key), out _);
        bus.Publish(HostMessage.CacheKey, tenant, key);
    }

    public void RemoveAll(string prefix)
    {
        var tenant = Tenant();
        Forget(tenant, key => key.StartsWith(prefix, StringComparison.Ordinal));
        bus.Publish(HostMessage.CachePrefix, tenant, prefix);
    }

    /// <summary>Forgets what another host changed, or what this one did.</summary>
    public void Forget(string tenantId, Func<string, bool> which)
    {
        foreach (var key in _entries.Keys.Where(k => k.Tenant == tenantId && which(k.Key)))
        {
            _entries.TryRemove(key, out _);
        }
    }

    /// <summary>Forgets all of every tenant.</summary>
    public void Clear() => _entries.Clear();

    private static string Tenant() => TenantContext.Current?.TenantId ?? throw new InvalidOperationException("A tenant's cache was asked outside any tenant.");

    private void Sweep(long now)
    {
        if (_entries.Count < Cap && time.GetElapsedTime(Volatile.Read(ref _sweepAt), now) < TimeSpan.FromMinutes(1))
        {
            return;
        }

        Volatile.Write(ref _sweepAt, now);
        foreach (var (key, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.At, now) >= entry.Keep)
            {
                _entries.TryRemove(key, out _);
            }
        }
    }

    private sealed record Entry(object? Value, long At, TimeSpan Keep);
}
