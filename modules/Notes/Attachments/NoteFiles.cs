using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>Files of notes and comments: received and checked as documents are, in the tenant's one room, in an area of their own.</summary>
internal sealed class NoteFiles(TenantDb db, IFileRoom room, IFileStorage storage, TenantClock clock)
{
    /// <summary>Area of the storage.</summary>
    public const string Area = "notes";

    /// <summary>Most files of one note.</summary>
    public const int Most = 20;

    /// <exception cref="FileRefusedException">The name, the content, its size or the tenant's room.</exception>
    public async Task<NamedDraft> ReceiveAsync(string? name, Stream content, long? announced, CancellationToken cancel)
    {
        var known = FileNames.Checked(name) ?? throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "notes.files.error.name");
        return new NamedDraft(known, await room.ReceiveAsync(content, announced, cancel));
    }

    /// <summary>Does something with a form's files, which are received first.</summary>
    /// <exception cref="FileRefusedException">One is not taken; nothing is done then.</exception>
    public async Task<bool> WithAsync(IReadOnlyList<IFormFile> posted, Func<IReadOnlyList<NamedDraft>, Task<bool>> act, CancellationToken cancel)
    {
        var drafts = new List<NamedDraft>();
        try
        {
            foreach (var file in posted)
            {
                await using var content = file.OpenReadStream();
                drafts.Add(await ReceiveAsync(file.FileName, content, file.Length, cancel));
            }

            return await act(drafts);
        }
        finally
        {
            foreach (var draft in drafts)
            {
                await draft.DisposeAsync();
            }
        }
    }

    /// <summary>Adds and removes files of a record, with the next save in the transaction that the caller has begun.</summary>
    /// <exception cref="FileRefusedException">There are too many, or no room.</exception>
    public async Task ChangeAsync(ContentItem record, long clientId, FileChanges changes, CancellationToken cancel)
    {
        if (changes.Added.Count + changes.Removed.Count == 0)
        {
            return;
        }

        var has = await db.Attachments.Where(a => a.RecordId == record.Id).ToListAsync(cancel);
        var gone = has.Where(a => changes.Removed.Contains(a.Id)).ToList();
        if (has.Count - gone.Count + changes.Added.Count > Most)
        {
            throw new FileRefusedException(StatusCodes.Status422UnprocessableEntity, "notes.files.error.many", Most);
        }

        db.RemoveRange(gone); // the nightly cleaning takes their bytes away
        foreach (var file in changes.Added)
        {
            await room.TakeAsync(file.Draft, cancel);
            db.Add(Attachment.Of(record, clientId, file, clock.UtcNow));
        }
    }

    /// <summary>Stores bytes for good; before the transaction that names them.</summary>
    public async Task StoreAsync(FileChanges changes, CancellationToken cancel)
    {
        foreach (var file in changes.Added)
        {
            await storage.SaveAsync(Area, file.Draft, cancel);
        }
    }

    /// <summary>Files of some records, by record, oldest first.</summary>
    public async Task<ILookup<long, AttachmentRow>> OfAsync(IReadOnlyCollection<long> records, string prefix, CancellationToken cancel) =>
        (await db.Attachments.AsNoTracking().Where(a => EF.Parameter(records).Contains(a.RecordId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.RecordId, a => AttachmentRow.Of(a, prefix));

    /// <summary>The bytes; the database's connection is free meanwhile.</summary>
    public async Task<Stream?> OpenAsync(Attachment file, CancellationToken cancel)
    {
        await db.Database.CloseConnectionAsync(); // a slow reader must not keep a connection from others meanwhile
        return await storage.OpenAsync(Area, file.StorageKey, cancel);
    }
}

/// <summary>A file as the pages show it.</summary>
internal sealed record AttachmentRow(long Id, string Name, string Size, string Icon, string Href, bool CanPreview)
{
    public static AttachmentRow Of(Attachment a, string prefix) =>
        new(a.Id, a.Name, FileSizes.Text(a.SizeBytes), FileIcons.Of(a.ContentType), FormattableString.Invariant($"{prefix}/admin/notes/files/{a.Id}"), FileTypes.CanPreview(a.ContentType));
}

/// <summary>Counts in the tenant's room.</summary>
internal sealed class NoteFilesUse(TenantDb db) : IFileUse
{
    public Task<long> SumAsync(CancellationToken cancel) => db.Attachments.SumAsync(a => a.SizeBytes, cancel);
}

/// <summary>Takes the bytes away that no attachment names any more.</summary>
internal sealed class CleanNoteFiles(TenantDb db, IFileCleaning cleaning) : IBackgroundTask
{
    public string Name => "Notes.CleanFiles";

    public string Title => "notes.files.clean";

    public string Schedule => "15 4 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var deleted = await cleaning.CleanAsync(NoteFiles.Area, keys => db.Attachments.Where(a => EF.Parameter(keys).Contains(a.StorageKey)).Select(a => a.StorageKey).ToListAsync(cancel), cancel);
        return deleted == 0 ? null : deleted.ToString(CultureInfo.InvariantCulture);
    }
}
