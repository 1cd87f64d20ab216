using ClientSuite.Access;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Creation;

[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(CreateTenant create, IRecipes recipes, TimeProvider time, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public TenantForm Form { get; set; } = new();

    public string Path => Request.PathBase + "/admin/tenants/new";

    public SetupChoices Choices => field ??= SetupChoices.Read(recipes, time);

    public IReadOnlyList<SelectListItem> Providers { get; } = [new("SQLite", DatabaseProviders.Sqlite), new("PostgreSQL", DatabaseProviders.Postgres)];

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            var made = await create.RunAsync(Form.ToSettings(), tenant => Form.Setup.ToSetup(tenant.Name, tenant.SiteName), cancel);
            return this.Saved(texts["tenants.added", made.SiteName], "/admin/tenants/" + made.Name);
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule(broken.Field is "recipeName" or "userName" or "email" or "password" ? "Form.Setup" : "Form", broken, texts);
            return this.Invalid();
        }
    }
}
