using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Erases clients that have been in the trash for long enough, as a person would.</summary>
internal sealed class ForgetTrashedClients(TenantDb db, IRecordReferences references, ClientTraces traces) : IRetentionRule
{
    private const int Batch = 50;

    public string Id => "clients.trash";

    public int? DefaultDays => null;

    /// <summary>A merge can be undone for 30 days.</summary>
    public int MinimumDays => 30;

    public async Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel) => new(
        await Due(scope).OrderBy(c => c.Id).Take(RetentionPreview.Cap).CountAsync(cancel),
        await Due(scope).OrderBy(c => c.DeletedUtc).ThenBy(c => c.Id).Take(RetentionPreview.Shown).Select(c => c.TradeName).ToListAsync(cancel));

    public async Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel)
    {
        for (var erased = 0; ;)
        {
            var due = await Due(scope).OrderBy(c => c.DeletedUtc).ThenBy(c => c.Id).Take(Batch).ToListAsync(cancel);
            if (due.Count > 0)
            {
                await traces.ForgetSearchesAsync(due, cancel);
            }

            foreach (var client in due)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                await references.EraseAsync(db, Client.RecordType, [client.Id], cancel);
                db.Remove(client);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
            }

            erased += due.Count;
            if (due.Count < Batch)
            {
                return erased;
            }
        }
    }

    /// <summary>A client that became another one stays: links to it lead on, and its history is the other's.</summary>
    private IQueryable<Client> Due(RetentionScope scope)
    {
        var merges = db.Merges;
        return db.TrashedClients.Where(c => c.DeletedUtc < scope.BeforeUtc && !scope.Held.Contains(c.Id) && !merges.Any(m => m.MergedId == c.Id && m.UndoneUtc == null));
    }
}
