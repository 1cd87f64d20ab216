using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.AuditTrail;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("audittrail.title", "/admin/history", "history", PlatformPermissions.ViewHistory, NavigationGroup.Data, 80)
        .AddAction("audittrail.verify", "/admin/history/verify", "shield-check", PlatformPermissions.ViewHistory);
}
