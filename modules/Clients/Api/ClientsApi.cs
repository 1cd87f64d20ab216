using System.Globalization;
using System.Net.Mime;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Privacy;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>/api/clients: the same filter, form and methods as the pages.</summary>
internal static class ClientsApi
{
    private const int MaxBody = 1_000_000;

    // Headers that are read by hand, for the API's description.

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/clients").WithTags("Clients");
        api.MapGet("/", ListAsync).RequireAuthorization(Needs(Permissions.View)).Produces<ClientJsonPage>().WithName("ListClients");
        api.MapGet("/{id}", GetAsync).RequireAuthorization(Needs(Permissions.View)).Produces<ClientJson>().WithName("GetClient");
        api.MapPost("/", CreateAsync).RequireAuthorization(Needs(Permissions.Edit)).Accepts<ClientJson>(MediaTypeNames.Application.Json).Produces<ClientJson>(StatusCodes.Status201Created).TakesIdempotencyKey().WithName("CreateClient");
        api.MapPut("/{id}", ReplaceAsync).RequireAuthorization(Needs(Permissions.Edit)).Accepts<ClientJson>(MediaTypeNames.Application.Json).Produces<ClientJson>().TakesIfMatch().WithName("ReplaceClient");
        api.MapPatch("/{id}", PatchAsync).RequireAuthorization(Needs(Permissions.Edit)).Accepts<ClientJson>("application/merge-patch+json", MediaTypeNames.Application.Json).Produces<ClientJson>().TakesIfMatch().WithName("ChangeClient");
        api.MapDelete("/{id}", DeleteAsync).RequireAuthorization(Needs(Permissions.Delete)).Produces(StatusCodes.Status204NoContent).TakesIfMatch().WithName("DeleteClient");
        api.MapPost("/{id}/restore", RestoreAsync).RequireAuthorization(Needs(Permissions.Delete)).Produces<ClientJson>().WithName("RestoreClient");
    }

    internal static RequirePermissionAttribute Needs(string permission) => new(permission);

    private static async Task<IResult> ListAsync([AsParameters] ClientFilterQuery narrowing, [AsParameters] ClientListQuery query, HttpContext context, ClientList list, ClientJsonReader reader, CancellationToken cancel)
    {
        if (!TryRead(context, list, out var filter, out var paging, out var refusal))
        {
            return refusal;
        }

        try
        {
            var page = await list.PageAsync(filter, paging, ClientRow.Whole, cancel);
            return Results.Json(new ClientJsonPage
            {
                Items = await reader.ReadAsync(page.Rows, cancel),
                Total = page.Total,
                TotalIsCapped = page.TotalIsCapped ? true : null,
                Page = paging.Page,
                PageSize = paging.PageSize,
                Next = page.Next,
            }, ClientJsonContext.Plain.ClientJsonPage);
        }
        catch (BadCursorException)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "clients.error.cursor", field: "after");
        }
    }

    /// <summary>The filter and page that a query stands for; what cannot be read is 400, what the caller may not see 403.</summary>
    internal static bool TryRead(HttpContext context, ClientList list, out ClientFilter filter, out ClientPaging paging, out IResult refusal)
    {
        var query = context.Request.Query;
        filter = ClientFilter.Read(query, list.Columns, out var problems);
        paging = new ClientPaging(query["sort"].ToString() is { Length: > 0 } sort ? sort : ClientSort.Default, 20);
        refusal = Results.Empty;
        if (query.Keys.FirstOrDefault(list.IsForbidden) is not null || list.IsForbidden(paging.SortColumn) || !list.MayRead(filter))
        {
            refusal = Problems.Of(context, StatusCodes.Status403Forbidden, "error.403.detail");
            return false;
        }

        FieldProblem? problem = problems.Count > 0 ? problems[0] : null;
        problem ??= list.CanSort(paging.Sort) ? null : new FieldProblem("sort", "clients.error.sort", paging.Sort);
        var (page, size) = (Number(query["page"], 1, int.MaxValue, 1), Number(query["pageSize"], 1, 200, 20));
        problem ??= page is null ? new FieldProblem("page", "clients.error.page") : null;
        problem ??= size is null ? new FieldProblem("pageSize", "clients.error.pageSize", 200) : null;
        var total = query["total"].ToString() switch { "" => TotalMode.Capped, "none" => TotalMode.None, "exact" => TotalMode.Exact, _ => (TotalMode?)null };
        problem ??= total is null ? new FieldProblem("total", "clients.error.filter", "total", query["total"].ToString()) : null;
        var after = query["after"].ToString() is { Length: > 0 } cursor ? cursor : null;
        problem ??= after is null && (long)page!.Value * size!.Value > ListQuery.MaxOffset ? new FieldProblem("page", "clients.error.tooDeep", ListQuery.MaxOffset) : null; // both were refused above when null
        if (problem is not null)
        {
            refusal = Problems.Of(context, StatusCodes.Status400BadRequest, problem.Key, problem.Args, field: problem.Field);
            return false;
        }

        paging = paging with { Page = page!.Value, PageSize = size!.Value, After = after, Total = total!.Value }; // checked above
        return true;
    }

    private static int? Number(string? text, int min, int max, int unset) =>
        string.IsNullOrEmpty(text) ? unset : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;

    private static async Task<IResult> GetAsync(string id, HttpContext context, TenantDb db, ClientJsonReader reader, IAccessLog access, CancellationToken cancel)
    {
        var row = await ById(db.Clients.AsNoTracking(), id).Select(ClientRow.Whole).FirstOrDefaultAsync(cancel);
        if (row is null)
        {
            return Problems.NotFound(context);
        }

        access.Note(row.Id, AccessKind.Api);
        context.Response.Headers.ETag = ETags.Of(row.Version);
        return context.Request.Headers.IfNoneMatch == ETags.Of(row.Version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Json(await reader.ReadAsync(row, cancel), ClientJsonContext.Plain.ClientJson);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, TenantDb db, TenantClock clock, SameDocument documents, IIdempotency idempotency, ICurrentUser user, ClientJsonReader reader, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await JsonBody.ReadAsync(context, MaxBody, cancel) is not { } text || ClientBody.Parse(text) is not { } body)
        {
            return Unreadable(context);
        }

        return await idempotency.OnceAsync(context, db, text, ClientJsonContext.Plain.Options, async () =>
        {
            var nobody = new ClientDetails { Country = "BR" };
            if (!body.TryRead(nobody, clock.Today, out var details, out var problems))
            {
                return Refused(context, texts, problems);
            }

            if (BlockRefused(context, user, nobody, details) is { } refusal)
            {
                return refusal;
            }

            var client = db.AddClient(details);
            client.SetFields(body.Fields);
            return await documents.SaveAsync(details.TaxId, cancel) is { } taken
                ? Refused(context, texts, [taken])
                : Answer(context, await reader.ReadAsync(client, cancel), StatusCodes.Status201Created, $"{context.Request.PathBase}/api/clients/{client.Id.ToString(CultureInfo.InvariantCulture)}");
        }, cancel);
    }

    private static Task<IResult> ReplaceAsync(string id, HttpContext context, TenantDb db, TenantClock clock, SameDocument documents, ICurrentUser user, ClientJsonReader reader, IStringLocalizer texts, CancellationToken cancel) =>
        ChangeAsync(id, _ => new ClientDetails { Country = "BR" }, keepsFields: false, context, db, clock, documents, user, reader, texts, cancel);

    private static Task<IResult> PatchAsync(string id, HttpContext context, TenantDb db, TenantClock clock, SameDocument documents, ICurrentUser user, ClientJsonReader reader, IStringLocalizer texts, CancellationToken cancel) =>
        ChangeAsync(id, client => client.Details, keepsFields: true, context, db, clock, documents, user, reader, texts, cancel);

    private static async Task<IResult> ChangeAsync(string id, Func<Client, ClientDetails> start, bool keepsFields, HttpContext context, TenantDb db, TenantClock clock, SameDocument documents, ICurrentUser user, ClientJsonReader reader, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await JsonBody.ReadAsync(context, MaxBody, cancel) is not { } text || ClientBody.Parse(text) is not { } body)
        {
            return Unreadable(context);
        }

        if (await ById(db.Clients, id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        if (context.IsStale(client.Version))
        {
            return Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
        }

        if (!body.TryRead(start(client), clock.Today, out var details, out var problems))
        {
            return Refused(context, texts, problems);
        }

        if (BlockRefused(context, user, client.Details, details) is { } refusal)
        {
            return refusal;
        }

        db.ChangeClient(client, details);
        client.SetFields(keepsFields ? ClientBody.Merge(client.Fields, body.Fields) : body.Fields ?? []);
        return await documents.SaveAsync(details.TaxId, cancel) is { } taken
            ? Refused(context, texts, [taken])
            : Answer(context, await reader.ReadAsync(client, cancel), StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, TenantDb db, TenantClock clock, CancellationToken cancel)
    {
        if (await ById(db.Clients, id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            // Deleting twice is a quiet success.
            return await ById(db.TrashedClients, id).AnyAsync(cancel) ? Results.NoContent() : Problems.NotFound(context);
        }

        if (context.IsStale(client.Version))
        {
            return Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
        }

        db.Raise(client, client.MoveToTrash(clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> RestoreAsync(string id, HttpContext context, TenantDb db, SameDocument documents, ClientMerging merging, ClientJsonReader reader, CancellationToken cancel)
    {
        if (await ById(db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]), id).FirstOrDefaultAsync(cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        await merging.MustBeApartAsync(client, cancel);
        db.Raise(client, client.Restore());
        await documents.RestoreAsync(client, cancel);
        return Answer(context, await reader.ReadAsync(client, cancel), StatusCodes.Status200OK);
    }

    /// <summary>By short number or public id.</summary>
    internal static IQueryable<Client> ById(IQueryable<Client> clients, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? clients.Where(c => c.Id == number)
        : PublicId.IsValid(id) ? clients.Where(c => c.ContentItemId == id)
        : clients.Where(_ => false);

    private static IResult Answer(HttpContext context, ClientJson client, int status, string? location = null)
    {
        context.Response.Headers.ETag = ETags.Of(client.Version);
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        return Results.Json(client, ClientJsonContext.Plain.ClientJson, statusCode: status);
    }

    /// <summary>Blocking has a permission of its own: without it a client stays as it is.</summary>
    private static IResult? BlockRefused(HttpContext context, ICurrentUser user, ClientDetails before, ClientDetails after) =>
        user.Has(Permissions.Block) || after.IsBlockedAs(before) ? null : Problems.Of(context, StatusCodes.Status403Forbidden, "clients.error.block", field: "blocked");

    private static IResult Unreadable(HttpContext context) =>
        Problems.Of(context, context.Request.HasJsonContentType() || context.Request.ContentType is null ? StatusCodes.Status400BadRequest : StatusCodes.Status415UnsupportedMediaType, "clients.error.json");

    private static IResult Refused(HttpContext context, IStringLocalizer texts, IReadOnlyList<FieldProblem> problems) =>
        Problems.Validation(context, problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => texts[p.Key, p.Args].Value).ToArray(), StringComparer.Ordinal));
}

/// <summary>What narrows and sorts the list, for the API's description; it is read by <see cref="ClientFilter"/>, which answers 400 with
/// the parameter's name.</summary>
internal sealed class ClientFilterQuery
{
    public string? Q { get; set; }
    public string? TradeName { get; set; }
    public string? LegalName { get; set; }
    public string[]? Id { get; set; }
    public string? TaxId { get; set; }
    public string? Email { get; set; }
    public string? City { get; set; }
    public string[]? State { get; set; }
    public string[]? PersonKind { get; set; }
    public string[]? Status { get; set; }
    public string? Blocked { get; set; }
    public string? CreatedFrom { get; set; }
    public string? CreatedTo { get; set; }
    public string? Deleted { get; set; }
    public string? Sort { get; set; }
}

/// <summary>Which page of the list, for the API's description.</summary>
internal sealed class ClientListQuery
{
    public string? Page { get; set; }
    public string? PageSize { get; set; }
    public string? After { get; set; }
    public string? Total { get; set; }
}
