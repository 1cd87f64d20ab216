using ClientSuite.Access;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Tenants.List;

[RequirePermission(PlatformPermissions.ManageTenants), DefaultTenantOnly]
internal sealed class IndexModel(TenantListPage page) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGetAsync(CancellationToken cancel) => List = await page.ReadAsync(Request, cancel);
}
