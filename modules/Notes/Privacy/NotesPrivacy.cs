using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>What the team wrote. It leaves in an export only where that was chosen, comments that the client may see apart (000-58).</summary>
internal sealed class NotesPrivacy(TenantDb db, IFileStorage storage) : IPrivacyParticipant
{
    private const int Batch = 200;

    public string Section => "notes";

    public IReadOnlyList<string> Tables => ["Notes_Note", "Notes_Comment", "Notes_Alert", "Notes_Attachment"];

    public async Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var comments = Of<Comment>(subject).AsNoTracking().Where(c => data.WithInternalNotes || !c.IsPrivate);
        await data.WriteAsync("comments", comments.OrderBy(c => c.Id).Select(c => new PersonalComment(c.Id, c.CreatedUtc, c.Text, c.IsPrivate)).AsAsyncEnumerable(), cancel);
        var open = comments.Select(c => c.Id);
        var files = Files(subject).AsNoTracking().Where(a => data.WithInternalNotes || open.Contains(a.RecordId)).OrderBy(a => a.Id).AsAsyncEnumerable();
        await data.WriteAsync("attachments", files.Select(a => new PersonalAttachment(a.Id, a.RecordId, a.Name, a.CreatedUtc, a.SizeBytes, a.ContentType, a.Sha256, data.AddFile("notes", a.Name, c => storage.OpenAsync(NoteFiles.Area, a.StorageKey, c)))), cancel);
        if (!data.WithInternalNotes)
        {
            return;
        }

        await data.WriteAsync("notes", Of<InternalNote>(subject).AsNoTracking().OrderBy(n => n.Id).Select(n => new PersonalNote(n.Id, n.CreatedUtc, n.RecordDate, n.Category, n.Keywords, n.Text)).AsAsyncEnumerable(), cancel);
        await data.WriteAsync("alerts", Of<ClientAlert>(subject).AsNoTracking().OrderBy(a => a.Id).Select(a => new PersonalAlert(a.Id, a.CreatedUtc, a.Type.ToString(), a.Description, a.IsActive)).AsAsyncEnumerable(), cancel);
    }

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        while (await Files(subject).OrderBy(a => a.Id).Take(Batch).ToListAsync(cancel) is { Count: > 0 } batch)
        {
            db.RemoveRange(batch);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            foreach (var file in batch)
            {
                await storage.DeleteAsync(NoteFiles.Area, file.StorageKey, cancel); // killed before: the nightly cleaning does it
            }
        }

        await db.InBatchesAsync(Of<InternalNote>(subject).OrderBy(r => r.Id), Batch, db.RemoveRange, cancel);
        await db.InBatchesAsync(Of<Comment>(subject).OrderBy(r => r.Id), Batch, db.RemoveRange, cancel);
        await db.InBatchesAsync(Of<ClientAlert>(subject).OrderBy(r => r.Id), Batch, db.RemoveRange, cancel);
    }

    private IQueryable<Attachment> Files(DataSubject subject)
    {
        var ids = subject.ClientIds;
        return db.Attachments.Where(a => EF.Parameter(ids).Contains(a.ClientId));
    }

    private IQueryable<T> Of<T>(DataSubject subject) where T : ContentItem
    {
        var ids = subject.ClientIds;
        return db.Set<T>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(r => EF.Parameter(ids).Contains(EF.Property<long>(r, nameof(InternalNote.ClientId))));
    }
}

internal sealed record PersonalComment(long Id, DateTime CreatedUtc, string Text, bool IsPrivate);

internal sealed record PersonalNote(long Id, DateTime CreatedUtc, DateOnly? RecordDate, string Category, string Keywords, string Text);

internal sealed record PersonalAlert(long Id, DateTime CreatedUtc, string Type, string Description, bool IsActive);

internal sealed record PersonalAttachment(long Id, long NoteId, string Name, DateTime CreatedUtc, long SizeBytes, string ContentType, string Sha256, string Path);
