using System.Collections.Concurrent;
using ClientSuite.Tenancy;

namespace ClientSuite.Settings;

/// <summary>A cache in memory, bounded by age; keys carry the ambient tenant's id.</summary>
internal sealed class TenantCache(TimeProvider time) : ITenantCache
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

    public void Remove(string key) => _entries.TryRemove((Tenant(), key), out _);

    public void RemoveAll(string prefix)
    {
        var tenant = Tenant();
        foreach (var key in _entries.Keys.Where(k => k.Tenant == tenant && k.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            _entries.TryRemove(key, out _);
        }
    }

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
