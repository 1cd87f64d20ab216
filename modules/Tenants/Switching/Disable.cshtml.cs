using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants.Switching;

[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class DisableModel(ITenants tenants, TenantLog log, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet(string name) => LocalRedirect($"{Request.PathBase}/admin/tenants/{name}");

    public async Task<IActionResult> OnPost(string name, CancellationToken cancel)
    {
        if (tenants.Find(name) is not { } tenant)
        {
            return NotFound();
        }

        var now = await tenants.DisableAsync(tenant, cancel);
        if (now.State != tenant.State)
        {
            await log.AddAsync("disabled", tenant.Name, cancel);
        }

        return this.Saved(texts["tenants.disabled", now.ShownName], "/admin/tenants/" + now.Name);
    }
}
