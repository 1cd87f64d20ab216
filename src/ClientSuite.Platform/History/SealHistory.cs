using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.History;

/// <summary>Numbers and chains the history's committed entries: afterwards, because chaining inside each transaction would make
/// writers wait for each other.</summary>
internal sealed class SealHistory(TenantDb db) : IBackgroundTask
{
    private const int BatchSize = 500;

    public string Name => "History.Seal";

    public string Title => "jobs.sealHistory";

    public string Schedule => "7 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var sealedCount = 0;
        for (; ; )
        {
            var count = await SealBatchAsync(cancel);
            sealedCount += count;
            if (count < BatchSize)
            {
                return sealedCount == 0 ? null : sealedCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    private async Task<int> SealBatchAsync(CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!db.IsSqlite)
        {
            // One sealer at a time; SQLite's transaction is already exclusive.
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/seal'))", cancel);
        }

        var last = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence != null).OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancel);
        // An operation under way still adds lines to its entry, which the chain covers.
        var unfinished = db.Set<Operation>().Where(o => o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused).Select(o => (long?)o.Id);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence == null && !unfinished.Contains(e.OperationId)).OrderBy(e => e.Id).Take(BatchSize).ToListAsync(cancel);
        if (entries.Count == 0)
        {
            return 0;
        }

        var ids = entries.ConvertAll(e => e.Id);
        var lines = (await db.Set<HistoryLine>().AsNoTracking().Where(l => ids.Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel)).ToLookup(l => l.EntryId);
        var sequence = last?.Sequence ?? 0;
        var previous = last?.Hash ?? "";
        foreach (var entry in entries)
        {
            sequence++;
            var salt = HistoryChain.NewSalt();
            entry.ActorHash = HistoryChain.ActorHash(salt, entry);
            previous = HistoryChain.EntryHash(previous, sequence, entry, lines[entry.Id]);
            var (number, hash) = (sequence, previous);
            await db.Set<HistoryEntry>().Where(e => e.Id == entry.Id)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.Sequence, number).SetProperty(x => x.Hash, hash).SetProperty(x => x.ActorHash, entry.ActorHash).SetProperty(x => x.ActorSalt, salt), cancel);
        }

        await transaction.CommitAsync(cancel);
        return entries.Count;
    }
}

internal sealed class HistoryProof(TenantDb db) : IHistoryProof
{
    public async Task<HistoryVerdict> VerifyAsync(CancellationToken cancel)
    {
        await new SealHistory(db).RunAsync(cancel);
        var (entries, erased, broken) = await HistoryVerifier.VerifyAsync(db, cancel);
        return new HistoryVerdict(entries, erased, broken);
    }
}

/// <summary>Walks the chain and says where it breaks.</summary>
internal static class HistoryVerifier
{
    /// <summary>Counts entries and erased lines; <c>Broken</c> is the first entry whose hash or values do not fit, or null.</summary>
    public static async Task<(long Entries, long Erased, long? Broken)> VerifyAsync(TenantDb db, CancellationToken cancel)
    {
        long entries = 0, erased = 0, sequence = 0;
        var previous = "";
        for (; ; )
        {
            var from = sequence;
            var batch = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence > from).OrderBy(e => e.Sequence).Take(1000).ToListAsync(cancel);
            if (batch.Count == 0)
            {
                return (entries, erased, null);
            }

            var ids = batch.ConvertAll(e => e.Id);
            var lines = (await db.Set<HistoryLine>().AsNoTracking().Where(l => ids.Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel)).ToLookup(l => l.EntryId);
            foreach (var entry in batch)
            {
                sequence++;
                var own = lines[entry.Id].ToList();
                var isBroken = entry.Sequence != sequence || HistoryChain.EntryHash(previous, sequence, entry, own) != entry.Hash
                    || (entry.ActorSalt is not null && HistoryChain.ActorHash(entry.ActorSalt, entry) != entry.ActorHash)
                    || own.Exists(l => l.Salt is not null && HistoryChain.ValueHash(l.Salt, l.OldValue, l.NewValue) != l.ValueHash);
                if (isBroken)
                {
                    return (entries, erased, entry.Id);
                }

                previous = entry.Hash!; // equal to what was just computed
                erased += own.Count(l => l.Salt is null);
                entries++;
            }
        }
    }
}
