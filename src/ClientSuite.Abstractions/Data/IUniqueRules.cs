namespace ClientSuite.Data;

/// <summary>Rules that a tenant chooses: no two records in use with the same value. A unique index of that tenant's database keeps
/// them, so that they hold whoever writes, on whichever host. Singleton.</summary>
public interface IUniqueRules
{
    /// <summary>True where the tenant has the rule.</summary>
    Task<bool> IsOnAsync<T>(TenantDb db, string property, CancellationToken cancel) where T : ContentItem;

    /// <summary>Switches the rule in a transaction of its own, together with what the context has to save. Records in the trash and
    /// empty texts are free.</summary>
    /// <returns>False, with nothing saved, where two records have the same value already.</returns>
    Task<bool> TrySwitchAsync<T>(TenantDb db, string property, bool isOn, CancellationToken cancel) where T : ContentItem;

    /// <summary>True when a write failed because it breaks the rule.</summary>
    bool IsBroken<T>(TenantDb db, string property, Exception failure) where T : ContentItem;
}
