using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientUsers.Problem;

/// <summary>What stands in the place of a page of the portal that is not there or not for this user, and of the staff's pages for a client's user.</summary>
[AllowAnonymous]
internal sealed class IndexModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    /// <summary>The staff's door, where one of their pages was asked for: the browser may be shared; null elsewhere.</summary>
    public string? StaffHref { get; private set; }

    public IActionResult OnGet()
    {
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { OriginalPath: var path } && path.StartsWith("/admin", StringComparison.OrdinalIgnoreCase))
        {
            StaffHref = Request.PathBase + "/sign-in" + QueryString.Create("to", Request.PathBase + path);
        }

        Response.StatusCode = Status;
        return Page();
    }
}
