using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>Writes notes, comments and alerts, for the pages and for the API.</summary>
internal sealed class NoteRecords(TenantDb db, NoteFiles files, TenantClock clock)
{
    /// <summary>A record about something; with <paramref name="inTrash"/> one in the trash too.</summary>
    public async Task<T?> FindAsync<T>(NoteOwner owner, long number, bool inTrash, CancellationToken cancel) where T : ContentItem =>
        await owner.Of(inTrash ? db.Set<T>().IgnoreQueryFilters([TenantDb.TrashFilter]) : db.Set<T>()).FirstOrDefaultAsync(r => r.Id == number, cancel);

    /// <summary>Adds a record, or changes it, with its files; false where somebody else saved it since the form was read.</summary>
    /// <exception cref="Files.FileRefusedException">There are too many files, or no room.</exception>
    public async Task<bool> SaveAsync<T>(T record, NoteOwner owner, INoteForm<T> form, FileChanges changes, CancellationToken cancel) where T : ContentItem
    {
        if (record.Id != 0 && form.Version != 0 && form.Version != record.Version)
        {
            return false;
        }

        form.Apply(record, clock);
        await files.StoreAsync(changes, cancel);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        if (record.Id == 0)
        {
            db.Add(record);
        }

        await files.ChangeAsync(record, owner.ClientId, changes, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // saved in the moment between
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return true;
    }

    /// <summary>Adds a file to a record.</summary>
    /// <exception cref="Files.FileRefusedException">There are too many files, or no room.</exception>
    public async Task<Attachment> AttachAsync(ContentItem record, NoteOwner owner, NamedDraft file, CancellationToken cancel)
    {
        var changes = new FileChanges([file], []);
        await files.StoreAsync(changes, cancel);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        await files.ChangeAsync(record, owner.ClientId, changes, cancel);
        await db.SaveChangesAsync(cancel);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancel);
        }

        return db.Attachments.Local.Single(a => a.StorageKey == file.Draft.Key);
    }

    public async Task TrashAsync(ContentItem record, bool isIn, CancellationToken cancel)
    {
        record.DeletedUtc = isIn ? record.DeletedUtc ?? clock.UtcNow : null;
        await db.SaveChangesAsync(cancel);
    }
}
