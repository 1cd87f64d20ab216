using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Jobs;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("jobs.title", "/admin/jobs", "clock-play", PlatformPermissions.ManageJobs, NavigationGroup.Settings, 60);
}
