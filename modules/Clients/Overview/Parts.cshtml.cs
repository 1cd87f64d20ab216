using ClientSuite.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Overview;

/// <summary>Banners and tabs alone, for when what they tell of changed.</summary>
[RequirePermission(Permissions.View)]
internal sealed class PartsModel(ClientFrameBuilder builder) : PageModel
{
    public Task OnGetAsync(string? tab, CancellationToken cancel) => builder.PartsAsync(tab ?? "", cancel);
}
