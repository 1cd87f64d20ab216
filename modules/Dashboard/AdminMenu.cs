using ClientSuite.Navigation;

namespace ClientSuite.Dashboard;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu.Add("dashboard.title", "/admin", "home", null, NavigationGroup.Main, 0);
}
