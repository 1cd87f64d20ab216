using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Takes a file into a client's documents. The same name in the same folder is a new version of what is there.</summary>
internal sealed class DocumentIntake(TenantDb db, IFileRoom room, IFileStorage storage, TenantClock clock)
{
    /// <exception cref="FileRefusedException">The name, the content, its size or the tenant's room.</exception>
    public async Task<Document> AddAsync(long clientId, string? name, DocumentPlace place, Stream content, long? announced, CancellationToken cancel)
    {
        var known = Checked(name);
        await using var draft = await room.ReceiveAsync(content, announced, cancel);
        return await AddAsync(clientId, known, place, draft, cancel);
    }

    /// <summary>Takes a file that was received, under a checked name.</summary>
    public async Task<Document> AddAsync(long clientId, string known, DocumentPlace place, FileDraft draft, CancellationToken cancel)
    {
        var sort = Values.TextFolding.SortKey(known, FileNames.MaxLength);
        var document = await db.Documents.FirstOrDefaultAsync(d => d.ClientId == clientId && d.NameSort == sort && d.Folder == place.Folder, cancel);
        if (document is null)
        {
            document = Document.Create(clientId, known, place.Folder, place.Category);
            db.Add(document);
        }

        return await AddVersionAsync(document, draft, cancel);
    }

    /// <summary>A new version of a document, whatever the file was called.</summary>
    public async Task<Document> AddVersionAsync(Document document, Stream content, long? announced, CancellationToken cancel)
    {
        await using var draft = await room.ReceiveAsync(content, announced, cancel);
        return await AddVersionAsync(document, draft, cancel);
    }

    /// <summary>The bytes first, then the record: a process that is killed in between leaves bytes for <see cref="CleanDocuments"/>.</summary>
    public async Task<Document> AddVersionAsync(Document document, FileDraft draft, CancellationToken cancel)
    {
        await storage.SaveAsync(FilesData.Area, draft, cancel);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await room.TakeAsync(draft, cancel);
        db.Add(document.Add(new StoredBytes(draft.Key, draft.SizeBytes, draft.ContentType, draft.Sha256), clock.UtcNow, By));
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return document;
    }

    /// <summary>Makes an earlier version the newest one; its bytes are shared.</summary>
    public async Task RevertAsync(Document document, DocumentVersion version, CancellationToken cancel)
    {
        if (version.Number == document.Number)
        {
            return;
        }

        db.Add(document.Add(version.Bytes, clock.UtcNow, By));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Who sends it; empty for recipes and jobs.</summary>
    private string By => db.Session.UserId is null ? "" : db.Session.UserName ?? "";

    public static string Checked(string? name) =>
        FileNames.Checked(name) ?? throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.name");
}

/// <summary>Where a document belongs.</summary>
internal readonly record struct DocumentPlace(string Folder, string Category)
{
    private const int MaxDepth = 5;

    /// <summary>True where a checked path is neither too deep nor too long.</summary>
    public static bool Fits(string folder) => folder.Count(c => c == '/') < MaxDepth && folder.Length <= Document.FolderLength;

    /// <summary>Checked: each part of the path is a name of its own.</summary>
    /// <exception cref="FileRefusedException">A part is none, there are too many, or a text is too long.</exception>
    public static DocumentPlace Read(string? folder, string? category)
    {
        var parts = (folder ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FileNames.Checked).ToList();
        var path = string.Join('/', parts);
        if (parts.Contains(null) || !Fits(path))
        {
            throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.folder");
        }

        var kind = Values.TextCleaning.Clean(category ?? "").Trim();
        return kind.Length <= Document.CategoryLength && !kind.Any(char.IsControl)
            ? new DocumentPlace(path, kind)
            : throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.category");
    }
}
