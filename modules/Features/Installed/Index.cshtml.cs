using ClientSuite.Access;
using ClientSuite.Modules;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Features.Installed;

/// <summary>The modules of the installation, and the scan for those that a partner dropped in.</summary>
[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(IFeatures features, IModuleInstaller installer, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<FeatureView> Modules { get; private set; } = [];

    public IReadOnlyList<ModuleScan> Scans { get; private set; } = [];

    public void OnGet()
    {
        Modules = [.. features.All.OrderBy(f => f.IsDropIn ? 0 : 1).ThenBy(f => f.Id, StringComparer.Ordinal)];
        Scans = installer.LastScan;
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        var before = installer.LastScan.Where(s => s.IsLoaded).Select(s => s.Folder).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var scans = await installer.ScanAsync(cancel);
        var added = scans.Count(s => s.IsLoaded && !before.Contains(s.Folder));
        var refused = scans.Count(s => !s.IsLoaded);
        this.Notify(refused > 0 ? "warn" : "ok", texts["features.modules.scanned", scans.Count, added, refused]);
        return LocalRedirect(Request.PathBase + "/admin/modules");
    }
}
