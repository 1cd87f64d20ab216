using ClientSuite.Navigation;

namespace ClientSuite.Groups;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu.Add("groups.title", GroupPaths.List, "tags", Permissions.View, NavigationGroup.Main, 12);
}
