using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Privacy.Purposes;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>/api/clients/{clientId}/privacy, /api/clients/{clientId}/consents and /api/privacy: the same rules as the pages.</summary>
internal static class PrivacyApi
{
    private const int PageSize = 200;
    private const int MaxBody = 200_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var ofClient = routes.MapGroup("/api/clients/{clientId:long}").WithTags("Privacy");
        ofClient.MapGet("/privacy/exports", ExportsAsync).RequireAuthorization(Needs(Permissions.Export)).WithName("ListPersonalDataExports");
        ofClient.MapPost("/privacy/exports", ExportAsync).RequireAuthorization(Needs(Permissions.Export)).Accepts<ExportOrder>("application/json").WithName("ExportPersonalData");
        ofClient.MapGet("/privacy/anonymization", StateAsync).RequireAuthorization(Needs(Permissions.View)).WithName("GetAnonymization");
        ofClient.MapPost("/privacy/anonymization", AnonymizeAsync).RequireAuthorization(Needs(Permissions.Anonymize)).Accepts<AnonymizationOrder>("application/json").WithName("AnonymizeClient");
        ofClient.MapPut("/privacy/hold", HoldAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<HoldOrder>("application/json").WithName("BeginLegalHold");
        ofClient.MapDelete("/privacy/hold", EndHoldAsync).RequireAuthorization(Needs(Permissions.Manage)).WithName("EndLegalHold");
        ofClient.MapGet("/consents", ConsentsAsync).RequireAuthorization(Needs(Permissions.View)).WithName("ListConsents");
        ofClient.MapPost("/consents", GiveAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<ConsentOrder>("application/json").WithName("GiveConsent");
        ofClient.MapDelete("/consents/{purpose:long}", RevokeAsync).RequireAuthorization(Needs(Permissions.Manage)).WithName("RevokeConsent");

        var api = routes.MapGroup("/api/privacy").WithTags("Privacy");
        api.MapGet("/purposes", PurposesAsync).RequireAuthorization(Needs(Permissions.View)).WithName("ListPurposes");
        api.MapPost("/purposes", (HttpContext context, TenantDb db, TenantClock clock, CancellationToken cancel) => SavePurposeAsync(null, context, db, clock, cancel))
            .RequireAuthorization(Needs(Permissions.Manage)).Accepts<PurposeForm>("application/json").WithName("CreatePurpose");
        api.MapPut("/purposes/{number:long}", (long number, HttpContext context, TenantDb db, TenantClock clock, CancellationToken cancel) => SavePurposeAsync(number, context, db, clock, cancel))
            .RequireAuthorization(Needs(Permissions.Manage)).Accepts<PurposeForm>("application/json").WithName("ReplacePurpose");
        api.MapGet("/requests", RequestsAsync).RequireAuthorization(Needs(Permissions.View)).WithName("ListDataRequests");
        api.MapGet("/requests/{number:long}", RequestAsync).RequireAuthorization(Needs(Permissions.View)).WithName("GetDataRequest");
        api.MapPost("/requests", (HttpContext context, TenantDb db, RequestDesk desk, CancellationToken cancel) => SaveRequestAsync(null, context, db, desk, cancel))
            .RequireAuthorization(Needs(Permissions.Manage)).Accepts<RequestForm>("application/json").WithName("CreateDataRequest");
        api.MapPut("/requests/{number:long}", (long number, HttpContext context, TenantDb db, RequestDesk desk, CancellationToken cancel) => SaveRequestAsync(number, context, db, desk, cancel))
            .RequireAuthorization(Needs(Permissions.Manage)).Accepts<RequestForm>("application/json").WithName("ReplaceDataRequest");
        api.MapPost("/requests/{number:long}/close", CloseAsync).RequireAuthorization(Needs(Permissions.Manage)).Accepts<CloseOrder>("application/json").WithName("CloseDataRequest");
        api.MapGet("/access", AccessAsync).RequireAuthorization(Needs(Permissions.Manage)).WithName("ListAccess");
    }

    /// <summary>An id as the API says it: a string.</summary>
    internal static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    internal static string? Id(long? id) => id is { } given ? Id(given) : null;

    private static RequirePermissionAttribute Needs(string permission) => new(permission);

    private static async Task<IResult> ExportsAsync(long clientId, HttpContext context, TenantDb db, IClientDirectory clients, ExportStart exports, TenantClock clock, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is null)
        {
            return Problems.NotFound(context);
        }

        var found = await db.PersonalDataExports.AsNoTracking().Where(e => e.ClientId == clientId).OrderByDescending(e => e.Id).Take(PageSize).ToListAsync(cancel);
        return Results.Json(found.ConvertAll(e => ExportJson.Of(e, exports, context, clock)), Json);
    }

