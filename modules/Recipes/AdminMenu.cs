using ClientSuite.Access;
using ClientSuite.Navigation;

namespace ClientSuite.Recipes;

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu
        .Add("recipes.title", "/admin/recipes", "chef-hat", PlatformPermissions.ManageRecipes, NavigationGroup.Settings, 50)
        .AddAction("recipes.export", "/admin/recipes#export", "file-export", PlatformPermissions.ManageRecipes);
}
