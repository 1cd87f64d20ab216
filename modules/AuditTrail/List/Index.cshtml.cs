using ClientSuite.Access;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.AuditTrail.List;

[RequirePermission(PlatformPermissions.ViewHistory)]
internal sealed class IndexModel(HistoryListPage page) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGet(CancellationToken cancel) => List = await page.ReadAsync(Request, cancel);
}
