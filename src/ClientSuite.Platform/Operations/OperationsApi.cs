using System.Text.Json;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Operations;

/// <summary>An operation as the API shows it.</summary>
internal sealed record OperationView(string Id, string Kind, string Title, string State, long Processed, long Total, long Created, long Updated, long Rejected,
    string? Error, string? ErrorsUrl, string? ResultUrl, bool CanUndo, DateTime CreatedUtc, DateTime? StartedUtc, DateTime? FinishedUtc)
{
    public static OperationView Of(Operation o, string pathBase, IStringLocalizer texts) => new(o.PublicId, o.Kind, o.Title, o.State.ToString().ToLowerInvariant(),
        o.Processed, o.Total, o.Created, o.Updated, o.Rejected, OperationErrors.Text(o.Error, texts),
        o.Rejected > 0 ? $"{pathBase}/api/operations/{o.PublicId}/errors" : null, o.State == OperationState.Succeeded && o.ResultName is not null ? $"{pathBase}/api/operations/{o.PublicId}/result" : null, o.CanUndo && o.IsOver, o.CreatedUtc, o.StartedUtc, o.FinishedUtc);
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
        api.MapGet("/{id}", GetAsync);
        api.MapPost("/{id}/cancel", CancelAsync);
        api.MapPost("/{id}/pause", PauseAsync);
        api.MapPost("/{id}/resume", ResumeAsync);
        api.MapPost("/{id}/undo", UndoAsync);
        api.MapGet("/{id}/errors", ErrorsAsync);
        api.MapGet("/{id}/result", ResultAsync);
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
        return Results.Json(OperationView.Of(operation, context.Request.PathBase, texts), statusCode: status);
    }
}