    private static async Task<IResult> ExportAsync(long clientId, HttpContext context, IClientDirectory clients, ExportStart exports, TenantClock clock, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        if (await ReadAsync<ExportOrder>(context, cancel) is not { } order)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        if (order.Days is < 1 or > ExportStart.MostDays)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.export.days.wrong", [ExportStart.MostDays], field: "days");
        }

        var export = await exports.StartAsync(client, order.IncludeInternalNotes, order.Days, null, cancel);
        return Results.Json(ExportJson.Of(export, exports, context, clock), Json, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> StateAsync(long clientId, HttpContext context, TenantDb db, IClientDirectory clients, AnonymizationStart start, IStringLocalizer texts, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is null)
        {
            return Problems.NotFound(context);
        }

        var begun = await db.Anonymizations.AsNoTracking().FirstOrDefaultAsync(a => a.ClientId == clientId, cancel);
        var obstacles = await start.ObstaclesAsync(clientId, cancel);
        return Results.Json(new AnonymizationJson(begun?.OperationId, begun?.StartedUtc, begun?.FinishedUtc, [.. obstacles.Select(o => texts[o.Text, [.. o.Args]].Value)]), Json);
    }

    private static async Task<IResult> AnonymizeAsync(long clientId, HttpContext context, IClientDirectory clients, AnonymizationStart start, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is not { } client)
        {
            return Problems.NotFound(context);
        }

