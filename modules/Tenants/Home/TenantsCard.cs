using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Tenancy;

namespace ClientSuite.Tenants;

/// <summary>Tenants by state on the operator's home page.</summary>
internal sealed class TenantsCard(ITenants tenants) : IDashboardCard
{
    public string Title => "tenants.title";

    public int Order => 10;

    public string? Permission => PlatformPermissions.ManageTenants;

    public Task<DashboardCard?> LoadAsync(CancellationToken cancel)
    {
        var states = tenants.All.GroupBy(t => t.State).OrderBy(s => s.Key == TenantState.Running ? -1 : (int)s.Key)
            .Select(s => new TenantStateCount(s.First().StateMark, "tenants.state." + s.Key.ToString().ToLowerInvariant(), s.Count(), "/admin/tenants?state=" + s.Key));
        return Task.FromResult<DashboardCard?>(new("/Areas/Tenants/Pages/Home/_States.cshtml", states.ToList()) { MorePath = "/admin/tenants", MoreTitle = "tenants.all" });
    }
}

/// <summary>How many tenants are in a state.</summary>
internal sealed record TenantStateCount(string Mark, string Title, int Count, string Path);
