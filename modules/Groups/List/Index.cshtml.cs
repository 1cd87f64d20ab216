using ClientSuite.Access;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Groups.List;

/// <summary>The groups (004-94, 004-95).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(GroupListPage page) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGetAsync(CancellationToken cancel) => List = await page.ReadAsync(Request, cancel);
}
