using ClientSuite.Access;
using ClientSuite.Files;
using ClientSuite.Modules;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Overview;

/// <summary>A tenant's page; the list's side panel shows the same at the same address.</summary>
[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(ITenants tenants, ITenantUse uses, IFeatures features, IRecipes recipes, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public ShellSettings Tenant { get; private set; } = null!; // set before the page is drawn

    public IReadOnlyList<string> Features { get; private set; } = [];

    public IReadOnlyList<string> Urls { get; private set; } = [];

    public bool IsRunning => Tenant.State == TenantState.Running;

    public string Path => $"{Request.PathBase}/admin/tenants/{Tenant.Name}";

    public string Created => clock.DayAndTime(Tenant.CreatedUtc);

    /// <summary>Title of the recipe that it was set up with; its name when that recipe is gone.</summary>
    public string Recipe => recipes.All.FirstOrDefault(r => r.Name.Equals(Tenant.RecipeName, StringComparison.OrdinalIgnoreCase))?.DisplayName ?? Tenant.RecipeName;

    public string Database => Tenant.DatabaseProvider == DatabaseProviders.Postgres ? "PostgreSQL" : "SQLite";

    /// <summary>"12 MB (banco 11 MB, arquivos 1 MB)"; null where nobody could look.</summary>
    public string? Size { get; private set; }

    public string? LastActivity { get; private set; }

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (tenants.Find(name) is not { } tenant)
        {
            return NotFound();
        }

        Tenant = tenant;
        Urls = tenant.Urls(Request);
        if ((await uses.OfAsync([tenant], cancel)).GetValueOrDefault(tenant.Name) is { } use)
        {
            Size = $"{FileSizes.Text(use.TotalBytes)} ({texts["tenants.size.parts", FileSizes.Text(use.DatabaseBytes), FileSizes.Text(use.FileBytes)].Value})";
            LastActivity = use.LastActivityUtc is { } at ? clock.DayAndTime(at) : null;
        }

        var names = features.All.ToDictionary(f => f.Id, f => f.Name, StringComparer.OrdinalIgnoreCase);
        Features = [.. tenant.Features.Select(f => texts[f.ToLowerInvariant() + ".feature"] is { ResourceNotFound: false } text ? text.Value : names.GetValueOrDefault(f, f)).Order(StringComparer.CurrentCulture)];
        return Page();
    }
}
