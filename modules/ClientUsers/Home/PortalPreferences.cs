using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.ClientUsers.Home;

/// <summary><c>POST /portal/preferences</c>: theme and language of the portal's frame.</summary>
internal static class PortalPreferences
{
    private static readonly string[] Names = ["theme", "culture"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(PortalAccess.Path + "/preferences", SetAsync).RequireAuthorization(new SignedInAttribute()).ExcludeFromDescription();

    private static async Task<IResult> SetAsync(HttpContext context, IAntiforgery antiforgery, IUserPreferences preferences, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(cancel);
        foreach (var name in Names.Where(form.ContainsKey))
        {
            await preferences.SetAsync(name, form[name].ToString(), cancel);
        }

        if (context.Request.IsFragment())
        {
            return Results.NoContent();
        }

        // Without script the form navigates: back to where it stands.
        var from = Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var referer) && referer.Host == context.Request.Host.Host ? referer.PathAndQuery : null;
        return Results.LocalRedirect(from ?? context.Request.PathBase + PortalAccess.Path);
    }
}
