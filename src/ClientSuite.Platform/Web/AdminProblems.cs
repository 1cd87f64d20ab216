using ClientSuite.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Web;

/// <summary>Draws 403 and 404 below /admin in the admin's frame for whoever is signed in: the page <c>/admin/problem/{status}</c> answers
/// in the place of the one that was asked for.</summary>
internal sealed class AdminProblems(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response is not { HasStarted: false, StatusCode: StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound, ContentLength: null, ContentType: null }
            || !HttpMethods.IsGet(context.Request.Method) || !context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase)
            || context.Request.IsFragment() || context.RequestServices.GetRequiredService<ICurrentUser>().Id is null)
        {
            return;
        }

        var asked = context.Request.Path;
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        context.Request.Path = FormattableString.Invariant($"/admin/problem/{context.Response.StatusCode}");
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
}
