using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Removal;

[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(ITenants tenants, TenantLog log, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Name { get; set; } = "";

    /// <summary>The name again, typed: nothing brings the data back.</summary>
    [BindProperty, MaxLength(100)]
    public string? Typed { get; set; }

    public ShellSettings Tenant { get; private set; } = null!; // set by every handler that draws

    public string Path => $"{Request.PathBase}/admin/tenants/{Tenant.Name}/remove";

    public IActionResult OnGet()
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        Tenant = tenant;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (tenants.Find(Name) is not { } tenant)
        {
            return NotFound();
        }

        Tenant = tenant;
        if (Typed?.Trim() != tenant.Name)
        {
            ModelState.AddModelError(nameof(Typed), texts["tenants.remove.differs", tenant.Name]);
            return this.Invalid();
        }

        try
        {
            await tenants.RemoveAsync(tenant.Name, cancel);
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule("", broken, texts);
            return this.Invalid();
        }

        await log.AddAsync("deleted", tenant.Name, cancel);
        return this.SavedTenant(texts["tenants.removed", tenant.ShownName], tenant.Name, "/admin/tenants");
    }
}
