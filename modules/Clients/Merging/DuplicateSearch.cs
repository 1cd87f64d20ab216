using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Looks at all clients for those that may be the same. Reads only, until it stores what it found; a killed search begins anew.</summary>
internal sealed class DuplicateSearch(TenantDb db, TenantClock clock) : IOperationHandler
{
    public const string OperationKind = "clients.duplicates";

    /// <summary>More pairs than anybody looks through; the most likely are kept.</summary>
    public const int MostPairs = 5_000;

    private const int Chunk = 10_000;

    /// <summary>A key that more clients share is a switchboard or a placeholder, not a person.</summary>
    private const int MostSharing = 20;

    private const int MostCandidates = 200_000;

    public string Kind => OperationKind;

    public string Permission => Permissions.Merge;

    /// <summary>Queues a search, unless one waits or runs; the caller saves.</summary>
    public static async Task<Operation> StartAsync(TenantDb db, IOperations operations, IStringLocalizer texts, CancellationToken cancel)
    {
        var running = await db.Set<Operation>().FirstOrDefaultAsync(o => o.Kind == OperationKind && (o.State == OperationState.Queued || o.State == OperationState.Running || o.State == OperationState.Paused), cancel);
        return running ?? await operations.StartAsync(OperationKind, texts["clients.duplicates.operation"].Value, "{}", canUndo: false, cancel);
    }

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        operation.Total = await db.Clients.CountAsync(cancel);
        operation.Processed = 0;
        var keys = new List<(ulong Hash, long Id)>();
        for (var last = 0L; await run.ContinueAsync(cancel);)
        {
            var cards = await Cards(db.Clients.Where(c => c.Id > last).OrderBy(c => c.Id).Take(Chunk)).ToListAsync(cancel);
            if (cards.Count == 0)
            {
                await StoreAsync(operation, await ScoredAsync(Candidates(keys), cancel), cancel);
                return;
            }

            keys.AddRange(cards.SelectMany(card => card.Keys().Select(key => (Hash(key), card.Id))));
            last = cards[^1].Id;
            operation.Processed += cards.Count;
            await db.SaveChangesAsync(cancel);
        }
    }

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => throw new NotSupportedException("A search changes no client.");

    /// <summary>Pairs that share a hash: a million clients are some 60 MB of hashes, and a chance meeting is sorted out by the score.</summary>
    private static HashSet<(long One, long Other)> Candidates(List<(ulong Hash, long Id)> keys)
    {
        keys.Sort();
        var pairs = new HashSet<(long, long)>();
        for (int start = 0, end; start < keys.Count && pairs.Count < MostCandidates; start = end)
        {
            for (end = start + 1; end < keys.Count && keys[end].Hash == keys[start].Hash; end++)
            {
            }

            for (var one = start; end - start <= MostSharing && one < end; one++)
            {
                for (var other = one + 1; other < end; other++)
                {
                    if (keys[one].Id != keys[other].Id)
                    {
                        pairs.Add((keys[one].Id, keys[other].Id));
                    }
                }
            }
        }

        return pairs;
    }

    private async Task<List<(long One, long Other, int Score, string Reasons)>> ScoredAsync(HashSet<(long One, long Other)> candidates, CancellationToken cancel)
    {
        var scored = new List<(long, long, int Score, string)>();
        foreach (var batch in candidates.Chunk(Chunk / 2))
        {
            var ids = batch.SelectMany(p => new[] { p.One, p.Other }).Distinct().ToList();
            var cards = await Cards(db.Clients.Where(c => EF.Parameter(ids).Contains(c.Id))).ToDictionaryAsync(c => c.Id, cancel);
            foreach (var (one, other) in batch)
            {
                // One may have gone to the trash in between.
                if (cards.TryGetValue(one, out var first) && cards.TryGetValue(other, out var second) && DuplicateScore.Of(first, second) is { Score: >= DuplicateScore.Threshold } likeness)
                {
                    scored.Add((one, other, likeness.Score, likeness.Reasons));
                }
            }
        }

        return [.. scored.OrderByDescending(p => p.Score).Take(MostPairs)];
    }

    /// <summary>Keeps what somebody said about a pair, drops what is no more, adds what is new.</summary>
    private async Task StoreAsync(Operation operation, List<(long One, long Other, int Score, string Reasons)> found, CancellationToken cancel)
    {
        var known = await db.Duplicates.ToDictionaryAsync(d => (d.OneId, d.OtherId), cancel);
        foreach (var (one, other, score, reasons) in found)
        {
            if (known.Remove((one, other), out var pair))
            {
                (pair.Score, pair.Reasons) = (score, reasons);
            }
            else
            {
                db.Add(new ClientDuplicate { OneId = one, OtherId = other, Score = score, Reasons = reasons, FoundUtc = clock.UtcNow });
            }
        }

        db.RemoveRange(known.Values.Where(d => d.DismissedUtc is null));
        operation.Created = found.Count;
        await db.SaveChangesAsync(cancel);
    }

    private static IQueryable<DuplicateCard> Cards(IQueryable<Client> clients) =>
        clients.AsNoTracking().Select(c => new DuplicateCard(c.Id, c.TaxId, c.Emails, c.Phones, c.NameSort));

    /// <summary>FNV-1a.</summary>
    private static ulong Hash(string key)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in key)
        {
            hash = unchecked((hash ^ letter) * 1_099_511_628_211UL);
        }

        return hash;
    }
}
