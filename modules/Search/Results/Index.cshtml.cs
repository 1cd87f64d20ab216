using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Search.Results;

/// <summary>What the global search finds: a fragment for the command palette, a page without script.</summary>
[RequirePermission(PlatformPermissions.AccessAdmin)]
internal sealed class IndexModel(GlobalSearch search) : PageModel
{
    private const int LongestQuery = 200;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<FoundGroup> Groups { get; private set; } = [];

    public async Task OnGet(CancellationToken cancel)
    {
        var query = Q?.Length > LongestQuery ? Q[..LongestQuery] : Q;
        Groups = await search.FindAsync(query, Request.PathBase, withPlaces: !Request.IsFragment(), cancel);
    }
}
