namespace ClientSuite.Tenancy;

/// <summary>How much room tenants take and when they were last used, for the operator. Singleton. Kept in the host database: what is older than ten
/// minutes is looked up again when somebody asks for it, of every tenant at least each night.</summary>
public interface ITenantUse
{
    /// <summary>Of these tenants, by name; those of whom nothing is known are missing. Waits half a second at most for what it has to look up: what
    /// takes longer is there the next time, and a database that is broken or away keeps nobody waiting.</summary>
    Task<IReadOnlyDictionary<string, TenantUse>> OfAsync(IReadOnlyCollection<ShellSettings> tenants, CancellationToken cancel);

    /// <summary>Of all tenants, as it was looked up last.</summary>
    Task<IReadOnlyDictionary<string, TenantUse>> KnownAsync(CancellationToken cancel);
}

/// <summary>How much room a tenant takes, and when it was last used.</summary>
/// <param name="DatabaseBytes">Its file, or its tables with their indexes.</param>
/// <param name="FileBytes">Its stored files, as its limit counts them.</param>
/// <param name="LastActivityUtc">When a person or an API token was last there, to some minutes; null for never.</param>
/// <param name="MeasuredUtc">When that was looked up.</param>
public sealed record TenantUse(long DatabaseBytes, long FileBytes, DateTime? LastActivityUtc, DateTime MeasuredUtc)
{
    /// <summary>All of it.</summary>
    public long TotalBytes => DatabaseBytes + FileBytes;
}
