using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Modules;

/// <summary>What a change of features asks for.</summary>
internal sealed record FeatureChange(string?[]? Enable, string?[]? Disable);

internal static class FeaturesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/features").RequireAuthorization(new RequirePermissionAttribute(PlatformPermissions.ManageFeatures)).WithTags("Features");
        api.MapGet("/", (IFeatures features) => Results.Json(features.All)).Produces<IReadOnlyList<FeatureView>>().WithName("ListFeatures");
        api.MapPost("/", ChangeAsync).Produces<IReadOnlyList<FeatureView>>().WithName("ChangeFeatures");
    }

    private static async Task<IResult> ChangeAsync(FeatureChange change, HttpContext context, IFeatures features, CancellationToken cancel)
    {
        var (enable, disable) = (change.Enable?.OfType<string>().ToArray() ?? [], change.Disable?.OfType<string>().ToArray() ?? []);
        if (enable.Length < change.Enable?.Length || disable.Length < change.Disable?.Length)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        await features.ChangeAsync(enable, disable, cancel);
        return Results.Json(features.All);
    }
}
