using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Finding, merging and parting clients by API.</summary>
internal static class MergeApi
{
    private const int MostAnswered = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/clients").WithTags("Clients").RequireAuthorization(ClientsApi.Needs(Permissions.Merge));
        api.MapGet("/duplicates", DuplicatesAsync).WithName("ListDuplicates").Produces<IReadOnlyList<DuplicateJson>>();
        api.MapPost("/duplicates/search", SearchAsync).WithName("SearchDuplicates").Produces<SearchAnswer>(StatusCodes.Status202Accepted);
        api.MapPost("/{id}/merge", MergeAsync).WithName("MergeClients").Produces<MergeAnswer>();
        api.MapPost("/merges/{number:long}/undo", UndoAsync).WithName("UndoMerge").Produces<ClientJson>();
    }

    private static async Task<IResult> DuplicatesAsync(TenantDb db, CancellationToken cancel)
    {
        var pairs = await db.Duplicates.AsNoTracking().Where(d => d.DismissedUtc == null).OrderByDescending(d => d.Score).ThenBy(d => d.Id).Take(MostAnswered).ToListAsync(cancel);
        return Results.Json(pairs.Select(d => new DuplicateJson(Text(d.OneId), Text(d.OtherId), d.Score, d.Reasons.Split(','))));
    }

    private static async Task<IResult> SearchAsync(HttpContext context, TenantDb db, IOperations operations, IStringLocalizer texts, CancellationToken cancel)
    {
        var operation = await DuplicateSearch.StartAsync(db, operations, texts, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        context.Response.Headers.Location = $"{context.Request.PathBase}/api/operations/{operation.PublicId}";
        return Results.Json(new SearchAnswer(operation.PublicId), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>The client of the address stays; the body names the one that goes, and the fields taken from it.</summary>
    private static async Task<IResult> MergeAsync(string id, MergeBody body, HttpContext context, TenantDb db, ClientMerging merging, ClientJsonReader reader, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await ClientsApi.ById(db.Clients, id).FirstOrDefaultAsync(cancel) is not { } kept)
        {
            return Problems.NotFound(context);
        }

        if (await ClientsApi.ById(db.Clients, body.Merge ?? "").FirstOrDefaultAsync(cancel) is not { } merged)
        {
            return Refused("merge", "clients.merge.error.client", body.Merge ?? "");
        }

        if (body.Take?.FirstOrDefault(name => ClientFields.All.All(f => f.Name != name)) is { } unknown)
        {
            return Refused("take", "clients.merge.error.field", unknown);
        }

        var taken = body.Take is null ? ClientMerging.Proposed(kept.Details, merged.Details) : body.Take.ToHashSet(StringComparer.Ordinal);
        var merge = await merging.MergeAsync(kept, merged, taken, cancel);
        return Results.Json(new MergeAnswer(Text(merge.Id), await reader.ReadAsync(kept, cancel)), ClientJsonContext.Plain.MergeAnswer);

        IResult Refused(string field, string key, string value) =>
            Problems.Validation(context, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [texts[key, value].Value] });
    }

    private static async Task<IResult> UndoAsync(long number, HttpContext context, TenantDb db, ClientMerging merging, ClientJsonReader reader, CancellationToken cancel)
    {
        if (await db.Merges.FirstOrDefaultAsync(m => m.Id == number, cancel) is not { } merge)
        {
            return Problems.NotFound(context);
        }

        return Results.Json(await reader.ReadAsync(await merging.UndoAsync(merge, cancel), cancel), ClientJsonContext.Plain.ClientJson);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A pair that may be one client.</summary>
/// <param name="One">The older client's short number.</param>
/// <param name="Other">The other's.</param>
/// <param name="Score">How likely, 0 to 100.</param>
/// <param name="Reasons">What they have in common: taxId, email, phone, name.</param>
internal sealed record DuplicateJson(string One, string Other, int Score, IReadOnlyList<string> Reasons);

/// <summary>The operation that searches.</summary>
/// <param name="Id">Its public id.</param>
internal sealed record SearchAnswer(string Id);

/// <summary>What is asked.</summary>
/// <param name="Merge">The client that goes to the trash.</param>
/// <param name="Take">Fields taken from it; without, those that the other lacks.</param>
internal sealed record MergeBody(string? Merge, IReadOnlyList<string>? Take = null);

/// <summary>What came of it.</summary>
/// <param name="Id">The merge, to undo it by.</param>
/// <param name="Client">The client that stays.</param>
internal sealed record MergeAnswer(string Id, ClientJson Client);
