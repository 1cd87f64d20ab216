using ClientSuite.Navigation;

namespace ClientSuite.Email;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("email.title", "/admin/emails", "mail", Permissions.View, NavigationGroup.Automation, 40);
}
