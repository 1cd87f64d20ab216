using ClientSuite.Access;
using ClientSuite.Frames;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Settings;

/// <summary>A tab of the settings pages. Registered as singletons; the page itself belongs to whoever registers it and draws
/// <c>_SettingsTabs</c> by asking <c>IEnumerable&lt;SettingsPage&gt;</c>.</summary>
/// <param name="Title">Text key.</param>
/// <param name="Path">Page below the tenant.</param>
/// <param name="Permission">Permission without which the tab is not shown.</param>
/// <param name="Order">Order among the tabs; the site's own is 0.</param>
public sealed record SettingsPage(string Title, string Path, string Permission, int Order);

/// <summary>Settings pages as tabs.</summary>
public static class SettingsTabs
{
    /// <summary>The settings pages that the reader may open, the one at <paramref name="path"/> as the open one.</summary>
    public static IReadOnlyList<RecordTab> Tabs(this IEnumerable<SettingsPage> pages, string path, HttpRequest request, ICurrentUser user, IStringLocalizer texts) =>
        [.. pages.Where(p => user.Has(p.Permission)).OrderBy(p => p.Order).Select(p => new RecordTab(texts[p.Title].Value, request.PathBase + p.Path, p.Path == path))];
}
