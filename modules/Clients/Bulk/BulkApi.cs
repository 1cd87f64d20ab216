using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Clients;

/// <summary>POST /api/clients/bulk/{action}.</summary>
internal static class BulkApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/clients/bulk/{action}", BulkAsync).RequireAuthorization(ClientsApi.Needs(Permissions.View)).WithTags("Clients").WithName("ChangeManyClients")
            .Produces<BulkAnswer>().Produces<BulkAnswer>(StatusCodes.Status202Accepted);

    /// <summary>Does one thing with the clients that the body names, or with all that the address's filters match but some.</summary>
    private static async Task<IResult> BulkAsync(string action, BulkBody body, HttpContext context, BulkTasks tasks, BulkStart start, ClientList list, ICurrentUser user, CancellationToken cancel)
    {
        if (tasks.PermissionOf(action) is not { } permission)
        {
            return Problems.NotFound(context);
        }

        if (!user.Has(permission))
        {
            return Problems.Of(context, StatusCodes.Status403Forbidden, "error.403.detail");
        }

        if (!ClientsApi.TryRead(context, list, out _, out _, out var refusal))
        {
            return refusal;
        }

        var ids = ClientSelection.Numbers(body.Ids?.ToArray());
        if (body.All == ids.Count > 0)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "clients.bulk.error.which", field: "ids");
        }

        var selection = body.All ? new ClientSelection([], ClientSelection.ListQuery(context.Request)) { Except = ClientSelection.Numbers(body.Except?.ToArray()) } : new ClientSelection(ids, "");
        BulkTask wanted;
        try
        {
            wanted = await tasks.ReadAsync(action, body.With ?? new Dictionary<string, string>(), cancel);
        }
        catch (RuleBrokenException wrong)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, wrong.Key, [.. wrong.Args], field: "with." + wrong.Field);
        }

        var preview = await start.PreviewAsync(wanted, selection, cancel);
        if (body.DryRun)
        {
            return Results.Json(new BulkAnswer(null, preview.Total, preview.Changes, preview.AlreadyDone, preview.Names));
        }

        var operation = await start.StartAsync(wanted, selection, preview, cancel);
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        return Results.Json(new BulkAnswer(operation.PublicId, preview.Total, preview.Changes, preview.AlreadyDone, preview.Names), statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>What is asked.</summary>
/// <param name="Ids">Short numbers of the clients.</param>
/// <param name="All">Instead of ids: all that the filters match.</param>
/// <param name="Except">Ids left out of all.</param>
/// <param name="DryRun">Only says what would happen.</param>
/// <param name="With">What the action needs: <c>{"field", "value"}</c> of <c>change</c>, <c>{"group"}</c> of <c>group-add</c>.</param>
internal sealed record BulkBody(IReadOnlyList<string>? Ids = null, bool All = false, IReadOnlyList<string>? Except = null, bool DryRun = false, IReadOnlyDictionary<string, string>? With = null);

/// <summary>What will happen.</summary>
/// <param name="Id">The operation; null for a dry run.</param>
/// <param name="Total">Clients chosen.</param>
/// <param name="Changes">Those that will change.</param>
/// <param name="AlreadyDone">Those that are so already.</param>
/// <param name="Names">Names of the first that will change.</param>
internal sealed record BulkAnswer(string? Id, int Total, int Changes, int AlreadyDone, IReadOnlyList<string> Names);
