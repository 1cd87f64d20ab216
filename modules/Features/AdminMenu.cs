using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Features;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("features.title", "/admin/features", "puzzle", PlatformPermissions.ManageFeatures, NavigationGroup.Settings, 30);
}
