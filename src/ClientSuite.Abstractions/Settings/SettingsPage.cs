namespace ClientSuite.Settings;

/// <summary>A tab of the settings pages. Registered as singletons; the page itself belongs to whoever registers it and draws
/// <c>_SettingsTabs</c> by asking <c>IEnumerable&lt;SettingsPage&gt;</c>.</summary>
/// <param name="Title">Text key.</param>
/// <param name="Path">Page below the tenant.</param>
/// <param name="Permission">Permission without which the tab is not shown.</param>
/// <param name="Order">Order among the tabs; the site's own is 0.</param>
public sealed record SettingsPage(string Title, string Path, string Permission, int Order);
