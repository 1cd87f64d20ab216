using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Privacy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>/api/clients/{clientId}/notes, /comments and /alerts: the same forms as the pages. For staff only: no portal permission
/// reaches them (000-58).</summary>
internal static class NotesApi
{
    private const int MostAnswered = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<InternalNote, NoteForm>(routes, "notes", "Note", id => new InternalNote { ClientId = id }, NoteForm.Of);
        Map<Comment, CommentForm>(routes, "comments", "Comment", id => new Comment { ClientId = id }, CommentForm.Of);
        Map<ClientAlert, AlertForm>(routes, "alerts", "Alert", id => new ClientAlert { ClientId = id }, AlertForm.Of);
    }

    private static void Map<TRecord, TForm>(IEndpointRouteBuilder routes, string path, string name, Func<long, TRecord> create, Func<TRecord, TForm> read)
        where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        var api = routes.MapGroup("/api/clients/{clientId:long}/" + path).WithTags("Notes").NotesAccess(AccessKind.Api, path);
        api.MapGet("/", async (long clientId, long? before, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel) =>
        {
            if (await clients.FindAsync(clientId, cancel) is null)
            {
                return Problems.NotFound(context);
            }

            var records = await db.Set<TRecord>().AsNoTracking().Where(r => EF.Property<long>(r, nameof(InternalNote.ClientId)) == clientId && (before == null || r.Id < before))
                .OrderByDescending(r => r.Id).Take(MostAnswered).ToListAsync(cancel);
            return Results.Json(records.Select(r => Answer(r, read)), Json);
        }).WithMetadata(new RequirePermissionAttribute(Permissions.View)).WithName($"List{name}s");
        api.MapPost("/", async (long clientId, HttpContext context, IClientDirectory clients, NoteRecords records, IObjectModelValidator validator, CancellationToken cancel) =>
        {
            if (await clients.FindAsync(clientId, cancel) is not { IsDeleted: false })
            {
                return Problems.NotFound(context);
            }

            return await SaveAsync(create(clientId), context, records, validator, read, cancel);
        }).WithMetadata(new RequirePermissionAttribute(Permissions.Edit)).Accepts<TForm>("application/json").WithName("Create" + name);
        api.MapPut("/{number:long}", async (long clientId, long number, HttpContext context, NoteRecords records, IObjectModelValidator validator, CancellationToken cancel) =>
            await records.FindAsync<TRecord>(clientId, number, inTrash: false, cancel) is { } record ? await SaveAsync(record, context, records, validator, read, cancel) : Problems.NotFound(context))
            .WithMetadata(new RequirePermissionAttribute(Permissions.Edit)).Accepts<TForm>("application/json").WithName("Replace" + name);
        api.MapDelete("/{number:long}", async (long clientId, long number, HttpContext context, NoteRecords records, CancellationToken cancel) =>
        {
            if (await records.FindAsync<TRecord>(clientId, number, inTrash: true, cancel) is not { } record)
            {
                return Problems.NotFound(context);
            }

            await records.TrashAsync(record, isIn: true, cancel);
            return Results.NoContent();
        }).WithMetadata(new RequirePermissionAttribute(Permissions.Edit)).WithName("Delete" + name);
    }

    private static async Task<IResult> SaveAsync<TRecord, TForm>(TRecord record, HttpContext context, NoteRecords records, IObjectModelValidator validator, Func<TRecord, TForm> read, CancellationToken cancel)
        where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        TForm? form;
        try
        {
            form = await context.Request.ReadFromJsonAsync<TForm>(Json, cancel);
        }
        catch (JsonException)
        {
            form = null;
        }

        if (form is null)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "error.400.detail");
        }

        var checkedForm = new ActionContext(context, new RouteData(), new ActionDescriptor());
        validator.Validate(checkedForm, null, "", form);
        if (!checkedForm.ModelState.IsValid)
        {
            return Problems.Validation(context, checkedForm.ModelState.Where(f => f.Value?.Errors.Count > 0)
                .ToDictionary(f => JsonNamingPolicy.CamelCase.ConvertName(f.Key), f => f.Value!.Errors.Select(e => e.ErrorMessage).ToArray(), StringComparer.Ordinal)); // those with errors have a value
        }

        var isNew = record.Id == 0;
        if (!await records.SaveAsync(record, form, cancel))
        {
            return Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
        }

        return Results.Json(Answer(record, read), Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>The form's fields with what the record knows itself.</summary>
    private static NoteJson Answer<TRecord, TForm>(TRecord record, Func<TRecord, TForm> read) where TRecord : ContentItem =>
        new(record.Id.ToString(CultureInfo.InvariantCulture), record.CreatedUtc, record.ModifiedUtc, record.OwnerId?.ToString(CultureInfo.InvariantCulture))
        {
            Values = JsonSerializer.SerializeToElement(read(record), Json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
        };
}

/// <summary>What the API answers.</summary>
internal sealed record NoteJson(string Id, DateTime CreatedUtc, DateTime ModifiedUtc, string? OwnerId)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Values { get; init; } = [];
}
