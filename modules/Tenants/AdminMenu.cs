using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Tenants;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("tenants.title", "/admin/tenants", "building-store", PlatformPermissions.ManageTenants, NavigationGroup.Operator, 0)
        .AddAction("tenants.add", "/admin/tenants/new", "plus", PlatformPermissions.ManageTenants);
}
