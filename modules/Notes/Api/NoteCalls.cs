using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>How a kind of note is made and read by the API.</summary>
internal sealed record NoteKind<TRecord, TForm>(Func<NoteOwner, TRecord> Create, Func<TRecord, TForm> Read);

/// <summary>What the API does with notes of every kind, once it is known what they are about; null is nothing that the caller may see.</summary>
internal sealed class NoteCalls(TenantDb db, NoteOwners owners, NoteRecords records, NoteFiles files, IIdempotency idempotency)
{
    /// <summary>Most bytes of a note.</summary>
    private const int MaxBody = 200_000;

    private const int MostAnswered = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public Task<NoteOwner?> OfAsync(long clientId, CancellationToken cancel) => owners.FindAsync(clientId, cancel);

    public Task<NoteOwner?> OfAsync(string recordType, long recordId, CancellationToken cancel) => owners.FindAsync(recordType, recordId, cancel);

    public async Task<IResult> ListAsync<TRecord, TForm>(NoteOwner? owner, long? before, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem
    {
        if (owner is null)
        {
            return Problems.NotFound(context);
        }

        var found = await owner.Of(db.Set<TRecord>().AsNoTracking()).Where(r => before == null || r.Id < before).OrderByDescending(r => r.Id).Take(MostAnswered).ToListAsync(cancel);
        return Results.Json(found.Select(r => NoteJson.Of(r, kind.Read(r), Json)), Json);
    }

    public async Task<IResult> GetAsync<TRecord, TForm>(NoteOwner? owner, long number, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem =>
        await FindAsync<TRecord>(owner, number, inTrash: false, cancel) is { } record ? Answer(record, kind, context) : Problems.NotFound(context);

    public async Task<IResult> CreateAsync<TRecord, TForm>(NoteOwner? owner, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        if (owner is null)
        {
            return Problems.NotFound(context);
        }

        return await JsonBody.ReadAsync(context, MaxBody, cancel) is { } body
            ? await idempotency.OnceAsync(context, db, body, Json, () => SaveAsync(kind.Create(owner), owner, JsonBody.Parse<TForm>(body, Json), kind, context, cancel), cancel)
            : JsonBody.Unreadable(context);
    }

    public Task<IResult> ReplaceAsync<TRecord, TForm>(NoteOwner? owner, long number, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem where TForm : class, INoteForm<TRecord> =>
        ChangeAsync(owner, number, (_, body) => JsonBody.Parse<TForm>(body, Json), kind, context, cancel);

    public Task<IResult> PatchAsync<TRecord, TForm>(NoteOwner? owner, long number, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem where TForm : class, INoteForm<TRecord> =>
        ChangeAsync(owner, number, (record, body) => JsonBody.Patched(kind.Read(record), body, Json), kind, context, cancel);

    public async Task<IResult> DeleteAsync<TRecord>(NoteOwner? owner, long number, HttpContext context, CancellationToken cancel) where TRecord : ContentItem
    {
        if (await FindAsync<TRecord>(owner, number, inTrash: true, cancel) is not { } record)
        {
            return Problems.NotFound(context);
        }

        if (!record.IsDeleted && context.IsStale(record.Version))
        {
            return Stale(context);
        }

        await records.TrashAsync(record, isIn: true, cancel);
        return Results.NoContent();
    }

    public async Task<IResult> RestoreAsync<TRecord, TForm>(NoteOwner? owner, long number, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel) where TRecord : ContentItem
    {
        if (await FindAsync<TRecord>(owner, number, inTrash: true, cancel) is not { } record)
        {
            return Problems.NotFound(context);
        }

        await records.TrashAsync(record, isIn: false, cancel);
        return Answer(record, kind, context);
    }

    public async Task<IResult> FilesAsync<TRecord>(NoteOwner? owner, long number, HttpContext context, CancellationToken cancel) where TRecord : ContentItem =>
        await FindAsync<TRecord>(owner, number, inTrash: false, cancel) is { } record
            ? Results.Json((await db.Attachments.AsNoTracking().Where(a => a.RecordId == record.Id).OrderBy(a => a.Id).ToListAsync(cancel)).Select(AttachmentJson.Of), Json)
            : Problems.NotFound(context);

    public async Task<IResult> AttachAsync<TRecord>(NoteOwner? owner, long number, HttpContext context, CancellationToken cancel) where TRecord : ContentItem
    {
        if (owner is null || await FindAsync<TRecord>(owner, number, inTrash: false, cancel) is not { } record)
        {
            return Problems.NotFound(context);
        }

        if (await UploadBody.ReadAsync(context.Request, cancel) is not { } file)
        {
            return Problems.Of(context, StatusCodes.Status422UnprocessableEntity, "notes.files.error.none", field: "file");
        }

        await using var draft = await files.ReceiveAsync(file.Name, file.Content, file.Announced, cancel);
        return await idempotency.OnceAsync(context, db, draft.Name + "\n" + draft.Draft.Sha256, Json,
            async () => Results.Json(AttachmentJson.Of(await records.AttachAsync(record, owner, draft, cancel)), Json, statusCode: StatusCodes.Status201Created), cancel);
    }

    public async Task<IResult> ContentAsync<TRecord>(NoteOwner? owner, long number, long attachment, HttpContext context, CancellationToken cancel) where TRecord : ContentItem =>
        await FileAsync<TRecord>(owner, number, attachment, cancel) is { } found ? FileAnswers.Keep(context, await files.OpenAsync(found, cancel), found.Name, found.ContentType, found.Sha256) : Problems.NotFound(context);

    public async Task<IResult> DetachAsync<TRecord>(NoteOwner? owner, long number, long attachment, HttpContext context, CancellationToken cancel) where TRecord : ContentItem
    {
        if (await FileAsync<TRecord>(owner, number, attachment, cancel) is not { } found)
        {
            return Problems.NotFound(context);
        }

        db.Remove(found);
        await db.SaveChangesAsync(cancel);
        return Results.NoContent();
    }

    private async Task<TRecord?> FindAsync<TRecord>(NoteOwner? owner, long number, bool inTrash, CancellationToken cancel) where TRecord : ContentItem =>
        owner is null ? null : await records.FindAsync<TRecord>(owner, number, inTrash, cancel);

    private async Task<Attachment?> FileAsync<TRecord>(NoteOwner? owner, long number, long attachment, CancellationToken cancel) where TRecord : ContentItem =>
        await FindAsync<TRecord>(owner, number, inTrash: false, cancel) is { } record ? await db.Attachments.FirstOrDefaultAsync(a => a.Id == attachment && a.RecordId == record.Id, cancel) : null;

    private async Task<IResult> ChangeAsync<TRecord, TForm>(NoteOwner? owner, long number, Func<TRecord, string, TForm?> form, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel)
        where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        if (owner is null || await FindAsync<TRecord>(owner, number, inTrash: false, cancel) is not { } record)
        {
            return Problems.NotFound(context);
        }

        if (await JsonBody.ReadAsync(context, MaxBody, cancel) is not { } body)
        {
            return JsonBody.Unreadable(context);
        }

        return context.IsStale(record.Version) ? Stale(context) : await SaveAsync(record, owner, form(record, body), kind, context, cancel);
    }

    private async Task<IResult> SaveAsync<TRecord, TForm>(TRecord record, NoteOwner owner, TForm? form, NoteKind<TRecord, TForm> kind, HttpContext context, CancellationToken cancel)
        where TRecord : ContentItem where TForm : class, INoteForm<TRecord>
    {
        if (form is null)
        {
            return JsonBody.Unreadable(context);
        }

        if (Problems.Invalid(context, form) is { } invalid)
        {
            return invalid;
        }

        var isNew = record.Id == 0;
        if (!await records.SaveAsync(record, owner, form, FileChanges.None, cancel))
        {
            return Stale(context);
        }

        if (!isNew)
        {
            return Answer(record, kind, context);
        }

        context.Response.Headers.Location = FormattableString.Invariant($"{context.Request.PathBase}{context.Request.Path.Value?.TrimEnd('/')}/{record.Id}");
        return Answer(record, kind, context, StatusCodes.Status201Created);
    }

    private static IResult Answer<TRecord, TForm>(TRecord record, NoteKind<TRecord, TForm> kind, HttpContext context, int status = StatusCodes.Status200OK) where TRecord : ContentItem
    {
        context.Response.Headers.ETag = ETags.Of(record.Version);
        return Results.Json(NoteJson.Of(record, kind.Read(record), Json), Json, statusCode: status);
    }

    private static IResult Stale(HttpContext context) => Problems.Of(context, StatusCodes.Status412PreconditionFailed, "error.412.detail");
}

/// <summary>What the API answers: the form's fields with what the record knows itself.</summary>
internal sealed record NoteJson(string Id, DateTime CreatedUtc, DateTime ModifiedUtc, string? OwnerId)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Values { get; init; } = [];

    public static NoteJson Of<TForm>(ContentItem record, TForm form, JsonSerializerOptions json) => new(record.Id.ToString(CultureInfo.InvariantCulture), record.CreatedUtc, record.ModifiedUtc, record.OwnerId?.ToString(CultureInfo.InvariantCulture))
    {
        Values = JsonSerializer.SerializeToElement(form, json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value),
    };
}

/// <summary>A file of a note in the API.</summary>
internal sealed record AttachmentJson(string Id, string Name, string ContentType, long SizeBytes, string Sha256, DateTime CreatedUtc)
{
    public static AttachmentJson Of(Attachment a) => new(a.Id.ToString(CultureInfo.InvariantCulture), a.Name, a.ContentType, a.SizeBytes, a.Sha256, a.CreatedUtc);
}
