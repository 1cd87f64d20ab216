using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.ApiDocs;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) =>
        menu.Add("apidocs.title", "/admin/api-docs", "code", PlatformPermissions.ManageApiTokens, NavigationGroup.Settings, 90);
}
