using ClientSuite.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Web;

/// <summary>Draws 403 and 404 in the frame that one stands in: below /admin for whoever of the staff is signed in, in the clients' portal for
/// everybody. The page <c>/admin/problem/{status}</c> or <c>/portal/problem/{status}</c> answers in the place of the one that was asked for.</summary>
internal sealed class ProblemPages(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is not { HasStarted: false, StatusCode: StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound, ContentLength: null, ContentType: null }
            || !HttpMethods.IsGet(context.Request.Method) || context.Request.IsFragment() || await FrameAsync(context) is not { } frame)
        {
            return;
        }

        var asked = context.Request.Path;
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature { OriginalPathBase = context.Request.PathBase.Value ?? "", OriginalPath = asked.Value ?? "" });
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        context.Request.Path = FormattableString.Invariant($"{frame}/problem/{context.Response.StatusCode}");
        context.Response.StatusCode = StatusCodes.Status200OK;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Path = asked;
        }
    }

    private static async Task<string?> FrameAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(PortalAccess.Path, StringComparison.OrdinalIgnoreCase))
        {
            return PortalAccess.Path;
        }

        if (!context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A client's user who followed a link of the staff's is at home in the portal.
        var user = context.RequestServices.GetRequiredService<CurrentUser>();
        return user is { Id: not null, Portal: null } ? "/admin" : (await context.AuthenticateAsync(PortalAccess.Scheme)).Succeeded ? PortalAccess.Path : null;
    }
}