        if (!AnonymizationStart.IsConfirmed(client, (await ReadAsync<AnonymizationOrder>(context, cancel))?.Confirm))
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.anonymize.confirm.wrong", field: "confirm");
        }

        var begun = await start.StartAsync(client, null, cancel);
        return Results.Json(new AnonymizationJson(begun.OperationId, begun.StartedUtc, begun.FinishedUtc, []), Json, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> HoldAsync(long clientId, HttpContext context, TenantDb db, IClientDirectory clients, ICurrentUser user, TenantClock clock, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is null)
        {
            return Problems.NotFound(context);
        }

        if ((await ReadAsync<HoldOrder>(context, cancel))?.Reason is not { } reason || string.IsNullOrWhiteSpace(reason) || reason.Length > LegalHold.ReasonLength)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.hold.reason.missing", field: "reason");
        }

        if (!await db.LegalHolds.AnyAsync(h => h.ClientId == clientId && h.EndedUtc == null, cancel))
        {
            db.Add(new LegalHold { ClientId = clientId, Reason = reason.Trim(), CreatedUtc = clock.UtcNow, UserName = user.Name ?? "" });
            await db.SaveChangesAsync(cancel);
        }

        return Results.NoContent();
    }

    private static async Task<IResult> EndHoldAsync(long clientId, TenantDb db, ICurrentUser user, TenantClock clock, CancellationToken cancel)
    {
        (await db.LegalHolds.Where(h => h.ClientId == clientId && h.EndedUtc == null).ToListAsync(cancel)).ForEach(h => h.End(clock.UtcNow, user.Name ?? ""));
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> ConsentsAsync(long clientId, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is null)
        {
            return Problems.NotFound(context);
        }

        var found = await db.Consents.AsNoTracking().Where(c => c.ClientId == clientId).OrderByDescending(c => c.Id).Take(PageSize).ToListAsync(cancel);
        return Results.Json(found.ConvertAll(ConsentJson.Of), Json);
    }

    private static async Task<IResult> GiveAsync(long clientId, HttpContext context, TenantDb db, IClientDirectory clients, ConsentDesk desk, CancellationToken cancel)
    {
        if (await clients.FindAsync(clientId, cancel) is null)
        {
            return Problems.NotFound(context);
        }

        var order = await ReadAsync<ConsentOrder>(context, cancel);
        if (order is null || await db.Purposes.FirstOrDefaultAsync(p => p.Id == order.PurposeId, cancel) is not { } purpose)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.consent.purpose.unknown", field: "purposeId");
        }

        if (order.Channel == ConsentChannel.Portal)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.consent.channel.missing", field: "channel"); // the portal says it itself
        }

        var consent = await desk.GiveAsync(clientId, purpose, order.Channel, context, cancel);
        await db.SaveChangesAsync(cancel);
        return Results.Json(ConsentJson.Of(consent), Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(long clientId, long purpose, HttpContext context, TenantDb db, ConsentDesk desk, CancellationToken cancel)
    {
        await desk.RevokeAsync(clientId, purpose, ConsentChannel.Api, context, cancel);
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> PurposesAsync(TenantDb db, CancellationToken cancel) =>
        Results.Json((await db.Purposes.AsNoTracking().OrderBy(p => p.Id).Take(PageSize).ToListAsync(cancel)).ConvertAll(PurposeJson.Of), Json);

    private static async Task<IResult> SavePurposeAsync(long? number, HttpContext context, TenantDb db, TenantClock clock, CancellationToken cancel)
    {
        var purpose = number is null ? new ConsentPurpose() : await db.Purposes.FirstOrDefaultAsync(p => p.Id == number, cancel);
        if (purpose is null)
        {
            return Problems.NotFound(context);
        }

        var (form, refusal) = await FormAsync<PurposeForm>(context, cancel);
        if (form is null)
        {
            return refusal!; // one or the other
        }

        return await EditModel.SaveAsync(db, purpose, form, clock.UtcNow, cancel)
            ? Results.Json(PurposeJson.Of(purpose), Json, statusCode: number is null ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
    }

    /// <summary>By deadline; <c>status</c> and <c>clientId</c> narrow, <c>before</c> goes on after the number of the last one.</summary>
    private static async Task<IResult> RequestsAsync(string? status, long? clientId, long? before, TenantDb db, CancellationToken cancel)
    {
        var requests = db.DataRequests.AsNoTracking().Where(r => before == null || r.Id < before);
        requests = Enum.TryParse<RequestStatus>(status, ignoreCase: true, out var wanted) ? requests.Where(r => r.Status == wanted) : requests;
        requests = clientId is null ? requests : requests.Where(r => r.ClientId == clientId);
        return Results.Json((await requests.OrderByDescending(r => r.Id).Take(PageSize).ToListAsync(cancel)).ConvertAll(RequestJson.Of), Json);
    }

    private static async Task<IResult> RequestAsync(long number, HttpContext context, TenantDb db, CancellationToken cancel) =>
        await db.DataRequests.AsNoTracking().FirstOrDefaultAsync(r => r.Id == number, cancel) is { } request ? Results.Json(RequestJson.Of(request), Json) : Problems.NotFound(context);

    private static async Task<IResult> SaveRequestAsync(long? number, HttpContext context, TenantDb db, RequestDesk desk, CancellationToken cancel)
    {
        var request = number is null ? new DataRequest() : await db.DataRequests.FirstOrDefaultAsync(r => r.Id == number, cancel);
        if (request is null)
        {
            return Problems.NotFound(context);
        }

        var (form, refusal) = await FormAsync<RequestForm>(context, cancel);
        if (form is null)
        {
            return refusal!; // one or the other
        }

        return await desk.SaveAsync(request, form, cancel)
            ? Results.Json(RequestJson.Of(request), Json, statusCode: number is null ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
    }

    private static async Task<IResult> CloseAsync(long number, HttpContext context, TenantDb db, RequestDesk desk, CancellationToken cancel)
    {
        if (await db.DataRequests.FirstOrDefaultAsync(r => r.Id == number, cancel) is not { } request)
        {
            return Problems.NotFound(context);
        }

        if (await ReadAsync<CloseOrder>(context, cancel) is not { } order || order.Answer is { Length: > DataRequest.TextLength })
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        if (order.Refused && string.IsNullOrWhiteSpace(order.Answer))
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "privacy.request.refuse.why", field: "answer");
        }

        await desk.CloseAsync(request, order.Refused, order.Answer ?? "", cancel);
        return Results.Json(RequestJson.Of(request), Json);
    }

    /// <summary>Newest first; <c>clientId</c> and <c>userId</c> narrow, <c>before</c> goes on after the id of the last one.</summary>
    private static async Task<IResult> AccessAsync(long? clientId, long? userId, long? before, TenantDb db, CancellationToken cancel)
    {
        var entries = db.AccessEntries.AsNoTracking().Where(a => before == null || a.Id < before);
        entries = clientId is null ? entries : entries.Where(a => a.ClientId == clientId);
        entries = userId is null ? entries : entries.Where(a => a.UserId == userId);
        return Results.Json((await entries.OrderByDescending(a => a.Id).Take(PageSize).ToListAsync(cancel)).ConvertAll(AccessJson.Of), Json);
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, CancellationToken cancel) where T : class =>
        await JsonBody.ReadAsync(context, MaxBody, cancel) is { } body ? JsonBody.Parse<T>(body, Json) : null;

    private static async Task<(T? Form, IResult? Refusal)> FormAsync<T>(HttpContext context, CancellationToken cancel) where T : class =>
        await ReadAsync<T>(context, cancel) is not { } form ? (null, JsonBody.Unreadable(context))
        : Problems.Invalid(context, form) is { } invalid ? (null, invalid)
        : (form, null);
}

internal sealed record ExportOrder(bool IncludeInternalNotes = false, int Days = 7);

/// <summary>The client's name or number, as the second confirmation.</summary>
internal sealed record AnonymizationOrder(string? Confirm);

internal sealed record HoldOrder(string? Reason);

internal sealed record ConsentOrder(long PurposeId, ConsentChannel Channel = ConsentChannel.Api);

internal sealed record CloseOrder(string? Answer, bool Refused = false);

/// <summary>An export; the link only while it can be fetched.</summary>
internal sealed record ExportJson(string Id, string OperationId, bool IncludesInternalNotes, DateTime CreatedUtc, DateTime? ReadyUtc, DateTime ExpiresUtc, long SizeBytes, string? Url)
{
    public static ExportJson Of(PersonalDataExport e, ExportStart exports, HttpContext context, TenantClock clock) => new(PrivacyApi.Id(e.Id), e.OperationId, e.WithInternalNotes, e.CreatedUtc, e.ReadyUtc, e.ExpiresUtc, e.SizeBytes,
        e.CanFetch(clock.UtcNow) ? $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{exports.LinkOf(e)}" : null);
}

internal sealed record AnonymizationJson(string? OperationId, DateTime? StartedUtc, DateTime? FinishedUtc, IReadOnlyList<string> Obstacles);

internal sealed record ConsentJson(string Id, string PurposeId, string Purpose, int TextVersion, ConsentChannel Channel, DateTime GivenUtc, string GivenBy, DateTime? RevokedUtc, ConsentChannel? RevokedChannel, string RevokedBy)
{
    public static ConsentJson Of(Consent c) => new(PrivacyApi.Id(c.Id), PrivacyApi.Id(c.PurposeId), c.PurposeName, c.TextVersion, c.Channel, c.GivenUtc, c.GivenBy, c.RevokedUtc, c.RevokedChannel, c.RevokedBy);
}

internal sealed record PurposeJson(string Id, string Name, string Text, int TextVersion, bool IsActive, bool IsInPortal, int Version)
{
    public static PurposeJson Of(ConsentPurpose p) => new(PrivacyApi.Id(p.Id), p.Name, p.Text, p.TextVersion, p.IsActive, p.IsInPortal, p.Version);
}

internal sealed record RequestJson(string Id, RequestType Type, RequestStatus Status, string? ClientId, string RequesterName, string RequesterContact, string Proof, string Details, DateOnly ReceivedOn, DateOnly DueOn,
    string? AssignedToId, string Answer, DateTime? ClosedUtc, bool IsFromPortal, int Version)
{
    public static RequestJson Of(DataRequest r) => new(PrivacyApi.Id(r.Id), r.Type, r.Status, PrivacyApi.Id(r.ClientId), r.RequesterName, r.RequesterContact, r.Proof, r.Details, r.ReceivedOn, r.DueOn, PrivacyApi.Id(r.AssignedToId), r.Answer, r.ClosedUtc, r.AccountId is not null, r.Version);
}

internal sealed record AccessJson(string Id, DateTime AtUtc, string? ClientId, string? UserId, string UserName, AccessKind Kind, string Detail, long? Clients, string Filter, string? RemoteIp)
{
    public static AccessJson Of(AccessEntry a) => new(PrivacyApi.Id(a.Id), a.AtUtc, PrivacyApi.Id(a.ClientId), PrivacyApi.Id(a.UserId), a.UserName, a.Kind, a.Detail, a.Clients, a.Filter, a.RemoteIp);
}
