using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Acme.Sample.Overview;

[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db) : PageModel
{
    public int Notes { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => Notes = await db.Set<Note>().CountAsync(cancel);
}
