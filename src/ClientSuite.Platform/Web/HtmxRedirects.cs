using ClientSuite.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Web;

/// <summary>A fragment request can't follow a redirect to a whole page: tell htmx to go there instead.</summary>
internal static class HtmxRedirects
{
    public static async Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.IsFragment())
        {
            // A page that only looks goes there and comes back; one that sends keeps what was typed and says where to sign in.
            var here = Uri.TryCreate(context.Request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var url) ? url.PathAndQuery : context.Request.PathBase + "/";
            var signIn = context.Request.PathBase.Add(context.Options.LoginPath) + QueryString.Create(context.Options.ReturnUrlParameter, here);
            context.Response.Headers[HttpMethods.IsGet(context.Request.Method) ? "HX-Redirect" : "X-Sign-In"] = signIn;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) && (await context.HttpContext.AuthenticateAsync(PortalAccess.Scheme)).Succeeded)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // a client's user: nothing of the staff's is there
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }
    }

    /// <summary>Who may see nothing of the portal reads there why; who lacks one permission gets 403.</summary>
    public static Task ToClosed(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<ICurrentUser>().Has(PortalAccess.Enter))
        {
            return ToForbidden(context);
        }

        var closed = context.Request.PathBase.Add(context.Options.AccessDeniedPath).Value ?? "";
        if (context.Request.IsFragment())
        {
            context.Response.Headers["HX-Redirect"] = closed;
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        context.Response.Redirect(closed);
        return Task.CompletedTask;
    }

    public static Task ToForbidden(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
