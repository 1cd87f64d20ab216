using ClientSuite.Navigation;

namespace ClientSuite.ImportExport;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu.Add("operations.title", "/admin/operations", "activity", null, NavigationGroup.Data, 20);
}
