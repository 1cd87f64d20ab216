using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Takes a file into a client's documents. The same name in the same folder is a new version of what is there.</summary>
internal sealed class DocumentIntake(TenantDb db, IFileIntake intake, IFileStorage storage, TenantClock clock)
{
    /// <summary>Bytes of all versions of all documents, shared ones once.</summary>
    public Task<long> UsedBytesAsync(CancellationToken cancel) =>
        db.DocumentVersions.Select(v => new { v.StorageKey, v.SizeBytes }).Distinct().SumAsync(v => v.SizeBytes, cancel);

    /// <exception cref="FileRefusedException">The name, the content, its size or the tenant's room.</exception>
    public async Task<Document> AddAsync(long clientId, string? name, DocumentPlace place, Stream content, long? announced, CancellationToken cancel)
    {
        var known = Checked(name);
        await using var draft = await ReceiveAsync(content, announced, cancel);
        var sort = Values.TextFolding.SortKey(known, FileNames.MaxLength);
        var document = await db.Documents.FirstOrDefaultAsync(d => d.ClientId == clientId && d.NameSort == sort && d.Folder == place.Folder, cancel);
        if (document is null)
        {
            document = Document.Create(clientId, known, place.Folder, place.Category);
            db.Add(document);
        }

        return await StoreAsync(document, draft, cancel);
    }

    /// <summary>A new version of a document, whatever the file was called.</summary>
    public async Task<Document> AddVersionAsync(Document document, Stream content, long? announced, CancellationToken cancel)
    {
        await using var draft = await ReceiveAsync(content, announced, cancel);
        return await StoreAsync(document, draft, cancel);
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

    private async Task<FileDraft> ReceiveAsync(Stream content, long? announced, CancellationToken cancel)
    {
        var limits = intake.Limits;
        var left = Math.Max(0, limits.MaxTotalBytes - await UsedBytesAsync(cancel));
        if (left == 0 || announced > left)
        {
            throw NoRoom();
        }

        if (db.Database.CurrentTransaction is null)
        {
            await db.Database.CloseConnectionAsync(); // a slow upload must not keep a connection from others meanwhile
        }

        try
        {
            return await intake.ReceiveAsync(content, left, cancel);
        }
        catch (FileRefusedException full) when (full.Status == StatusCodes.Status413PayloadTooLarge && left < limits.MaxFileBytes)
        {
            throw NoRoom();
        }

        FileRefusedException NoRoom() => new(StatusCodes.Status413PayloadTooLarge, "storage.noRoom", FileSizes.Text(left), FileSizes.Text(limits.MaxTotalBytes));
    }

    /// <summary>The bytes first, then the record: a process that is killed in between leaves bytes for <see cref="CleanDocuments"/>.</summary>
    private async Task<Document> StoreAsync(Document document, FileDraft draft, CancellationToken cancel)
    {
        await storage.SaveAsync(FilesData.Area, draft, cancel);
        db.Add(document.Add(new StoredBytes(draft.Key, draft.SizeBytes, draft.ContentType, draft.Sha256), clock.UtcNow, By));
        await db.SaveChangesAsync(cancel);
        return document;
    }
}

/// <summary>Where a document belongs.</summary>
internal readonly record struct DocumentPlace(string Folder, string Category)
{
    private const int MaxDepth = 5;

    /// <summary>Checked: each part of the path is a name of its own.</summary>
    /// <exception cref="FileRefusedException">A part is none, there are too many, or a text is too long.</exception>
    public static DocumentPlace Read(string? folder, string? category)
    {
        var parts = (folder ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FileNames.Checked).ToList();
        var path = string.Join('/', parts);
        if (parts.Contains(null) || parts.Count > MaxDepth || path.Length > Document.FolderLength)
        {
            throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.folder");
        }

        var kind = Values.TextCleaning.Clean(category ?? "").Trim();
        return kind.Length <= Document.CategoryLength && !kind.Any(char.IsControl)
            ? new DocumentPlace(path, kind)
            : throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "files.error.category");
    }
}
