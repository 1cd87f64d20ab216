using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>A fragment request can't follow a redirect to a whole page: tell htmx to go there instead.</summary>
internal static class HtmxRedirects
{
    public static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!context.Request.IsFragment())
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.Headers["HX-Redirect"] = context.Request.PathBase + "/sign-in";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    public static Task ToForbidden(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
