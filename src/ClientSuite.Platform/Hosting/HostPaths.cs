namespace ClientSuite.Hosting;

/// <summary>Where the installation keeps what it writes: all of it below the data directory.</summary>
internal sealed class HostPaths(string dataDirectory)
{
    public string Data { get; } = Path.GetFullPath(dataDirectory);

    public string HostDatabase => Path.Combine(Data, "host.db");

    /// <summary>Held open by the process that uses the directory.</summary>
    public string Lock => Path.Combine(Data, "host.lock");

    public string Sites => Path.Combine(Data, "Sites");

    /// <summary>Drop-in modules, a folder each.</summary>
    public string Modules { get => field ?? Path.Combine(Data, "Modules"); init; }

    public string Recipes { get; init; } = Path.Combine(AppContext.BaseDirectory, "recipes");

    public string Site(string tenant) => Path.Combine(Sites, tenant);

    public string TenantDatabase(string tenant) => Path.Combine(Site(tenant), "tenant.db");
}
