using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Navigation;

namespace ClientSuite.ClientUsers;

internal sealed class PortalMenu : IPortalNavigation
{
    public void Build(NavigationBuilder menu) => menu
        .Add("clientusers.home", PortalAccess.Path, "home", PortalAccess.Enter, NavigationGroup.Main, 0)
        .Add("clientusers.title", PortalAccess.Path + "/users", "users", PortalPermissions.ManagePermissions, NavigationGroup.Main, 90)
        .Add("clientusers.general", PortalAccess.Path + "/settings/permissions", "shield", PortalPermissions.ManagePermissions, NavigationGroup.Settings, 10)
        .Add("clientusers.chatPermissions", PortalAccess.Path + "/settings/chat", "message-circle", PortalPermissions.ManagePermissions, NavigationGroup.Settings, 20);
}
