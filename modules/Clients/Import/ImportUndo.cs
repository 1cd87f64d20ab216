using System.Globalization;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Takes an import back by its lines in the history, newest first.</summary>
internal sealed class ImportUndo(TenantDb db, IBulkWriter bulk, SameDocument documents, IRecordReferences references, IEnumerable<IAnonymizationObstacle> obstacles, ITenantFiles files, IStringLocalizer texts)
{
    private const int Batch = 200;

    /// <summary>Pairs that may be one client: the next search finds them again.</summary>
    private const string Pairs = "Clients.Duplicate";

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var progress = JsonSerializer.Deserialize<Position>(operation.Progress) ?? new Position();
        var entries = db.Set<HistoryEntry>().Where(e => e.OperationId == operation.Id && e.Kind == "imported").Select(e => e.Id);
        if (progress.LastLine == long.MaxValue)
        {
            var all = await db.Set<HistoryLine>().CountAsync(l => entries.Contains(l.EntryId) && l.Salt != null, cancel);
            (operation.Processed, operation.Total, operation.Rejected) = (0, all, 0);
        }

        using var errors = new ImportErrors(OperationFiles.ErrorsPath(operation, files), progress.ErrorBytes,
            [texts["clients.id"].Value, texts["clients.import.reason"].Value, texts["clients.field.tradeName"].Value]);
        while (await run.ContinueAsync(cancel))
        {
            var last = progress.LastLine;
            var lines = await db.Set<HistoryLine>().AsNoTracking().Where(l => entries.Contains(l.EntryId) && l.Id < last && l.Salt != null).OrderByDescending(l => l.Id).Take(Batch).ToListAsync(cancel);
            if (lines.Count == 0)
            {
                return;
            }

            var ids = lines.Select(l => l.RecordId).OfType<long>().Distinct().ToList();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await bulk.HoldAsync<Client>(db, ids, cancel);
            var clients = await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => EF.Parameter(ids).Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
            var (touched, referred) = await TouchedAsync(operation, [.. lines.Where(l => l.OldValue is null).Select(l => l.RecordId).OfType<long>()], cancel);
            var holders = await documents.HoldersAsync(lines.Select(l => l.OldValue is null ? "" : Values(l.OldValue).GetValueOrDefault("taxId") ?? ""), cancel);
            var made = new List<Client>();
            foreach (var line in lines)
            {
                if (line.RecordId is not { } id || !clients.TryGetValue(id, out var client))
                {
                    continue;
                }

                var isMade = line.OldValue is null;
                if (isMade ? touched.Contains(id) : !TakeBack(client, line, holders))
                {
                    operation.Rejected++;
                    errors.Add(id, texts["clients.import.changedSince"].Value, [client.TradeName]);
                }
                else if (isMade)
                {
                    made.Add(client);
                }
            }

            if (made.Select(c => c.Id).Where(referred.Contains).ToList() is { Count: > 0 } left)
            {
                await references.EraseAsync(db, Client.RecordType, left, cancel);
            }

            db.RemoveRange(made);
            operation.Processed += lines.Count;
            progress = new Position { LastLine = lines[^1].Id, ErrorBytes = await errors.FlushAsync(cancel) };
            operation.Progress = JsonSerializer.Serialize(progress);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is not Operation).ToList())
            {
                entry.State = EntityState.Detached;
            }
        }
    }

    /// <summary>Those of the clients that it made which others have worked on since: their history tells of somebody else, or something belongs to
    /// them, or must not be erased. The version alone would not say it: the import may have changed a client that it made, and the undo has
    /// changed it back. With them, those to which anything refers.</summary>
    private async Task<(HashSet<long> Touched, HashSet<long> Referred)> TouchedAsync(Operation operation, List<long> ids, CancellationToken cancel)
    {
        var others = db.Set<HistoryEntry>().Where(e => e.OperationId != operation.Id);
        var single = others.Where(e => e.ClientId != null && EF.Parameter(ids).Contains(e.ClientId.Value)).Select(e => e.ClientId!.Value);
        var inBulk = db.Set<HistoryLine>().Where(l => l.ClientId != null && EF.Parameter(ids).Contains(l.ClientId.Value) && others.Any(e => e.Id == l.EntryId)).Select(l => l.ClientId!.Value);
        var touched = await single.Union(inBulk).ToHashSetAsync(cancel);
        HashSet<long> referred = [];
        if (ids.Except(touched).ToList() is { Count: > 0 } rest)
        {
            var rows = await references.ReferredAsync(db, Client.RecordType, rest, cancel);
            referred.UnionWith(rows.SelectMany(r => r.Ids));
            touched.UnionWith(rows.Where(r => r.OnErase == OnErase.Delete && r.RecordType != Pairs).SelectMany(r => r.Ids));
        }

        if (ids.Except(touched).ToList() is { Count: > 0 } free && await IsHeldAsync(free, cancel))
        {
            foreach (var id in free)
            {
                if (await IsHeldAsync([id], cancel))
                {
                    touched.Add(id);
                }
            }
        }

        return (touched, referred);
    }

    private async Task<bool> IsHeldAsync(List<long> ids, CancellationToken cancel)
    {
        foreach (var obstacle in obstacles.Where(o => o is not ClientPrivacy)) // it waits for the end of imports, this one among them
        {
            if (await obstacle.FindAsync(new DataSubject(ids[0], ids, []), cancel) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives a client that the import changed its old values; false where it changed since.</summary>
    private bool TakeBack(Client client, HistoryLine line, DocumentHolders holders)
    {
        var before = Values(line.OldValue ?? "{}");
        var after = Values(line.NewValue ?? "{}");
        var now = client.Details;
        var known = ClientFields.All.Where(f => after.ContainsKey(f.Name)).ToList();
        if (client.IsDeleted || client.AnonymizedUtc is not null || known.Exists(f => f.Get(now) != ClientFields.Stored(f.Name, after[f.Name])))
        {
            return false;
        }

        if (before.TryGetValue("taxId", out var taxId) && holders.Take(taxId ?? "", client.Id, client.TradeName) is not null)
        {
            return false;
        }

        db.ChangeClient(client, known.Aggregate(now, (details, field) => ClientFields.With(details, field.Name, ClientFields.Stored(field.Name, before.GetValueOrDefault(field.Name)))));
        if (before.TryGetValue("createdUtc", out var created) && DateTime.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var utc))
        {
            client.CreatedUtc = utc;
        }

        return true;
    }

    private static Dictionary<string, string?> Values(string json) => JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? [];

    private sealed record Position
    {
        public long LastLine { get; init; } = long.MaxValue;
        public long ErrorBytes { get; init; }
    }
}
