using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Merging;

/// <summary>Clients that may be the same: searches, and what somebody says about a pair.</summary>
[RequirePermission(Permissions.Merge)]
internal sealed class IndexModel(TenantDb db, DuplicateListPage page, IOperations operations, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler that draws

    public async Task OnGetAsync(CancellationToken cancel) => List = await page.ReadAsync(Request, cancel);

    public async Task<IActionResult> OnPostSearchAsync(CancellationToken cancel)
    {
        await DuplicateSearch.StartAsync(db, operations, texts, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        this.Notify("ok", texts["clients.duplicates.searching"].Value);
        return Done();
    }

    public Task<IActionResult> OnPostDismissAsync(long number, CancellationToken cancel) => SayAsync(number, clock.UtcNow, cancel);

    public Task<IActionResult> OnPostReopenAsync(long number, CancellationToken cancel) => SayAsync(number, null, cancel);

    private async Task<IActionResult> SayAsync(long number, DateTime? dismissed, CancellationToken cancel)
    {
        if (await db.Duplicates.FirstOrDefaultAsync(d => d.Id == number, cancel) is not { } pair)
        {
            return NotFound();
        }

        pair.DismissedUtc = dismissed;
        await db.SaveChangesAsync(cancel);
        return Done();
    }

    private IActionResult Done() => Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo("/admin/clients/duplicates");
}
