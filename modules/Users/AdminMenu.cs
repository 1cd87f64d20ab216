using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Users;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("users.title", "/admin/users", "users", PlatformPermissions.ManageUsers, NavigationGroup.Settings, 20)
        .Add("users.roles.title", "/admin/roles", "user-shield", PlatformPermissions.ManageRoles, NavigationGroup.Settings, 21);
}
