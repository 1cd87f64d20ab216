using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>Writes notes, comments and alerts, for the pages and for the API.</summary>
internal sealed class NoteRecords(TenantDb db, TenantClock clock)
{
    /// <summary>A record of a client; with <paramref name="inTrash"/> one in the trash too.</summary>
    public async Task<T?> FindAsync<T>(long clientId, long number, bool inTrash, CancellationToken cancel) where T : ContentItem
    {
        var all = inTrash ? db.Set<T>().IgnoreQueryFilters([TenantDb.TrashFilter]) : db.Set<T>();
        return await all.FirstOrDefaultAsync(r => r.Id == number && EF.Property<long>(r, nameof(InternalNote.ClientId)) == clientId, cancel);
    }

    /// <summary>Adds a record, or changes it; false where somebody else saved it since the form was read.</summary>
    public async Task<bool> SaveAsync<T>(T record, INoteForm<T> form, CancellationToken cancel) where T : ContentItem
    {
        if (record.Id == 0)
        {
            form.Apply(record, clock);
            db.Add(record);
        }
        else if (form.Version != 0 && form.Version != record.Version)
        {
            return false;
        }
        else
        {
            form.Apply(record, clock);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // saved in the moment between
        }
    }

    public async Task TrashAsync(ContentItem record, bool isIn, CancellationToken cancel)
    {
        record.DeletedUtc = isIn ? record.DeletedUtc ?? clock.UtcNow : null;
        await db.SaveChangesAsync(cancel);
    }
}
