using System.Text.Json;
using ClientSuite.Access;

namespace ClientSuite.Users.Roles;

internal static class RoleRules
{
    public static IReadOnlyList<string> Granted(this Role role) => JsonSerializer.Deserialize<string[]>(role.Permissions) ?? [];

    public static bool IsAdministrator(this Role role) => role.Name == Stereotypes.Administrator;

    public static bool IsFixed(this Role role) => Stereotypes.All.Contains(role.Name, StringComparer.Ordinal);
}
