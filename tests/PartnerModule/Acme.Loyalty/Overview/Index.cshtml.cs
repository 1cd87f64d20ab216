using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Acme.Loyalty.Overview;

[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db) : PageModel
{
    public int Members { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Members = await db.Set<Points>().CountAsync(cancel);
}
