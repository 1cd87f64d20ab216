using ClientSuite.Access;
using ClientSuite.Frames;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Profile;

internal static class ProfileTabs
{
    private static readonly (string Id, string Path)[] All = [("data", ""), ("password", "/password"), ("secondFactor", "/second-factor"), ("sessions", "/sessions")];

    public static IReadOnlyList<RecordTab> Of(string current, string prefix, IStringLocalizer texts) =>
        [.. All.Select(t => new RecordTab(texts["users.profile." + t.Id].Value, prefix + PortalAccess.Path + "/profile" + t.Path, t.Id == current))];
}
