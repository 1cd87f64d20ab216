using ClientSuite.Access;
using ClientSuite.Search;
using ClientSuite.Tenancy;

namespace ClientSuite.Tenants;

/// <summary>Tenants in the global search, from the snapshot in memory.</summary>
internal sealed class TenantSearch(ITenants tenants) : ISearchSource
{
    public string Title => "tenants.title";

    public int Order => 10;

    public string? Permission => PlatformPermissions.ManageTenants;

    public Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel) => Task.FromResult<IReadOnlyList<SearchHit>>(
    [
        .. new TenantFilter { Q = query }.Apply(tenants.All)
            .OrderBy(t => t.Name.Equals(query, StringComparison.OrdinalIgnoreCase) ? 0 : 1).ThenBy(t => t.ShownName, StringComparer.CurrentCulture).Take(limit)
            .Select(t => new SearchHit(t.ShownName, t.ShownAddress, "/admin/tenants/" + t.Name, "building-store")),
    ]);
}
