using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
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
        api.MapPost("/", CreateAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/json").Produces<GroupJson>(StatusCodes.Status201Created).WithName("CreateClientGroup");
        api.MapPut("/{id:long}", ReplaceAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/json").Produces<GroupJson>().WithName("ReplaceClientGroup");
        api.MapPatch("/{id:long}", PatchAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<GroupForm>("application/merge-patch+json", "application/json").Produces<GroupJson>().WithName("ChangeClientGroup");
        api.MapDelete("/{id:long}", DeleteAsync).RequireAuthorization(Needs(Permissions.Manage)).Produces(StatusCodes.Status204NoContent).WithName("DeleteClientGroup");
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
        var items = new List<GroupJson>();
        foreach (var group in await catalog.ReadAsync(queries, cancel))
        {
            items.Add(GroupJson.Of(group, await catalog.CountAsync(group, cancel)));
        }

        return Results.Json(new GroupJsonPage(items, items.Count, 1, GroupCatalog.Most), Json);
    }

    private static async Task<IResult> GetAsync(long id, HttpContext context, TenantDb db, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel) =>
        await db.Groups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is { } group ? await AnswerAsync(group, context, catalog, queries, cancel) : Problems.NotFound(context);

    private static async Task<IResult> CreateAsync(HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IIdempotency idempotency, IObjectModelValidator validator, CancellationToken cancel)
    {
        var text = await BodyAsync(context, cancel);
        if (await idempotency.FindAsync(context, text, cancel) is { } first)
        {
            return first;
        }

        var (form, refusal) = Check(context, Parse(text), validator);
        if (form is null)
        {
            return refusal;
        }

        if (!idempotency.IsAsked(context))
        {
            return Answer(context, await ShownAsync(await records.CreateAsync(form, cancel), catalog, queries, cancel), StatusCodes.Status201Created);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await idempotency.FindAsync(context, text, cancel) is { } earlier)
        {
            return earlier; // the same request, a moment before
        }

        var made = await ShownAsync(await records.CreateAsync(form, cancel), catalog, queries, cancel);
        idempotency.Keep(context, text, StatusCodes.Status201Created, LocationOf(context, made), JsonSerializer.Serialize(made, Json));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Answer(context, made, StatusCodes.Status201Created);
    }

    private static Task<IResult> ReplaceAsync(long id, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IObjectModelValidator validator, CancellationToken cancel) =>
        ChangeAsync(id, (_, body) => body, context, db, records, catalog, queries, validator, cancel);

    /// <summary>JSON merge patch (RFC 7396): what the body does not name stays.</summary>
    private static Task<IResult> PatchAsync(long id, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IObjectModelValidator validator, CancellationToken cancel) =>
        ChangeAsync(id, Merged, context, db, records, catalog, queries, validator, cancel);

    private static async Task<IResult> ChangeAsync(long id, Func<ClientGroup, JsonObject, JsonObject> wanted, HttpContext context, TenantDb db, GroupRecords records, GroupCatalog catalog, IClientQueries queries, IObjectModelValidator validator, CancellationToken cancel)
    {
        if (Parse(await BodyAsync(context, cancel)) is not { } body)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        if (await db.Groups.FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        var (form, refusal) = Check(context, wanted(group, body), validator);
        if (form is null)
        {
            return refusal;
        }

        return !IsStale(context, group.Version) && await records.ChangeAsync(group, form, cancel)
            ? Answer(context, await ShownAsync(group, catalog, queries, cancel))
            : Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, TenantDb db, GroupRecords records, CancellationToken cancel)
    {
        if (await FindAnyAsync(id, db, cancel) is not { } group)
        {
            return Problems.NotFound(context);
        }

        if (!group.IsDeleted && IsStale(context, group.Version))
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

    private static async Task<IResult> AnswerAsync(ClientGroup group, HttpContext context, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel) =>
        Answer(context, await ShownAsync(group, catalog, queries, cancel));

    private static async Task<GroupJson> ShownAsync(ClientGroup group, GroupCatalog catalog, IClientQueries queries, CancellationToken cancel)
    {
        await catalog.ReadAsync(queries, cancel);
        return GroupJson.Of(group, await catalog.CountAsync(group, cancel));
    }

    private static IResult Answer(HttpContext context, GroupJson group, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = ETag(group.Version);
        if (status == StatusCodes.Status201Created)
        {
            context.Response.Headers.Location = LocationOf(context, group);
        }

        return Results.Json(group, Json, statusCode: status);
    }

    private static string LocationOf(HttpContext context, GroupJson group) => $"{context.Request.PathBase}/api/client-groups/{group.Id}";

    private static async Task<string> BodyAsync(HttpContext context, CancellationToken cancel)
    {
        if (!context.Request.HasJsonContentType() || context.Request.ContentLength > MaxBody)
        {
            return "";
        }

        using var reader = new StreamReader(context.Request.Body);
        var text = new char[MaxBody + 1];
        var length = await reader.ReadBlockAsync(text, cancel);
        return length > MaxBody ? "" : new string(text, 0, length);
    }

    /// <summary>The body as an object; null where it is none.</summary>
    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Merged(ClientGroup group, JsonObject body)
    {
        var merged = JsonSerializer.SerializeToNode(GroupForm.Of(group), Json)!.AsObject(); // a form is an object
        foreach (var (name, value) in body)
        {
            var known = merged.Select(m => m.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
            merged.Remove(known);
            if (value is not null)
            {
                merged[known] = value.DeepClone();
            }
        }

        return merged;
    }

    private static (GroupForm? Form, IResult Refusal) Check(HttpContext context, JsonObject? body, IObjectModelValidator validator)
    {
        GroupForm? form;
        try
        {
            form = body.Deserialize<GroupForm>(Json);
        }
        catch (JsonException)
        {
            form = null;
        }

        if (form is null)
        {
            return (null, Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail"));
        }

        var given = new ActionContext(context, new RouteData(), new ActionDescriptor());
        validator.Validate(given, null, "", form with { Name = form.CleanName });
        return given.ModelState.IsValid ? (form, Results.Empty) : (null, Problems.Validation(context, given.ModelState.Where(f => f.Value?.Errors.Count > 0)
            .ToDictionary(f => JsonNamingPolicy.CamelCase.ConvertName(f.Key), f => f.Value!.Errors.Select(e => e.ErrorMessage).ToArray(), StringComparer.Ordinal))); // those with errors have a value
    }

    private static bool IsStale(HttpContext context, int version) =>
        context.Request.Headers.IfMatch is { Count: > 0 } match && match != "*" && !match.ToString().Split(',').Select(m => m.Trim()).Contains(ETag(version));

    private static string ETag(int version) => FormattableString.Invariant($"\"{version}\"");
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
