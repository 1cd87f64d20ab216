using ClientSuite.Lists;
using ClientSuite.Modules;
using ClientSuite.Operations;
using ClientSuite.Recipes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Web;

/// <summary>Endpoints that every tenant has: preferences of the admin's frame and lists, operations, features and recipes.</summary>
internal static class PlatformEndpoints
{
    private static readonly HashSet<string> FramePreferences = new(StringComparer.Ordinal) { "menuHidden", "fullWidth", "theme", "culture", "keysOff" };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").RequireAuthorization().AddEndpointFilter(CheckToken).ExcludeFromDescription();
        admin.MapPost("/preferences", SetPreferencesAsync);
        admin.MapPost("/lists/{id}/columns", SetColumnsAsync);
        admin.MapPost("/lists/{id}/page-size", SetPageSizeAsync);
        admin.MapPost("/lists/{id}/views", AddViewAsync);
        admin.MapPost("/lists/{id}/views/{viewId}/remove", RemoveViewAsync);
        routes.MapGet("/", (HttpContext context) => Results.LocalRedirect(context.Request.PathBase + "/admin")).AllowAnonymous().ExcludeFromDescription();
        OperationsApi.Map(routes);
        FeaturesApi.Map(routes);
        RecipesApi.Map(routes);
        routes.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization();
    }

    /// <summary>Form tokens are checked by the antiforgery middleware only where a form is bound; these read theirs by hand.</summary>
    public static async ValueTask<object?> CheckToken(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        if (!HttpMethods.IsGet(context.Request.Method)
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        return await next(call);
    }

    private static async Task<IResult> SetPreferencesAsync(HttpContext context, IUserPreferences preferences, CancellationToken cancel)
    {
        foreach (var (name, value) in await context.Request.ReadFormAsync(cancel))
        {
            if (FramePreferences.Contains(name))
            {
                await preferences.SetAsync(name, value.ToString(), cancel);
            }
        }

        if (context.Request.IsFragment())
        {
            return Results.NoContent();
        }

        // Without script the form navigates: back to where it stands.
        var from = Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var referer) && referer.Host == context.Request.Host.Host ? referer.PathAndQuery : null;
        return Results.LocalRedirect(from ?? context.Request.PathBase + "/admin");
    }

    private static async Task<IResult> SetColumnsAsync(string id, HttpContext context, IUserPreferences preferences, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var columns = string.Join(',', form["column"].Where(c => !string.IsNullOrEmpty(c) && !c.Contains(',', StringComparison.Ordinal)));
        await preferences.SetAsync($"lists.{id}.columns", columns.Length == 0 ? null : columns, cancel);
        context.Response.Announce("list-changed");
        return Results.NoContent();
    }

    private static async Task<IResult> SetPageSizeAsync(string id, HttpContext context, IUserPreferences preferences, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        if (int.TryParse(form["pageSize"], out var size) && ListQuery.PageSizes.Contains(size))
        {
            await preferences.SetAsync($"lists.{id}.pageSize", form["pageSize"].ToString(), cancel);
        }

        return Results.NoContent();
    }

    private static async Task<IResult> AddViewAsync(string id, HttpContext context, IUserPreferences preferences, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var name = form["name"].ToString().Trim();
        if (name.Length is 0 or > 60)
        {
            return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        }

        var views = SavedViews.Read(id, preferences).ToList();
        views.RemoveAll(v => v.Title.Equals(name, StringComparison.OrdinalIgnoreCase));
        views.Add(new ListSavedView(Guid.NewGuid().ToString("N")[..8], name, form["query"].ToString().TrimStart('?'), IsOwn: true));
        await SavedViews.WriteAsync(id, views, preferences, cancel);
        context.Response.Announce("list-changed");
        return Results.Json(new { id = views[^1].Id });
    }

    private static async Task<IResult> RemoveViewAsync(string id, string viewId, HttpContext context, IUserPreferences preferences, CancellationToken cancel)
    {
        await SavedViews.WriteAsync(id, [.. SavedViews.Read(id, preferences).Where(v => v.Id != viewId)], preferences, cancel);
        context.Response.Announce("list-changed");
        return Results.NoContent();
    }
}
