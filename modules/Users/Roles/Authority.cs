using ClientSuite.Access;

namespace ClientSuite.Users.Roles;

/// <summary>How far somebody's hand reaches: who manages users but not roles must not give, take or take over what he has not.</summary>
internal static class Authority
{
    /// <summary>True when a person who has <paramref name="has"/> may give or take a role that grants <paramref name="permissions"/>,
    /// all implied ones included, or may act on a user who has them.</summary>
    public static bool Covers(Func<string, bool> has, bool isAdministrator, IEnumerable<string> permissions) =>
        has(PlatformPermissions.ManageRoles) || (!isAdministrator && permissions.All(has));
}
