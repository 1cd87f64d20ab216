using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Editing;

[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(ITenants tenants, TenantLog log, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    [BindProperty]
    public EditForm Form { get; set; } = new();

    public ShellSettings Tenant { get; private set; } = null!; // set by every handler that draws

    public string Path => $"{Request.PathBase}/admin/tenants/{Tenant.Name}/edit";

    public IActionResult OnGet()
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        Tenant = tenant;
        Form = EditForm.Of(tenant);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        Tenant = tenant;
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        try
        {
            if (Form.Version != tenant.Version)
            {
                throw new RuleBrokenException("tenants.changedMeanwhile", tenant.Name);
            }

            var changed = await tenants.UpdateAsync(Form.ApplyTo(tenant), cancel);
            await log.AddChangeAsync(tenant, changed, cancel);
            return this.SavedTenant(texts["tenants.saved", changed.ShownName], changed.Name, "/admin/tenants/" + changed.Name);
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule("Form", broken, texts);
            return this.Invalid();
        }
    }
}

/// <summary>What the operator may change of a tenant at any time.</summary>
internal sealed record EditForm
{
    [MaxLength(100)]
    public string? SiteName { get; init; }

    [MaxLength(50)]
    public string? RequestUrlPrefix { get; init; }

    [MaxLength(500)]
    public string? RequestUrlHost { get; init; }

    [MaxLength(100)]
    public string? Category { get; init; }

    [MaxLength(500)]
    public string? Description { get; init; }

    public bool Isolated { get; init; }

    public int Version { get; init; }

    public static EditForm Of(ShellSettings tenant) => new()
    {
        SiteName = tenant.SiteName,
        RequestUrlPrefix = tenant.RequestUrlPrefix,
        RequestUrlHost = tenant.RequestUrlHost,
        Category = tenant.Category,
        Description = tenant.Description,
        Isolated = tenant.Isolated,
        Version = tenant.Version,
    };

    public ShellSettings ApplyTo(ShellSettings tenant) => tenant with
    {
        SiteName = SiteName?.Trim() ?? "",
        RequestUrlPrefix = RequestUrlPrefix?.Trim().Trim('/') ?? "",
        RequestUrlHost = RequestUrlHost?.Trim() ?? "",
        Category = Category?.Trim() ?? "",
        Description = Description?.Trim() ?? "",
        Isolated = Isolated,
    };
}
