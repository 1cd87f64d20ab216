using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>/api/client-groups: the same form and records as the pages.</summary>
internal static class GroupsApi
{
    private const int MostMembers = 1_000;
    private const int MaxBody = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/client-groups").WithTags("Client groups").AddEndpointFilter(RefusedAsync);
        api.MapGet("/", ListAsync).RequireAuthorization(Needs(Permissions.View)).Produces<GroupJsonPage>().WithName("ListClientGroups");
        api.MapGet("/{id:long}", GetAsync).RequireAuthorization(Needs(Permissions.View)).Produces<GroupJson>().WithName("GetClientGroup");
        api.MapPost("/", CreateAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/json").Produces<GroupJson>(StatusCodes.Status201Created).TakesIdempotencyKey().WithName("CreateClientGroup");
        api.MapPut("/{id:long}", ReplaceAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/json").Produces<GroupJson>().TakesIfMatch().WithName("ReplaceClientGroup");
        api.MapPatch("/{id:long}", PatchAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/merge-patch+json", "application/json").Produces<GroupJson>().TakesIfMatch().WithName("ChangeClientGroup");
        api.MapDelete("/{id:long}", DeleteAsync).RequireAuthorization(Needs(Permissions.Manage)).Produces(StatusCodes.Status204NoContent).TakesIfMatch().WithName("DeleteClientGroup");
        api.MapPost("/{id:long}/restore", RestoreAsync).RequireAuthorization(Needs(Permissions.Manage)).Produces<GroupJson>().WithName("RestoreClientGroup");
        api.MapPost("/{id:long}/members", AddAsync).RequireAuthorization(Needs(Permissions.Assign)).Produces<MembersJson>().WithName("AddClientGroupMembers");
        api.MapDelete("/{id:long}/members/{clientId:long}", RemoveAsync).RequireAuthorization(Needs(Permissions.Assign)).Produces(StatusCodes.Status204NoContent).WithName("RemoveClientGroupMember");
    }

    /// <summary>What a rule forbids, at its field: a name that is taken is 409, a query that is none 422.</summary>
    private static async ValueTask<object?> RefusedAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (RuleBrokenException broken)
        {
            return broken.Field == "rule" ? Problems.Of(call.HttpContext, StatusCodes.Status422UnprocessableEntity, broken.Key, [.. broken.Args], field: broken.Field) : Problems.Rule(call.HttpContext, broken);
        }
    }

    private static RequirePermissionAttribute Needs(string permission) => new(permission);

    /// <summary>All groups by name, each with how many clients it has; <c>GET /api/clients?group={id}</c> answers who.</summary>
    private static async Task<IResult> ListAsync(GroupCatalog catalog, IClientQueries queries, CancellationToken cancel)
    {
        var groups = await catalog.ReadAsync(queries, cancel);
        var counts = await catalog.CountsAsync(groups, cancel);
        List<GroupJson> items = [.. groups.Select(g => GroupJson.Of(g, counts[g.Id]))];
        return Results.Json(new GroupJsonPage(items, items.Count, 1, GroupCatalog.Most), Json);
    }

    private static async Task<IResult> GetAsync(long id, HttpContext context, TenantDb db, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel) =>
        await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is { } group ? await AnswerAsync(group, context, catalog, queries, cancel) : Problems.NotFound(context);

    private static async Task<IResult> CreateAsync(HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IIdempotency idempotency, CancellationToken cancel)
    {
        if (await JsonBody.ReadAsync(context, MaxBody, cancel) is not { } body)
        {
            return JsonBody.Unreadable(context);
        }

        var answer = await idempotency.OnceAsync(context, db, body, Json, async () =>
        {
            var (form, refusal) = Check(context, JsonBody.Parse<GroupForm>(body, Json));
            if (form is null)
            {
                return refusal;
            }

            var group = await records.CreateAsync(form, cancel);
            context.Response.Headers.Location = FormattableString.Invariant($"{context.Request.PathBase}/api/client-groups/{group.Id}");
            return await AnswerAsync(group, context, catalog, queries, cancel, StatusCodes.Status201Created);
        }, cancel);
        catalog.Forget(); // who read them before the commit may have cached them without it
        return answer;
    }

    private static Task<IResult> ReplaceAsync(long id, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel) =>
        ChangeAsync(id, (_, body) => JsonBody.Parse<GroupForm>(body, Json), context, db, records, catalog, queries, cancel);

    private static Task<IResult> PatchAsync(long id, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel) =>
        ChangeAsync(id, (group, body) => JsonBody.Patched(GroupForm.Of(group), body, Json), context, db, records, catalog, queries, cancel);

    private static async Task<IResult> ChangeAsync(long id, Func<ClientGroup, string, GroupForm?> wanted, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel)
    {
        if (await JsonBody.ReadAsync(context, MaxBody, cancel) is not { } body)
        {
            return JsonBody.Unreadable(context);
        }

        if (await db.Groups.FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        var (form, refusal) = Check(context, wanted(group, body));
        if (form is null)
        {
            return refusal;
        }

        return !context.IsStale(group.Version) && await records.ChangeAsync(group, form, cancel)
            ? await AnswerAsync(group, context, catalog, queries, cancel)
            : Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, TenantDb db, GroupRecords records, CancellationToken cancel)
    {
        if (await FindAnyAsync(id, db, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        if (!group.IsDeleted && context.IsStale(group.Version))
        {
            return Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
        }

        await records.TrashAsync(group, cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> RestoreAsync(long id, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel)
    {
        if (await FindAnyAsync(id, db, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        await records.RestoreAsync(group, cancel);
        return await AnswerAsync(group, context, catalog, queries, cancel);
    }

    /// <summary>Puts up to 1,000 clients into a static group; those in it already, in the trash or unknown are left out of the count. More
    /// at once: <c>POST /api/clients/bulk/group-add</c>.</summary>
    private static async Task<IResult> AddAsync(long id, MembersBody body, HttpContext context, TenantDb db, GroupMembers members, CancellationToken cancel)
    {
        if (await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        var ids = (body.Ids ?? []).Select(i => long.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Distinct().ToList();
        return ids.Count is 0 or > MostMembers || ids.Contains(0)
            ? Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "groups.error.ids", [MostMembers], field: "ids")
            : Results.Json(new MembersJson(await members.AddAsync(group, ids, cancel)), Json);
    }

    private static async Task<IResult> RemoveAsync(long id, long clientId, HttpContext context, TenantDb db, GroupMembers members, CancellationToken cancel)
    {
        if (await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        await members.RemoveAsync(group, [clientId], cancel);
        return Results.NoContent();
    }

    private static Task<ClientGroup?> FindAnyAsync(long id, TenantDb db, CancellationToken cancel) => db.Groups.IgnoreQueryFilters([TenantDb.TrashFilter]).FirstOrDefaultAsync(g => g.Id == id, cancel);

    private static async Task<IResult> AnswerAsync(ClientGroup group, HttpContext context, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel, int status = StatusCodes.Status200OK)
    {
        await catalog.ReadAsync(queries, cancel);
        context.Response.Headers.ETag = ETags.Of(group.Version);
        return Results.Json(GroupJson.Of(group, await catalog.CountAsync(group, cancel)), Json, statusCode: status);
    }

    private static (GroupForm? Form, IResult Refusal) Check(HttpContext context, GroupForm? form) =>
        form is null ? (null, JsonBody.Unreadable(context))
        : Problems.Invalid(context, form with { Name = form.CleanName }) is { } invalid ? (null, invalid)
        : (form, Results.Empty);
}

/// <summary>A page of groups.</summary>
internal sealed record GroupJsonPage(IReadOnlyList<GroupJson> Items, int Total, int Page, int PageSize);

/// <summary>A group as the API answers it.</summary>
/// <param name="Id">Short number.</param>
/// <param name="ContentItemId">Public id.</param>
/// <param name="Name">Name.</param>
/// <param name="Classification">What it is sorted under; empty for none.</param>
/// <param name="Color">Colour of its tag.</param>
/// <param name="Kind">static or rule.</param>
/// <param name="Rule">Query of the clients' list; null for a static group.</param>
/// <param name="Clients">Clients in use, counted to 1,000.</param>
/// <param name="ClientsAreCapped">True where there are more.</param>
internal sealed record GroupJson(string Id, string ContentItemId, string Name, string Classification, GroupColor Color, GroupKind Kind, string? Rule, int Clients, bool ClientsAreCapped, DateTime CreatedUtc, DateTime ModifiedUtc, int Version)
{
    public static GroupJson Of(ClientGroup g, GroupCount count) =>
        new(g.Id.ToString(CultureInfo.InvariantCulture), g.ContentItemId, g.Name, g.Classification, g.Color, g.Kind, g.IsStatic ? null : g.Rule, count.Count, count.IsCapped, g.CreatedUtc, g.ModifiedUtc, g.Version);
}

/// <summary>Clients to add.</summary>
/// <param name="Ids">Short numbers.</param>
internal sealed record MembersBody(IReadOnlyList<string>? Ids);

/// <summary>What adding did.</summary>
/// <param name="Added">How many were not in it before.</param>
internal sealed record MembersJson(int Added);
