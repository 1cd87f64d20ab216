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
            sealedCount += count ?? 0;
            if (count < BatchSize)
            {
                return sealedCount == 0 ? null : sealedCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Hashes outside the transaction, in which other writers wait on SQLite: an import's entry has a million lines. A finished act's
    /// lines stay as they are, but who acted may be erased meanwhile, or another host may have sealed: then nothing is written, and null
    /// says to begin again.</summary>
    private async Task<int?> SealBatchAsync(CancellationToken cancel)
    {
        var last = await LastAsync(cancel);
        // An operation under way still adds lines to its entry, which the chain covers.
        var unfinished = db.Set<Operation>().Where(o => o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused).Select(o => (long?)o.Id);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence == null && !unfinished.Contains(e.OperationId)).OrderBy(e => e.Id).Take(BatchSize).ToListAsync(cancel);
        if (entries.Count == 0)
        {
            return 0;
        }

        await HashAsync(entries, last, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!db.IsSqlite)
        {
            // One sealer at a time; SQLite's transaction is already exclusive.
            await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '/seal'))", cancel);
        }

        var ids = entries.ConvertAll(e => e.Id);
        var now = await db.Set<HistoryEntry>().AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        var isAsHashed = await LastAsync(cancel) == last
            && entries.TrueForAll(e => now.TryGetValue(e.Id, out var entry) && entry.Sequence is null && HistoryChain.ActorHash(e.ActorSalt!, entry) == e.ActorHash); // salted when hashed
        if (!isAsHashed)
        {
            return null;
        }

        foreach (var entry in entries)
        {
            await db.Set<HistoryEntry>().Where(e => e.Id == entry.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Sequence, entry.Sequence).SetProperty(x => x.Hash, entry.Hash)
                .SetProperty(x => x.ActorHash, entry.ActorHash).SetProperty(x => x.ActorSalt, entry.ActorSalt), cancel);
        }

        await transaction.CommitAsync(cancel);
        return entries.Count;
    }

    /// <summary>The end of the chain.</summary>
    private async Task<(long Sequence, string Hash)> LastAsync(CancellationToken cancel)
    {
        var last = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence != null).OrderByDescending(e => e.Sequence).Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancel);
        return (last?.Sequence ?? 0, last?.Hash ?? "");
    }

    private async Task HashAsync(List<HistoryEntry> entries, (long Sequence, string Hash) last, CancellationToken cancel)
    {
        using var hasher = new EntryHasher();
        await using var lines = new LineStream(db, entries, cancel);
        foreach (var entry in entries)
        {
            entry.ActorSalt = HistoryChain.NewSalt();
            entry.ActorHash = HistoryChain.ActorHash(entry.ActorSalt, entry);
            entry.Sequence = last.Sequence + 1;
            hasher.Begin(last.Hash, entry.Sequence.Value, entry);
            await foreach (var line in lines.OfAsync(entry))
            {
                hasher.Add(line);
            }

            entry.Hash = hasher.End();
            last = (entry.Sequence.Value, entry.Hash);
        }
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
    private const int BatchSize = 1_000;

    /// <summary>Counts entries and erased lines; <c>Broken</c> is the first entry whose hash or values do not fit, or null.</summary>
    public static async Task<(long Entries, long Erased, long? Broken)> VerifyAsync(TenantDb db, CancellationToken cancel)
    {
        long entries = 0, erased = 0;
        var previous = "";
        for (; ; )
        {
            var from = entries;
            var batch = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Sequence > from).OrderBy(e => e.Sequence).Take(BatchSize).ToListAsync(cancel);
            if (batch.Count == 0)
            {
                return (entries, erased, null);
            }

            var (whole, broken) = await CheckAsync(db, batch, previous, from, cancel);
            erased += whole;
            if (broken is { } first)
            {
                return (first.Sequence!.Value - 1, erased, first.Id); // read by its sequence
            }

            entries += batch.Count;
            previous = batch[^1].Hash!; // equal to what was just computed
        }
    }

    /// <summary>Each entry against the stored hash of the one before it.</summary>
    private static async Task<(long Erased, HistoryEntry? Broken)> CheckAsync(TenantDb db, List<HistoryEntry> batch, string previous, long from, CancellationToken cancel)
    {
        var before = batch.Select((e, i) => (e.Id, Previous: i == 0 ? previous : batch[i - 1].Hash ?? "", Sequence: from + i + 1)).ToDictionary(e => e.Id);
        long erased = 0;
        HistoryEntry? broken = null;
        using var hasher = new EntryHasher();
        List<HistoryEntry> byId = [.. batch.OrderBy(e => e.Id)];
        await using var lines = new LineStream(db, byId, cancel);
        foreach (var entry in byId)
        {
            var isBroken = entry.Sequence != before[entry.Id].Sequence || (entry.ActorSalt is not null && HistoryChain.ActorHash(entry.ActorSalt, entry) != entry.ActorHash);
            hasher.Begin(before[entry.Id].Previous, before[entry.Id].Sequence, entry);
            await foreach (var line in lines.OfAsync(entry))
            {
                hasher.Add(line);
                isBroken |= line.Salt is not null && HistoryChain.ValueHash(line.Salt, line.OldValue, line.NewValue) != line.ValueHash;
                erased += line.Salt is null ? 1 : 0;
            }

            isBroken |= hasher.End() != entry.Hash;
            broken = isBroken && (broken is null || entry.Sequence < broken.Sequence) ? entry : broken;
        }

        return (erased, broken);
    }
}
