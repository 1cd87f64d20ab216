using ClientSuite.Access;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Dashboard.Problem;

/// <summary>What stands in the place of a page that is not there or not for this user.</summary>
[SignedIn]
internal sealed class IndexModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    public string HomeHref => Request.PathBase + "/admin";

    /// <summary>The tenant's page that one came from; null for none.</summary>
    public string? BackHref => Uri.TryCreate(Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == Request.Host.Value
        && from.AbsolutePath.StartsWith(HomeHref, StringComparison.OrdinalIgnoreCase) && from.AbsoluteUri != Request.GetEncodedUrl() ? from.PathAndQuery : null;

    public IActionResult OnGet()
    {
        Response.StatusCode = Status;
        return Page();
    }
}
