using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>/api/clients/{id}/documents and /api/documents.</summary>
internal static class DocumentsApi
{
    private const int PageSize = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var ofClient = routes.MapGroup("/api/clients/{id:long}/documents").WithTags("Documents");
        ofClient.MapGet("/", ListAsync).RequireAuthorization(Needs(Permissions.View)).NotesAccess(AccessKind.Api, "documents").Produces<DocumentJsonPage>().WithName("ListDocuments");
        ofClient.MapPost("/", AddAsync).RequireAuthorization(Needs(Permissions.Edit)).DisableAntiforgery().WithMetadata(new TakesFilesAttribute()).Accepts<byte[]>(FileTypes.Binary, "multipart/form-data", "*/*").Produces<DocumentJson>(StatusCodes.Status201Created).TakesIdempotencyKey().WithName("AddDocument");
        ofClient.MapGet("/zip", ZipAsync).RequireAuthorization(Needs(Permissions.View)).NotesAccess(AccessKind.Download, "documents").Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Zip).WithName("DownloadDocuments");

        var api = routes.MapGroup("/api/documents").WithTags("Documents");
        api.MapGet("/{key}", GetAsync).RequireAuthorization(Needs(Permissions.View)).Produces<DocumentJson>().WithName("GetDocument");
        api.MapPatch("/{key}", ChangeAsync).RequireAuthorization(Needs(Permissions.Edit)).Accepts<DocumentChange>("application/merge-patch+json", MediaTypeNames.Application.Json).Produces<DocumentJson>().TakesIfMatch().WithName("ChangeDocument");
        api.MapDelete("/{key}", DeleteAsync).RequireAuthorization(Needs(Permissions.Delete)).Produces(StatusCodes.Status204NoContent).TakesIfMatch().WithName("DeleteDocument");
        api.MapPost("/{key}/restore", RestoreAsync).RequireAuthorization(Needs(Permissions.Delete)).Produces<DocumentJson>().WithName("RestoreDocument");
        api.MapGet("/{key}/content", ContentAsync).RequireAuthorization(Needs(Permissions.View)).Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Binary).WithName("DownloadDocument");
        api.MapPost("/{key}/versions", AddVersionAsync).RequireAuthorization(Needs(Permissions.Edit)).DisableAntiforgery().WithMetadata(new TakesFilesAttribute()).Accepts<byte[]>(FileTypes.Binary, "multipart/form-data", "*/*").Produces<DocumentJson>().TakesIdempotencyKey().WithName("AddDocumentVersion");
        api.MapPost("/{key}/link", LinkAsync).RequireAuthorization(Needs(Permissions.Share)).Produces<DocumentLinkJson>().WithName("LinkDocument");
        api.MapGet("/links/{token}", OpenLinkAsync).AllowAnonymous().Produces<byte[]>(StatusCodes.Status200OK, FileTypes.Binary).WithName("OpenDocumentLink");
    }

    private static RequirePermissionAttribute Needs(string permission) => new(permission);

    /// <summary>By name; <c>folder</c> and <c>category</c> narrow, <c>deleted=true</c> is the trash, <c>page</c> counts from 1.</summary>
    private static async Task<IResult> ListAsync(long id, string? folder, string? category, bool? deleted, int? page, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel)
    {
        if (await clients.FindAsync(id, cancel) is not { IsDeleted: false })
        {
            return Problems.NotFound(context);
        }

        var documents = (deleted == true ? db.TrashedDocuments : db.Documents).AsNoTracking().Where(d => d.ClientId == id);
        documents = folder is null ? documents : documents.Where(d => d.Folder == folder);
        documents = category is null ? documents : documents.Where(d => d.Category == category);
        var at = Math.Clamp(page ?? 1, 1, 1000);
        var found = await documents.OrderBy(d => d.NameSort).ThenBy(d => d.Id).SkipVarying((at - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return Results.Json(new DocumentJsonPage([.. found.Select(DocumentJson.Of)], await documents.CountAsync(cancel), at, PageSize), DocumentsJson.Default.DocumentJsonPage);
    }

    /// <summary>The body is the file, or a form with one; the same name in the same folder becomes a new version.</summary>
    private static async Task<IResult> AddAsync(long id, string? folder, string? category, HttpContext context, TenantDb db, IClientDirectory clients, DocumentIntake intake, IFileRoom room, IIdempotency idempotency, CancellationToken cancel)
    {
        if (await clients.FindAsync(id, cancel) is not { IsDeleted: false })
        {
            return Problems.NotFound(context);
        }

        if (await UploadBody.ReadAsync(context.Request, cancel) is not { } file)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "files.error.noFile", field: "file");
        }

        var place = DocumentPlace.Read(folder, category);
        var name = DocumentIntake.Checked(file.Name);
        await using var draft = await room.ReceiveAsync(file.Content, file.Announced, cancel);
        return await idempotency.OnceAsync(context, db, string.Join('\n', name, place.Folder, place.Category, draft.Sha256), DocumentsJson.Default.Options, async () =>
        {
            var document = await intake.AddAsync(id, name, place, draft, cancel);
            context.Response.Headers.Location = $"{context.Request.PathBase}/api/documents/{document.ContentItemId}";
            return Answer(document, context, StatusCodes.Status201Created);
        }, cancel);
    }

    private static async Task<IResult> AddVersionAsync(string key, HttpContext context, TenantDb db, IClientDirectory clients, DocumentIntake intake, IFileRoom room, IIdempotency idempotency, CancellationToken cancel)
    {
        if (await FindAsync(db.Documents, clients, key, cancel) is not { } document)
        {
            return Problems.NotFound(context);
        }

        if (await UploadBody.ReadAsync(context.Request, cancel) is not { } file)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "files.error.noFile", field: "file");
        }

        await using var draft = await room.ReceiveAsync(file.Content, file.Announced, cancel);
        return await idempotency.OnceAsync(context, db, draft.Sha256, DocumentsJson.Default.Options, async () => Answer(await intake.AddVersionAsync(document, draft, cancel), context), cancel);
    }

    private static async Task<IResult> GetAsync(string key, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel) =>
        await FindAsync(db.Documents.AsNoTracking(), clients, key, cancel) is { } document ? Answer(document, context) : Problems.NotFound(context);

    private static async Task<IResult> ContentAsync(string key, long? version, HttpContext context, TenantDb db, IClientDirectory clients, DocumentDownload download, IAccessLog access, CancellationToken cancel) =>
        await FindAsync(db.Documents.AsNoTracking(), clients, key, cancel) is { } document
            ? Noted(access, document, await download.FileAsync(context, await download.FindAsync(db.Documents.Where(d => d.Id == document.Id), version, cancel), cancel))
            : Problems.NotFound(context);

    private static async Task<IResult> ChangeAsync(string key, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel)
    {
        if (await DocumentChange.ReadAsync(context, cancel) is not { } change)
        {
            return Problems.Of(context, StatusCodes.Status400BadRequest, "files.error.json");
        }

        if (await FindAsync(db.Documents, clients, key, cancel) is not { } document)
        {
            return Problems.NotFound(context);
        }

        if (context.IsStale(document.Version))
        {
            return Stale(context);
        }

        var place = DocumentPlace.Read(change.Folder ?? document.Folder, change.Category ?? document.Category);
        document.Describe(DocumentIntake.Checked(change.Name ?? document.Name), place.Folder, place.Category);
        await db.SaveChangesAsync(cancel);
        return Answer(document, context);
    }

    private static async Task<IResult> DeleteAsync(string key, HttpContext context, TenantDb db, IClientDirectory clients, TenantClock clock, CancellationToken cancel)
    {
        if (await FindAsync(db.AllDocuments, clients, key, cancel) is not { } document)
        {
            return Problems.NotFound(context);
        }

        if (!document.IsDeleted && context.IsStale(document.Version))
        {
            return Stale(context);
        }

        document.MoveToTrash(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> RestoreAsync(string key, HttpContext context, TenantDb db, IClientDirectory clients, CancellationToken cancel)
    {
        if (await FindAsync(db.AllDocuments, clients, key, cancel) is not { } document)
        {
            return Problems.NotFound(context);
        }

        document.Restore();
        await db.SaveChangesAsync(cancel);
        return Answer(document, context);
    }

    /// <summary>One document itself, several as a streamed ZIP file.</summary>
    private static async Task<IResult> ZipAsync(long id, string[] ids, HttpContext context, TenantDb db, IClientDirectory clients, DocumentDownload download, CancellationToken cancel)
    {
        if (await clients.FindAsync(id, cancel) is not { IsDeleted: false } client || ids.Length > DocumentEndpoints.MostAtOnce)
        {
            return Problems.NotFound(context);
        }

        var documents = db.Documents.Where(d => d.ClientId == id);
        return await download.ManyAsync(context, ids.Length == 0 ? documents : documents.Where(d => ids.Contains(d.ContentItemId)), client.Name, cancel);
    }

    private static async Task<IResult> LinkAsync(string key, int? minutes, HttpContext context, TenantDb db, IClientDirectory clients, DocumentLinks links, CancellationToken cancel)
    {
        var life = TimeSpan.FromMinutes(minutes ?? 60);
        if (life <= TimeSpan.Zero || life > DocumentLinks.Longest)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "files.error.minutes", field: "minutes");
        }

        if (await FindAsync(db.Documents, clients, key, cancel) is not { } document)
        {
            return Problems.NotFound(context);
        }

        var (path, until) = await links.MakeAsync(document, life, cancel);
        return Results.Json(new DocumentLinkJson($"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{path}", until), DocumentsJson.Default.DocumentLinkJson);
    }

    private static async Task<IResult> OpenLinkAsync(string token, HttpContext context, TenantDb db, IClientDirectory clients, DocumentLinks links, DocumentDownload download, IAccessLog access, CancellationToken cancel) =>
        links.Read(token) is { } key && await FindAsync(db.Documents.AsNoTracking(), clients, key, cancel) is { } document
            ? Noted(access, document, await download.FileAsync(context, await download.FindAsync(db.Documents.Where(d => d.Id == document.Id), null, cancel), cancel))
            : Problems.NotFound(context);

    private static IResult Noted(IAccessLog access, Document document, IResult answer)
    {
        access.Note(document.ClientId, AccessKind.Download, "documents");
        return answer;
    }

    private static IResult Answer(Document document, HttpContext context, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = ETags.Of(document.Version);
        return Results.Json(DocumentJson.Of(document), DocumentsJson.Default.DocumentJson, statusCode: status);
    }

    private static IResult Stale(HttpContext context) => Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");

    /// <summary>By public id; none of a client in the trash.</summary>
    private static async Task<Document?> FindAsync(IQueryable<Document> documents, IClientDirectory clients, string key, CancellationToken cancel)
    {
        if (!PublicId.IsValid(key) || await documents.FirstOrDefaultAsync(d => d.ContentItemId == key, cancel) is not { } document)
        {
            return null;
        }

        return await clients.FindAsync(document.ClientId, cancel) is { IsDeleted: false } ? document : null;
    }
}

