using System.Text.Json;
using ClientSuite.Access;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Roles;

internal static class RoleNames
{
    /// <summary>What the role is called on a page: the four that every tenant begins with have names in each language.</summary>
    public static string Of(IStringLocalizer texts, string? name) =>
        name is not null && Stereotypes.All.Contains(name, StringComparer.Ordinal) ? texts["role." + name] : name ?? "";

    public static IReadOnlyList<string> Granted(this Role role) => JsonSerializer.Deserialize<string[]>(role.Permissions) ?? [];

    public static bool IsAdministrator(this Role role) => role.Name == Stereotypes.Administrator;

    public static bool IsFixed(this Role role) => Stereotypes.All.Contains(role.Name, StringComparer.Ordinal);
}
