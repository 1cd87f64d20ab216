using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Privacy;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("privacy.title", RequestListPage.Path, "shield", Permissions.View, NavigationGroup.Data, 60, "/admin/privacy")
        .AddAction("privacy.request.add", RequestListPage.Path + "/edit", "plus", Permissions.Manage);
}

internal sealed class PortalMenu : IPortalNavigation
{
    public void Build(NavigationBuilder menu) => menu
        .Add("privacy.portal", PortalAccess.Path + "/privacy", "shield", PortalAccess.Enter, NavigationGroup.Main, 95);
}
