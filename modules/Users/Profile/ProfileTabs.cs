using ClientSuite.Access;
using ClientSuite.Frames;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

internal static class ProfileTabs
{
    private static readonly (string Id, string Path, string? Permission)[] All =
    [
        ("data", "/admin/profile", null),
        ("password", "/admin/profile/password", null),
        ("secondFactor", "/admin/profile/second-factor", null),
        ("passkeys", "/admin/profile/passkeys", null),
        ("sessions", "/admin/profile/sessions", null),
        ("tokens", "/admin/profile/tokens", PlatformPermissions.ManageApiTokens),
    ];

    public static IReadOnlyList<RecordTab> Of(string current, string prefix, ICurrentUser me, IStringLocalizer texts) =>
        [.. All.Where(t => t.Permission is null || me.Has(t.Permission)).Select(t => new RecordTab(texts["users.profile." + t.Id], prefix + t.Path, t.Id == current))];
}
