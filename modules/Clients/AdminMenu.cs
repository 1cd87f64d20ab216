using ClientSuite.Navigation;

namespace ClientSuite.Clients;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("clients.title", "/admin/clients", "users", Permissions.View, NavigationGroup.Main, 10, key: "C")
        .Add("clients.import.menu", "/admin/clients/import", "file-import", Permissions.Import, NavigationGroup.Data, 10)
        .Add("clients.duplicates.title", "/admin/clients/duplicates", "users-group", Permissions.Merge, NavigationGroup.Data, 20)
        .Add("clients.trash", "/admin/clients/trash", "trash", Permissions.Delete, NavigationGroup.Data, 90)
        .AddAction("clients.add", "/admin/clients/new", "plus", Permissions.Edit);
}
