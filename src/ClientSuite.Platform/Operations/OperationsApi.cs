using System.Text.Json;
using ClientSuite.Recipes;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Operations;

/// <summary>An operation as the API shows it. One that was taken back has succeeded and is <c>undone</c>; while it is taken back it runs again.</summary>
internal sealed record OperationView(string Id, string Kind, string Title, string State, bool Undone, long Processed, long Total, long Created, long Updated, long Rejected,
    string? Error, string? ErrorsUrl, string? ResultUrl, bool CanUndo, DateTime CreatedUtc, DateTime? StartedUtc, DateTime? FinishedUtc, IReadOnlyList<RecipeStepResult>? Results)
{
    public static OperationView Of(Operation o, string pathBase, IOperations operations, IStringLocalizer texts) => new(o.PublicId, o.Kind, o.Title, (o.State == OperationState.Undone ? OperationState.Succeeded : o.State).ToString().ToLowerInvariant(), o.State == OperationState.Undone,
        o.Processed, o.Total, o.Created, o.Updated, o.Rejected, OperationErrors.Text(o.Error, texts),
        o.Rejected > 0 ? $"{pathBase}/api/operations/{o.PublicId}/errors" : null, o.State == OperationState.Succeeded && o.ResultName is not null ? $"{pathBase}/api/operations/{o.PublicId}/result" : null, operations.CanUndo(o), o.CreatedUtc, o.StartedUtc, o.FinishedUtc,
        o.Kind == RecipesApi.OperationKind ? JsonSerializer.Deserialize<RecipeProgress>(o.Progress, Json.Compact)?.Results : null);
}

/// <summary>What ended an operation, in the reader's language.</summary>
internal static class OperationErrors
{
    public static string? Text(string? stored, IStringLocalizer texts)
    {
        if (stored is null)
        {
            return null;
        }

        var parts = JsonSerializer.Deserialize<string[]>(stored) ?? [];
        return parts.Length == 0 ? null : texts[parts[0], [.. parts.Skip(1)]].Value;
    }
}

internal static class OperationsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/operations").RequireAuthorization().WithTags("Operations");
        api.MapGet("/{id}", GetAsync).Produces<OperationView>().WithName("GetOperation");
        api.MapPost("/{id}/cancel", CancelAsync).Produces<OperationView>(StatusCodes.Status202Accepted).WithName("CancelOperation");
        api.MapPost("/{id}/pause", PauseAsync).Produces<OperationView>(StatusCodes.Status202Accepted).WithName("PauseOperation");
        api.MapPost("/{id}/resume", ResumeAsync).Produces<OperationView>(StatusCodes.Status202Accepted).WithName("ResumeOperation");
        api.MapPost("/{id}/undo", UndoAsync).Produces<OperationView>(StatusCodes.Status202Accepted).WithName("UndoOperation");
        api.MapGet("/{id}/errors", ErrorsAsync).Produces(StatusCodes.Status200OK, contentType: "text/csv").WithName("GetOperationErrors");
        api.MapGet("/{id}/result", ResultAsync).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithName("GetOperationResult");
    }

    /// <summary>The file of rejected units lies where the handler put it: <c>operations/{id}-errors.csv</c>.</summary>
    private static async Task<IResult> ErrorsAsync(string id, HttpContext context, IOperations operations, Files.ITenantFiles files, CancellationToken cancel) =>
        OperationFiles.Errors(await operations.FindAsync(id, cancel), files) ?? Problems.NotFound(context);

    private static async Task<IResult> ResultAsync(string id, HttpContext context, IOperations operations, Files.ITenantFiles files, CancellationToken cancel) =>
        OperationFiles.Result(await operations.FindAsync(id, cancel), files) ?? Problems.NotFound(context);

    private static Task<IResult> GetAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        WithAsync(id, context, operations, texts, _ => Task.CompletedTask, StatusCodes.Status200OK, cancel);

    private static Task<IResult> CancelAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        WithAsync(id, context, operations, texts, o => operations.CancelAsync(o, cancel), StatusCodes.Status202Accepted, cancel);

    private static Task<IResult> PauseAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        WithAsync(id, context, operations, texts, o => operations.PauseAsync(o, true, cancel), StatusCodes.Status202Accepted, cancel);

    private static Task<IResult> ResumeAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        WithAsync(id, context, operations, texts, o => operations.PauseAsync(o, false, cancel), StatusCodes.Status202Accepted, cancel);

    private static Task<IResult> UndoAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, CancellationToken cancel) =>
        WithAsync(id, context, operations, texts, o => operations.UndoAsync(o, cancel), StatusCodes.Status202Accepted, cancel);

    private static async Task<IResult> WithAsync(string id, HttpContext context, IOperations operations, IStringLocalizer texts, Func<Operation, Task> act, int status, CancellationToken cancel)
    {
        if (await operations.FindAsync(id, cancel) is not { } operation)
        {
            return Problems.NotFound(context);
        }

        await act(operation);
        return Results.Json(OperationView.Of(operation, context.Request.PathBase, operations, texts), statusCode: status);
    }
}
