using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Notifications;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Arguments of a bulk operation.</summary>
internal sealed record BulkArguments(string Action, ClientSelection Selection, string Culture)
{
    /// <summary>What was entered for it.</summary>
    public string With { get; init; } = "";

    /// <summary>How the history calls what another module does; null for a change of client records.</summary>
    public ClientBulkAct? Act { get; init; }

    [JsonIgnore]
    public BulkAction Wanted => BulkAction.Find(Action, With) ?? throw new InvalidOperationException($"There is no bulk action {Action}.");
}

/// <summary>Does one thing with many clients, in the order of their ids, so that a killed process goes on after the last one saved
/// and a filter that its own work empties does not confuse it. Takes it back by its lines in the history, newest first.</summary>
internal sealed class ClientBulk(TenantDb db, ClientList list, IBulkWriter bulk, SameDocument documents, ClientMerging merging, IEnumerable<IClientBulkAction> contributed, IHistory history, INotifier notifier, ITenantFiles files, TenantClock clock, IStringLocalizer texts) : IOperationHandler
{
    public const string OperationKind = "clients.bulk";

    /// <summary>Up to here a bulk action is done, and taken back, at once.</summary>
    public const int AtOnce = 200;

    private const string UndoKind = "undone";
    private const int SmallestBatch = 250;
    private const int LargestBatch = 2_000;
    private const int MostTries = 5;

    // Other writers wait while a batch holds SQLite's gate (ARCHITECTURE, section 4).
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMilliseconds(200);

    public string Kind => OperationKind;

    /// <summary>Whoever may delete may see and take back what others did to many; everybody their own.</summary>
    public string Permission => Permissions.Delete;

    public IReadOnlyList<string> UndoPermissions(Operation operation) =>
        operation.ArgumentsAs<BulkArguments>() is var arguments && arguments.Act is null
            ? [arguments.Wanted.Permission]
            : [contributed.FirstOrDefault(a => a.Id == arguments.Action)?.Permission ?? Permission]; // its module may be disabled by now

    public Task RunAsync(IOperationRun run, CancellationToken cancel) => InBatchesAsync(run, size => DoAsync(run.Operation, size, cancel), cancel);

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => InBatchesAsync(run, size => TakeBackAsync(run.Operation, size, cancel), cancel);

    /// <summary>Does the next clients of an operation in one transaction; answers how many they were.</summary>
    public async Task<int> DoAsync(Operation operation, int count, CancellationToken cancel)
    {
        var arguments = operation.ArgumentsAs<BulkArguments>();
        if (arguments.Act is not null)
        {
            return await DoContributedAsync(operation, arguments, count, cancel);
        }

        var action = arguments.Wanted;
        var progress = Progress(operation);
        var last = progress.LastId;
        var ids = await (await arguments.Selection.OfAsync(list, action.IsOfTrash, cancel)).Where(c => c.Id > last).OrderBy(c => c.Id).Take(count).Select(c => c.Id).ToListAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.UtcNow;
        var changes = new List<BulkChange<Client>>();
        var clients = await HoldAsync(ids, cancel);
        var holders = await documents.HoldersAsync(action.IsOfTrash ? clients.Values.Select(c => c.TaxId) : [], cancel);
        var merged = action.IsOfTrash ? await merging.MergedAmongAsync(ids, cancel) : new HashSet<long>();
        using var errors = action.IsOfTrash ? Errors(operation, progress, arguments) : null;
        foreach (var client in clients.Values)
        {
            if (merged.Contains(client.Id))
            {
                Reject(operation, errors, client, client.Id, texts["clients.merge.restore.bulk"].Value);
                continue;
            }

            if (action.IsOfTrash && client.IsDeleted && holders.Take(client.TaxId, client.Id, client.TradeName) is { } holder)
            {
                Reject(operation, errors, client, client.Id, texts["clients.error.sameDocument", holder.Name, holder.Id].Value);
                continue;
            }

            Change(changes, client, c => action.Do(c, now));
        }

        operation.Updated += changes.Count;
        operation.Processed += ids.Count;
        progress = progress with { LastId = ids.Count > 0 ? ids[^1] : last, ErrorBytes = errors is null ? 0 : await errors.FlushAsync(cancel) };
        await SaveAsync(operation, action.HistoryKind, changes, progress, cancel);
        await transaction.CommitAsync(cancel);
        return ids.Count;
    }

