using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Settings;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("settings.title", "/admin/settings", "settings", PlatformPermissions.ManageSettings, NavigationGroup.Settings, 0)
        .AddAction("settings.open", "/admin/settings", "settings", PlatformPermissions.ManageSettings);
}
