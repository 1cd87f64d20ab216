using System.Text;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Recipes;

/// <summary>Recipes over HTTP: a recipe's JSON, or the name of one with parameters. Those that set tenants up are neither listed nor run.</summary>
internal static class RecipesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/recipes").RequireAuthorization(new RequirePermissionAttribute(PlatformPermissions.ManageRecipes)).WithTags("Recipes");
        api.MapGet("/", (IRecipes recipes) => Results.Json(recipes.All.Where(r => !r.IsSetup)));
        api.MapPost("/execute", ExecuteAsync);
        api.MapGet("/export", ExportAsync);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, IRecipes recipes, IOperations operations, TenantDb db, CancellationToken cancel)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancel);
        var body = Read(text);
        var results = RecipeJson.Get(body, "steps") is not null
            ? await recipes.ExecuteJsonAsync(text, new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase), cancel)
            : await recipes.ExecuteAsync(RecipeJson.GetString(body, "name") ?? "", Parameters(body), withSampleData: false, cancel);
        var operation = await operations.StartAsync("recipes.execute", RecipeJson.GetString(body, "name") ?? "recipe", "{}", canUndo: false, cancel);
        operation.State = OperationState.Succeeded;
        operation.Total = operation.Processed = results.Count;
        operation.FinishedUtc = operation.CreatedUtc;
        await db.SaveChangesAsync(cancel);
        var location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        context.Response.Headers.Location = location;
        return Results.Json(new { id = operation.PublicId, state = "succeeded", steps = results }, statusCode: StatusCodes.Status202Accepted);
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return RecipeReader.Parse(text, "recipe") as JsonObject ?? throw new BadHttpRequestException("A JSON object is expected.");
        }
        catch (RecipeException fault)
        {
            throw new BadHttpRequestException(fault.Message, fault);
        }
    }

    /// <summary>Exports parts of the tenant as a recipe: <c>what</c> is <c>Roles</c>, <c>ContentDefinition</c> or <c>settings</c>, repeated.</summary>
    private static async Task<IResult> ExportAsync(string[] what, IRecipes recipes, CancellationToken cancel) => Results.Json(await recipes.ExportAsync(what, cancel));

    private static Dictionary<string, JsonNode?> Parameters(JsonObject body) =>
        RecipeJson.GetObject(body, "parameters") is { } parameters ? parameters.ToDictionary(p => p.Key, p => p.Value?.DeepClone(), StringComparer.OrdinalIgnoreCase) : new(StringComparer.OrdinalIgnoreCase);
}