/// <summary>A document in the API.</summary>
internal sealed record DocumentJson(string Id, string ClientId, string Name, string Folder, string Category, string ContentType, long SizeBytes, string Sha256, int Version, DateTime CreatedUtc, DateTime ModifiedUtc, DateTime? DeletedUtc)
{
    public static DocumentJson Of(Document d) => new(d.ContentItemId, d.ClientId.ToString(CultureInfo.InvariantCulture), d.Name, d.Folder, d.Category, d.ContentType, d.SizeBytes, d.Sha256, d.Number, d.CreatedUtc, d.ModifiedUtc, d.DeletedUtc);
}

/// <summary>A page of documents.</summary>
internal sealed record DocumentJsonPage(IReadOnlyList<DocumentJson> Items, int Total, int Page, int PageSize);

/// <summary>What changes; null stays.</summary>
internal sealed record DocumentChange(string? Name = null, string? Folder = null, string? Category = null)
{
    /// <summary>Null where the body is none.</summary>
    public static async Task<DocumentChange?> ReadAsync(HttpContext context, CancellationToken cancel)
    {
        try
        {
            return context.Request.HasJsonContentType() ? await context.Request.ReadFromJsonAsync(DocumentsJson.Default.DocumentChange, cancel) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A temporary link.</summary>
internal sealed record DocumentLinkJson(string Url, DateTime UntilUtc);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DocumentJson))]
[JsonSerializable(typeof(DocumentJsonPage))]
[JsonSerializable(typeof(DocumentLinkJson))]
[JsonSerializable(typeof(DocumentChange))]
internal sealed partial class DocumentsJson : JsonSerializerContext;
