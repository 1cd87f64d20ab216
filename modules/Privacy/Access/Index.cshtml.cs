using ClientSuite.Access;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Privacy.Access;

/// <summary>Who saw which client.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class IndexModel(AccessListPage page) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGetAsync(CancellationToken cancel) => List = await page.ReadAsync(Request, cancel);
}
