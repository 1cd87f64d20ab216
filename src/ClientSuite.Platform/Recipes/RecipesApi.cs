using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Recipes;

/// <summary>Recipes over HTTP: a recipe's JSON, or the name of one with parameters. Those that set tenants up are neither listed nor run.</summary>
internal static class RecipesApi
{
    public const string OperationKind = "recipes.execute";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/recipes").RequireAuthorization(new RequirePermissionAttribute(PlatformPermissions.ManageRecipes)).WithTags("Recipes");
        api.MapGet("/", (IRecipes recipes) => Results.Json(recipes.All.Where(r => !r.IsSetup)));
        api.MapPost("/execute", ExecuteAsync).WithMetadata(new RequestSizeLimitAttribute(RecipeReader.MaxSizeBytes));
        api.MapGet("/export", ExportAsync);
    }

    /// <summary>In the request (decision 0011): the operation is over when it is stored, with what came of each step.</summary>
    private static async Task<IResult> ExecuteAsync(HttpContext context, IRecipes recipes, IOperations operations, TenantDb db, TenantClock clock, IStringLocalizer texts, CancellationToken cancel)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancel);
        var body = Read(text);
        var started = clock.UtcNow;
        var (name, results) = await RecipeFaults.Translate(() => RunAsync(recipes, body, text, cancel), texts);
        var operation = await operations.StartAsync(OperationKind, name, "{}", canUndo: false, cancel);
        operation.State = OperationState.Succeeded;
        operation.Total = operation.Processed = results.Count;
        operation.Progress = JsonSerializer.Serialize(new RecipeProgress(results), Json.Compact);
        operation.CreatedUtc = started;
        operation.StartedUtc = started;
        operation.FinishedUtc = clock.UtcNow;
        operation.RemoteIp = null; // it is over
        await db.SaveChangesAsync(cancel);
        var location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        context.Response.Headers.Location = location;
        return Results.Json(new { id = operation.PublicId, state = "succeeded", steps = results }, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<(string Name, IReadOnlyList<RecipeStepResult> Results)> RunAsync(IRecipes recipes, JsonObject body, string text, CancellationToken cancel)
    {
        var name = RecipeJson.GetString(body, "name") ?? "";
        return (name, RecipeJson.Get(body, "steps") is not null
            ? await recipes.ExecuteJsonAsync(text, new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase), cancel)
            : await recipes.ExecuteAsync(name, Parameters(body), withSampleData: false, cancel));
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

    /// <summary>Exports parts of the tenant as a recipe: <c>what</c> is <c>feature</c>, <c>Roles</c>, <c>ContentDefinition</c> or <c>settings</c>, repeated
    /// or joined by commas; without it, all of them.</summary>
    private static async Task<IResult> ExportAsync(string[] what, HttpContext context, IRecipes recipes, CancellationToken cancel)
    {
        try
        {
            return Results.Json(await recipes.ExportAsync(what, cancel));
        }
        catch (RuleBrokenException unknown)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, unknown.Key, [.. unknown.Args], field: unknown.Field);
        }
    }

    private static Dictionary<string, JsonNode?> Parameters(JsonObject body) =>
        RecipeJson.GetObject(body, "parameters") is { } parameters ? parameters.ToDictionary(p => p.Key, p => p.Value?.DeepClone(), StringComparer.OrdinalIgnoreCase) : new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What came of a recipe's steps, kept with its operation.</summary>
internal sealed record RecipeProgress(IReadOnlyList<RecipeStepResult> Results);
