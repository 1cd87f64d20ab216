using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Setup;

/// <summary>Sets up a tenant that exists already: made by the API, or left by a setup that failed.</summary>
[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(ITenants tenants, CreateTenant create, IRecipes recipes, TimeProvider time, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    [BindProperty, Required, MaxLength(100)]
    public string? SiteName { get; set; }

    [BindProperty]
    public TenantSetupForm Form { get; set; } = new();

    public string Path => $"{Request.PathBase}/admin/tenants/{Name}/setup";

    public SetupChoices Choices => field ??= SetupChoices.Read(recipes, time);

    public IActionResult OnGet()
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        Name = tenant.Name;
        SiteName = tenant.SiteName.Length > 0 ? tenant.SiteName : tenant.Name;
        Form = Form with { RecipeName = tenant.RecipeName };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            await create.SetUpAsync(Form.ToSetup(tenant.Name, SiteName!.Trim()), cancel); // required
            return this.SavedTenant(texts["tenants.added", SiteName], tenant.Name, "/admin/tenants/" + tenant.Name);
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule("Form", broken, texts);
            return this.Invalid();
        }
    }
}
