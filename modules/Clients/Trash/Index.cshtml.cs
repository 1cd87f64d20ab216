using ClientSuite.Access;
using ClientSuite.Lists;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Trash;

[RequirePermission(Permissions.Delete)]
internal sealed class IndexModel(ClientListPage page) : PageModel
{
    public ListView List { get; private set; } = null!; // set by every handler

    public async Task OnGetAsync(CancellationToken cancel) => List = await page.ReadTrashAsync(Request, cancel);
}
