using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Privacy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClientSuite.Notes;

/// <summary>/api/clients/{clientId}/notes, /comments and /alerts, and /api/records/{recordType}/{recordId}/comments: the same forms as the
/// pages. For staff only: no portal permission reaches them (000-58).</summary>
internal static class NotesApi
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapOfClient(routes, "notes", "Note", new NoteKind<InternalNote, NoteForm>(owner => new() { ClientId = owner.ClientId }, NoteForm.Of));
        MapOfClient(routes, "comments", "Comment", CommentKind);
        MapOfClient(routes, "alerts", "Alert", new NoteKind<ClientAlert, AlertForm>(owner => new() { ClientId = owner.ClientId }, AlertForm.Of));
        MapFilesOfClient<InternalNote>(routes, "notes", "Note");
        MapFilesOfClient<Comment>(routes, "comments", "Comment");
        MapOfRecord(routes);
    }

    private static NoteKind<Comment, CommentForm> CommentKind { get; } = new(owner => owner.NewComment(), CommentForm.Of);

    private static void MapOfClient<TRecord, TForm>(IEndpointRouteBuilder routes, string path, string name, NoteKind<TRecord, TForm> kind) where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        var api = routes.MapGroup("/api/clients/{clientId:long}/" + path).WithTags("Notes").NotesAccess(AccessKind.Api, path);
        api.MapGet("/", async (long clientId, long? before, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ListAsync(await calls.OfAsync(clientId, cancel), before, kind, context, cancel)).Reads($"List{name}s");
        api.MapGet("/{number:long}", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.GetAsync(await calls.OfAsync(clientId, cancel), number, kind, context, cancel)).Reads("Get" + name);
        api.MapPost("/", async (long clientId, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.CreateAsync(await calls.OfAsync(clientId, cancel), kind, context, cancel)).Writes("Create" + name).TakesIdempotencyKey().Accepts<TForm>(Json);
        api.MapPut("/{number:long}", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ReplaceAsync(await calls.OfAsync(clientId, cancel), number, kind, context, cancel)).Writes("Replace" + name).TakesIfMatch().Accepts<TForm>(Json);
        api.MapPatch("/{number:long}", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.PatchAsync(await calls.OfAsync(clientId, cancel), number, kind, context, cancel)).Writes("Change" + name).TakesIfMatch().Accepts<TForm>(MergePatch, Json);
        api.MapDelete("/{number:long}", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.DeleteAsync<TRecord>(await calls.OfAsync(clientId, cancel), number, context, cancel)).Writes("Delete" + name).TakesIfMatch();
        api.MapPost("/{number:long}/restore", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.RestoreAsync(await calls.OfAsync(clientId, cancel), number, kind, context, cancel)).Writes("Restore" + name);
    }

    private static void MapFilesOfClient<TRecord>(IEndpointRouteBuilder routes, string path, string name) where TRecord : ContentItem
    {
        var api = routes.MapGroup("/api/clients/{clientId:long}/" + path + "/{number:long}/attachments").WithTags("Notes").NotesAccess(AccessKind.Api, path);
        api.MapGet("/", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.FilesAsync<TRecord>(await calls.OfAsync(clientId, cancel), number, context, cancel)).Reads($"List{name}Attachments").Produces<IReadOnlyList<AttachmentJson>>();
        api.MapPost("/", async (long clientId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.AttachAsync<TRecord>(await calls.OfAsync(clientId, cancel), number, context, cancel)).Takes($"Add{name}Attachment");
        api.MapGet("/{attachment:long}/content", async (long clientId, long number, long attachment, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ContentAsync<TRecord>(await calls.OfAsync(clientId, cancel), number, attachment, context, cancel)).Reads($"Download{name}Attachment").Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Binary);
        api.MapDelete("/{attachment:long}", async (long clientId, long number, long attachment, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.DetachAsync<TRecord>(await calls.OfAsync(clientId, cancel), number, attachment, context, cancel)).Writes($"Remove{name}Attachment");
    }

    private static void MapOfRecord(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/records/{recordType}/{recordId:long}/comments").WithTags("Notes");
        api.MapGet("/", async (string recordType, long recordId, long? before, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ListAsync(await calls.OfAsync(recordType, recordId, cancel), before, CommentKind, context, cancel)).Reads("ListRecordComments");
        api.MapGet("/{number:long}", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.GetAsync(await calls.OfAsync(recordType, recordId, cancel), number, CommentKind, context, cancel)).Reads("GetRecordComment");
        api.MapPost("/", async (string recordType, long recordId, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.CreateAsync(await calls.OfAsync(recordType, recordId, cancel), CommentKind, context, cancel)).Writes("CreateRecordComment").TakesIdempotencyKey().Accepts<CommentForm>(Json);
        api.MapPut("/{number:long}", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ReplaceAsync(await calls.OfAsync(recordType, recordId, cancel), number, CommentKind, context, cancel)).Writes("ReplaceRecordComment").TakesIfMatch().Accepts<CommentForm>(Json);
        api.MapPatch("/{number:long}", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.PatchAsync(await calls.OfAsync(recordType, recordId, cancel), number, CommentKind, context, cancel)).Writes("ChangeRecordComment").TakesIfMatch().Accepts<CommentForm>(MergePatch, Json);
        api.MapDelete("/{number:long}", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.DeleteAsync<Comment>(await calls.OfAsync(recordType, recordId, cancel), number, context, cancel)).Writes("DeleteRecordComment").TakesIfMatch();
        api.MapPost("/{number:long}/restore", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.RestoreAsync(await calls.OfAsync(recordType, recordId, cancel), number, CommentKind, context, cancel)).Writes("RestoreRecordComment");
        var files = api.MapGroup("/{number:long}/attachments");
        files.MapGet("/", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.FilesAsync<Comment>(await calls.OfAsync(recordType, recordId, cancel), number, context, cancel)).Reads("ListRecordCommentAttachments").Produces<IReadOnlyList<AttachmentJson>>();
        files.MapPost("/", async (string recordType, long recordId, long number, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.AttachAsync<Comment>(await calls.OfAsync(recordType, recordId, cancel), number, context, cancel)).Takes("AddRecordCommentAttachment");
        files.MapGet("/{attachment:long}/content", async (string recordType, long recordId, long number, long attachment, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.ContentAsync<Comment>(await calls.OfAsync(recordType, recordId, cancel), number, attachment, context, cancel)).Reads("DownloadRecordCommentAttachment").Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Binary);
        files.MapDelete("/{attachment:long}", async (string recordType, long recordId, long number, long attachment, HttpContext context, NoteCalls calls, CancellationToken cancel) => await calls.DetachAsync<Comment>(await calls.OfAsync(recordType, recordId, cancel), number, attachment, context, cancel)).Writes("RemoveRecordCommentAttachment");
    }

    private static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, string name) => endpoint.WithMetadata(new RequirePermissionAttribute(Permissions.View)).WithName(name);

    private static RouteHandlerBuilder Writes(this RouteHandlerBuilder endpoint, string name) => endpoint.WithMetadata(new RequirePermissionAttribute(Permissions.Edit)).WithName(name);

    private static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string name) =>
        endpoint.WithMetadata(new RequirePermissionAttribute(Permissions.Edit)).WithName(name).TakesIdempotencyKey().DisableAntiforgery().WithMetadata(new TakesFilesAttribute()).Accepts<byte[]>(FileTypes.Binary, "multipart/form-data", "*/*").Produces<AttachmentJson>(StatusCodes.Status201Created);
}
