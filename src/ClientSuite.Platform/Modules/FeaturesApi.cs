using ClientSuite.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Modules;

/// <summary>What a change of features asks for.</summary>
internal sealed record FeatureChange(string[]? Enable, string[]? Disable);

internal static class FeaturesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/features").RequireAuthorization(new RequirePermissionAttribute(PlatformPermissions.ManageFeatures)).WithTags("Features");
        api.MapGet("/", (IFeatures features) => Results.Json(features.All)).Produces<IReadOnlyList<FeatureView>>().WithName("ListFeatures");
        api.MapPost("/", ChangeAsync).Produces<IReadOnlyList<FeatureView>>().WithName("ChangeFeatures");
    }

    private static async Task<IResult> ChangeAsync(FeatureChange change, IFeatures features, CancellationToken cancel)
    {
        await features.ChangeAsync(change.Enable ?? [], change.Disable ?? [], cancel);
        return Results.Json(features.All);
    }
}
