using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientUsers.SignIn;

internal static class EntryPages
{
    /// <summary>Where a step is taken; null where the page that asked shows a message itself.</summary>
    public static IActionResult? GoTo(this PageModel page, EntryStep step, string? to) => step switch
    {
        EntryStep.Choose => page.GoTo(PortalAccess.Path + "/sign-in/account" + Microsoft.AspNetCore.Http.QueryString.Create("to", to ?? "")),
        EntryStep.Code => page.GoTo(PortalAccess.Path + "/sign-in/first" + Microsoft.AspNetCore.Http.QueryString.Create("to", to ?? "")),
        EntryStep.Open => new LocalRedirectResult(Target(page, to)),
        _ => null,
    };

    /// <summary>A page of this tenant's portal, never another site nor another tenant of this host.</summary>
    internal static string Target(PageModel page, string? to)
    {
        var root = page.Request.PathBase.Value + PortalAccess.Path;
        return to is { Length: > 1 and <= 2000 } && to.StartsWith(root + "/", StringComparison.Ordinal) && page.Url.IsLocalUrl(to) && !to.Any(char.IsControl)
            && !to.StartsWith(root + "/sign-in", StringComparison.OrdinalIgnoreCase) && !to.StartsWith(root + "/closed", StringComparison.OrdinalIgnoreCase) ? to : root;
    }
}
