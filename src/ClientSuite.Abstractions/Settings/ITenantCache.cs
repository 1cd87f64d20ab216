namespace ClientSuite.Settings;

/// <summary>A cache whose keys belong to the tenant of the current scope. Singleton. The only cache that modules use.</summary>
public interface ITenantCache
{
    /// <summary>The cached value, or the one that <paramref name="make"/> makes, kept for <paramref name="keep"/>.</summary>
    ValueTask<T> GetAsync<T>(string key, TimeSpan keep, Func<CancellationToken, ValueTask<T>> make, CancellationToken cancel);

    /// <summary>Forgets a key of the current tenant, on every host.</summary>
    void Remove(string key);

    /// <summary>Forgets every key of the current tenant that begins with <paramref name="prefix"/>.</summary>
    void RemoveAll(string prefix);
}
