using ClientSuite.Access;
using ClientSuite.Recipes;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

/// <summary>What roles are called on a page: those that every tenant begins with, and those of recipes, have names in each language.</summary>
internal sealed class RoleNames(IRecipes recipes, IStringLocalizer texts)
{
    public string Of(Role role) => role.IsFixed() ? texts["role." + role.Name] : recipes.Shown(role.Name ?? "");

    public string DescriptionOf(Role role) => recipes.Shown(role.Description);
}