    /// <summary>Takes back the last clients of an operation that are not yet, in one transaction; answers how many they were. Those
    /// that changed since stay and are listed.</summary>
    public async Task<int> TakeBackAsync(Operation operation, int count, CancellationToken cancel)
    {
        var arguments = operation.ArgumentsAs<BulkArguments>();
        var progress = Progress(operation);
        if (progress.LastLine == long.MaxValue)
        {
            (operation.Processed, operation.Total, operation.Rejected) = (0, operation.Updated, 0);
        }

        var last = progress.LastLine;
        var entries = db.Set<HistoryEntry>().Where(e => e.OperationId == operation.Id && e.Kind != UndoKind).Select(e => e.Id);
        var lines = await db.Set<HistoryLine>().AsNoTracking().Where(l => entries.Contains(l.EntryId) && l.Id < last && l.Salt != null).OrderByDescending(l => l.Id).Take(count).ToListAsync(cancel);
        if (arguments.Act is { } act)
        {
            return await TakeBackContributedAsync(operation, arguments, act, progress, lines, cancel);
        }

        var action = arguments.Wanted;
        using var errors = Errors(operation, progress, arguments);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var clients = await HoldAsync([.. lines.Select(l => l.RecordId).OfType<long>()], cancel);
        var holders = await documents.HoldersAsync(action.HistoryKind == "deleted" ? clients.Values.Select(c => c.TaxId) : [], cancel);
        var changes = new List<BulkChange<Client>>();
        foreach (var line in lines)
        {
            var client = line.RecordId is { } id ? clients.GetValueOrDefault(id) : null;
            var (before, after) = (Values(line.OldValue), Values(line.NewValue));
            var isAsLeft = client is not null && action.Fits(client, after) && (action.HistoryKind != "updated" || !client.IsDeleted);
            if (isAsLeft && action.HistoryKind == "deleted" && holders.Take(client!.TaxId, client.Id, client.TradeName) is { } holder) // as left, so it is there
            {
                Reject(operation, errors, client, client.Id, texts["clients.error.sameDocument", holder.Name, holder.Id].Value);
            }
            else if (isAsLeft)
            {
                Change(changes, client!, c => action.TakeBack(c, before)); // as left, so it is there
            }
            else if (client is null || !action.Fits(client, before))
            {
                Reject(operation, errors, client, line.RecordId ?? 0, texts[client is null ? "clients.bulk.gone" : "clients.bulk.changedSince"].Value);
            }
        }

        operation.Processed += lines.Count;
        progress = progress with { LastLine = lines.Count > 0 ? lines[^1].Id : last, ErrorBytes = await errors.FlushAsync(cancel) };
        await SaveAsync(operation, UndoKind, changes, progress, cancel);
        await transaction.CommitAsync(cancel);
        return lines.Count;
    }

    /// <summary>As <see cref="DoAsync"/>, by another module's action.</summary>
    private async Task<int> DoContributedAsync(Operation operation, BulkArguments arguments, int count, CancellationToken cancel)
    {
        var progress = Progress(operation);
        var last = progress.LastId;
        var ids = await (await arguments.Selection.OfAsync(list, trashed: false, cancel)).Where(c => c.Id > last).OrderBy(c => c.Id).Take(count).Select(c => c.Id).ToListAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await bulk.HoldAsync<Client>(db, ids, cancel);
        var inUse = await db.Clients.Where(c => EF.Parameter(ids).Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);
        var lines = await Contributed(arguments).DoAsync(db, arguments.With, inUse, cancel);
        operation.Updated += lines.Count;
        operation.Processed += ids.Count;
        progress = progress with { LastId = ids.Count > 0 ? ids[^1] : last };
        await SaveLinesAsync(operation, arguments.Act!.Kind, arguments.Act, lines, progress, cancel); // the caller looked
        await transaction.CommitAsync(cancel);
        Forget();
        return ids.Count;
    }

    /// <summary>As <see cref="TakeBackAsync"/>, by another module's action.</summary>
    private async Task<int> TakeBackContributedAsync(Operation operation, BulkArguments arguments, ClientBulkAct act, BulkProgress progress, List<HistoryLine> lines, CancellationToken cancel)
    {
        var given = lines.Where(l => l.ClientId is not null).Select(l => new ClientBulkLine(l.ClientId!.Value, l.OldValue, l.NewValue)).ToList(); // filtered
        var ids = given.ConvertAll(l => l.ClientId);
        using var errors = Errors(operation, progress, arguments);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await bulk.HoldAsync<Client>(db, ids, cancel);
        var back = (await Contributed(arguments).TakeBackAsync(db, arguments.With, given, cancel)).ToHashSet();
        var names = await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        foreach (var stayed in given.Where(l => !back.Contains(l.ClientId)))
        {
            var client = names.GetValueOrDefault(stayed.ClientId);
            Reject(operation, errors, client, stayed.ClientId, texts[client is null ? "clients.bulk.gone" : "clients.bulk.changedSince"].Value);
        }

        operation.Processed += lines.Count;
        progress = progress with { LastLine = lines.Count > 0 ? lines[^1].Id : progress.LastLine, ErrorBytes = await errors.FlushAsync(cancel) };
        await SaveLinesAsync(operation, UndoKind, act, [.. given.Where(l => back.Contains(l.ClientId)).Select(l => new ClientBulkLine(l.ClientId, l.After, l.Before))], progress, cancel);
        await transaction.CommitAsync(cancel);
        return lines.Count;
    }

    private IClientBulkAction Contributed(BulkArguments arguments) =>
        contributed.FirstOrDefault(a => a.Id == arguments.Action) ?? throw new InvalidOperationException($"There is no bulk action {arguments.Action}.");

    private async Task SaveLinesAsync(Operation operation, string kind, ClientBulkAct act, IReadOnlyList<ClientBulkLine> lines, BulkProgress progress, CancellationToken cancel)
    {
        if (lines.Count > 0)
        {
            (progress, var entry) = await EntryAsync(progress, () => history.AddAsync(kind, act.RecordType, act.RecordId, act.RecordName, null, cancel), cancel);
            await bulk.AddLinesAsync(db, entry, [.. lines.Where(l => l.Before is not null || l.After is not null).Select(l => new BulkLine(l.ClientId, l.Before, l.After))], cancel);
        }

        operation.Progress = JsonSerializer.Serialize(progress);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The act that the lines belong to; made with the first of them.</summary>
    private async Task<(BulkProgress Progress, HistoryEntry Entry)> EntryAsync(BulkProgress progress, Func<Task<HistoryEntry>> add, CancellationToken cancel)
    {
        if (progress.EntryId == 0)
        {
            var act = await add();
            progress = progress with { EntryId = act.Id };
            await db.SaveChangesAsync(cancel);
        }

        var entryId = progress.EntryId;
        return (progress, await db.Set<HistoryEntry>().AsNoTracking().FirstAsync(e => e.Id == entryId, cancel));
    }

    private async Task InBatchesAsync(IOperationRun run, Func<int, Task<int>> next, CancellationToken cancel)
    {
        await using var tuned = await bulk.BeginRunAsync(db, cancel);
        var size = db.IsSqlite ? SmallestBatch * 2 : LargestBatch;
        while (await run.ContinueAsync(cancel))
        {
            var watch = Stopwatch.StartNew();
            if (await AgainAsync(run.Operation, () => next(size), cancel) == 0)
            {
                await bulk.RefreshStatisticsAsync<Client>(db, cancel);
                return;
            }

            if (db.IsSqlite)
            {
                size = watch.Elapsed > LongestBatch ? Math.Max(SmallestBatch, size / 2) : watch.Elapsed < LongestBatch / 2 ? Math.Min(LargestBatch, size * 2) : size;
            }
        }
    }

    /// <summary>Tries a batch again where somebody gave one of its documents to another client in between.</summary>
    private async Task<int> AgainAsync(Operation operation, Func<Task<int>> batch, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await batch();
            }
            catch (Exception failure) when (tries < MostTries && documents.IsBroken(failure))
            {
                Forget();
                await db.Entry(operation).ReloadAsync(cancel);
            }
        }
    }

    /// <summary>Lets go of a batch's records, so that a long run holds one batch.</summary>
    private void Forget()
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is not Operation).ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    /// <summary>The clients as they are, in the trash too, and as they stay until the transaction ends.</summary>
    private async Task<Dictionary<long, Client>> HoldAsync(IReadOnlyList<long> ids, CancellationToken cancel)
    {
        await bulk.HoldAsync<Client>(db, ids, cancel);
        return await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).OrderBy(c => c.Id).ToDictionaryAsync(c => c.Id, cancel);
    }

    private void Change(List<BulkChange<Client>> changes, Client client, Func<Client, IEvent?> act)
    {
        var after = client.Copy();
        if (act(after) is { } happened)
        {
            db.Raise(happened, after.EventKey); // told once for all, not one by one
            changes.Add(new(client, after));
        }
    }

    private async Task SaveAsync(Operation operation, string kind, List<BulkChange<Client>> changes, BulkProgress progress, CancellationToken cancel)
    {
        if (changes.Count > 0)
        {
            (progress, var entry) = await EntryAsync(progress, () => BeginAsync(operation, kind, changes[0], cancel), cancel);
            await bulk.SaveRecordsAsync(db, entry, [], changes, cancel);
        }

        operation.Progress = JsonSerializer.Serialize(progress);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The act in the history; blocks of many are told once, with it.</summary>
    private async Task<HistoryEntry> BeginAsync(Operation operation, string kind, BulkChange<Client> first, CancellationToken cancel)
    {
        if (first.Before.Blocked != first.After.Blocked)
        {
            await notifier.NotifyAllAsync(Permissions.Block, new(first.After.Blocked ? "warn" : "info", "clients.notify.many", [operation.UserName, operation.Title], "/admin/operations/" + operation.PublicId) { Type = TellOfBlocks.NotificationType }, cancel);
        }

        return await history.AddAsync(kind, Client.RecordType, null, operation.Title, null, cancel);
    }

    /// <summary>The file of those that stayed as they are, in the language of who asked.</summary>
    private ImportErrors Errors(Operation operation, BulkProgress progress, BulkArguments arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(arguments.Culture);
        return new ImportErrors(OperationFiles.ErrorsPath(operation, files), progress.ErrorBytes,
            [texts["clients.id"].Value, texts["clients.import.reason"].Value, texts["clients.field.tradeName"].Value]);
    }

    private static void Reject(Operation operation, ImportErrors? errors, Client? client, long id, string reason)
    {
        operation.Rejected++;
        errors?.Add(id, reason, [client?.TradeName]);
    }

    private static BulkProgress Progress(Operation operation) => JsonSerializer.Deserialize<BulkProgress>(operation.Progress) ?? new();

    private static LineValues Values(string? json) => new(JsonSerializer.Deserialize<Dictionary<string, string?>>(json ?? "{}") ?? []);

    /// <summary>How far it is: saved in the transaction of the clients it counts.</summary>
    private sealed record BulkProgress
    {
        public long LastId { get; init; }

        /// <summary>The act in the history; 0 before the first change.</summary>
        public long EntryId { get; init; }

        /// <summary>The line up to which it was taken back.</summary>
        public long LastLine { get; init; } = long.MaxValue;

        public long ErrorBytes { get; init; }
    }
}
