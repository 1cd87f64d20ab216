using System.Diagnostics;
using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.History;
using ClientSuite.Operations;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Imports a table of clients. The file is read once to its end before anything is written, so a broken one changes
/// nothing; then rows go in batches, with the operation's progress in their transaction: a killed process goes on after
/// the last one.</summary>
internal sealed class ClientImport(TenantDb db, IBulkWriter bulk, SameDocument documents, ImportUploads uploads, ITenantFiles files, IHistory history, ImportUndo undo, TenantClock clock, IStringLocalizer texts) : IOperationHandler
{
    public const string OperationKind = "clients.import";

    /// <summary>Rows between two looks at who waits: a tenth of a second on SQLite.</summary>
    private const int SqliteBatch = 500;

    /// <summary>On PostgreSQL nobody waits for a batch: fewer, larger ones.</summary>
    private const int PostgresBatch = 6_000;
    private const int FirstShown = 20;
    private const int MostTries = 5;

    /// <summary>A row touches a page of every index, and a transaction writes a page once: on SQLite it goes on while nobody waits for its end
    /// (ARCHITECTURE, section 4, allows 200 ms), but what a killed process does again stays small.</summary>
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromSeconds(1);

    public string Kind => OperationKind;

    public string Permission => Permissions.Import;

    public IReadOnlyList<string> UndoPermissions(Operation operation) =>
        [Permissions.Import, .. operation.ArgumentsAs<ImportPlan>().Columns.Select(c => ImportField.Find(c)?.Permission).OfType<string>().Distinct()];

    public bool IsPreview(Operation operation) => operation.ArgumentsAs<ImportPlan>().DryRun;

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var plan = operation.ArgumentsAs<ImportPlan>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(plan.Culture);
        try
        {
            if (operation.Total == 0)
            {
                operation.Total = Count(plan, cancel);
                await db.SaveChangesAsync(cancel);
            }

            using var table = uploads.Open(plan.File);
            await using var tuned = await bulk.BeginRunAsync(db, cancel);
            await ReadAsync(run, plan, table, cancel);
        }
        catch (TableReadException unreadable)
        {
            throw new RuleBrokenException(unreadable.Row is null ? unreadable.Code : "clients.import.error.atRow", unreadable.Row is { } row ? [row, texts[unreadable.Code].Value] : []);
        }
    }

    /// <summary>Takes back what the import did: what it made is removed, what it changed gets its old values. Rows that somebody
    /// changed since stay and are listed.</summary>
    public async Task UndoAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var plan = operation.ArgumentsAs<ImportPlan>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(plan.Culture);
        await undo.RunAsync(run, cancel);
    }

    private long Count(ImportPlan plan, CancellationToken cancel)
    {
        using var table = uploads.Open(plan.File);
        long rows = 0;
        foreach (var _ in table.ReadRows())
        {
            cancel.ThrowIfCancellationRequested();
            rows++;
        }

        return rows;
    }

    private async Task ReadAsync(IOperationRun run, ImportPlan plan, ITableReader table, CancellationToken cancel)
    {
        var operation = run.Operation;
        var progress = ImportProgress.Read(operation.Progress);
        var rows = new ImportRows(plan, clock, texts);
        using var errors = new ImportErrors(OperationFiles.ErrorsPath(operation, files), progress.ErrorBytes,
            [texts["clients.import.row"].Value, texts["clients.import.reason"].Value, .. table.Header]);
        using var source = table.ReadRows().GetEnumerator();
        for (long skipped = 0; skipped < progress.Rows && source.MoveNext(); skipped++)
        {
            cancel.ThrowIfCancellationRequested();
        }

        // While a batch is written, the next one is read and checked.
        Task<List<ImportRow>> ReadAheadAsync() => Task.Run(() => Prepare(source, rows, db.IsSqlite ? SqliteBatch : PostgresBatch), cancel);
        var next = ReadAheadAsync();
        async Task<List<ImportRow>> NextAsync()
        {
            var batch = await next;
            next = ReadAheadAsync();
            return batch;
        }

        var work = new Work(operation, plan, rows, errors, NextAsync) { Progress = progress };
        try
        {
            while (await run.ContinueAsync(cancel))
            {
                var batch = await NextAsync();
                if (batch.Count == 0)
                {
                    await CompleteAsync(operation, plan, cancel);
                    return;
                }

                await WriteAsync(work, batch, cancel);
            }
        }
        finally
        {
            // The file is closed only when nobody reads it.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static List<ImportRow> Prepare(IEnumerator<TableRow> source, ImportRows rows, int count)
    {
        var batch = new List<ImportRow>(count);
        while (batch.Count < count && source.MoveNext())
        {
            batch.Add(rows.Prepare(source.Current));
        }

        return batch;
    }

    private async Task CompleteAsync(Operation operation, ImportPlan plan, CancellationToken cancel)
    {
        if (!plan.DryRun)
        {
            await bulk.RefreshStatisticsAsync<Client>(db, cancel);
            db.Raise(new ClientsImported(operation.Id, operation.Created, operation.Updated), FormattableString.Invariant($"operation:{operation.Id}"));
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>One transaction; again where somebody gave one of its documents to another client in between, which nobody can on SQLite.</summary>
    private async Task WriteAsync(Work work, List<ImportRow> batch, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await TryWriteAsync(work, batch, cancel);
                return;
            }
            catch (Exception failure) when (tries < MostTries && !db.IsSqlite && documents.IsBroken(failure))
            {
                work.Errors.Clear();
                foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is not Operation).ToList())
                {
                    entry.State = EntityState.Detached;
                }

                await db.Entry(work.Operation).ReloadAsync(cancel);
                work.Progress = ImportProgress.Read(work.Operation.Progress);
            }
        }
    }

    /// <summary>One batch, and on SQLite those after it while nobody waits.</summary>
    private async Task TryWriteAsync(Work work, List<ImportRow> batch, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        do
        {
            await TakeAsync(work, batch, cancel);
        }
        while (db.IsSqlite && watch.Elapsed < LongestTransaction && !bulk.OthersWait(db) && (batch = await work.Next()).Count > 0);

        work.Progress.ErrorBytes = await work.Errors.FlushAsync(cancel);
        work.Operation.Progress = work.Progress.ToString();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task TakeAsync(Work work, List<ImportRow> batch, CancellationToken cancel)
    {
        var (operation, plan, progress) = (work.Operation, work.Plan, work.Progress);
        var taken = new ImportBatch(await FindAsync(plan, batch, cancel), await documents.HoldersAsync(batch.Select(r => r.Fresh?.TaxId ?? ""), cancel));
        foreach (var row in batch)
        {
            var rejected = row.Source.Problem is null ? taken.Take(plan, work.Rows, row, texts) : row.Rejected;
            if (rejected.Count == 0)
            {
                continue;
            }

            operation.Rejected++;
            work.Errors.Add(row.Source.Number, string.Join(" ", rejected), row.Source.Cells);
            if (progress.First.Count < FirstShown)
            {
                progress.First.Add(new RejectedRow(row.Source.Number, work.Rows.NameOf(row.Source.Cells)) { Cells = rejected });
            }
        }

        var changed = taken.Changed;
        if (!plan.DryRun && (taken.Added.Count > 0 || changed.Count > 0))
        {
            await bulk.SaveRecordsAsync(db, await EntryAsync(work, cancel), taken.Added, changed, cancel);
        }

        operation.Created += taken.Added.Count;
        operation.Updated += changed.Count + taken.Again;
        operation.Processed += batch.Count;
        progress.Same += taken.Same;
        progress.Rows += batch.Count;
    }

    private async Task<HistoryEntry> EntryAsync(Work work, CancellationToken cancel)
    {
        if (work.Progress.EntryId > 0)
        {
            return await db.Set<HistoryEntry>().AsNoTracking().FirstAsync(e => e.Id == work.Progress.EntryId, cancel);
        }

        var entry = await history.AddAsync("imported", Client.RecordType, null, work.Operation.Title, null, cancel);
        work.Progress.EntryId = entry.Id;
        await db.SaveChangesAsync(cancel);
        return entry;
    }

    private async Task<Dictionary<string, List<Client>>> FindAsync(ImportPlan plan, List<ImportRow> batch, CancellationToken cancel)
    {
        var keys = batch.Select(r => r.Key).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (keys.Count == 0)
        {
            return [];
        }

        var clients = db.Clients.AsNoTracking();
        var ids = plan.Match == ImportMatch.Id ? keys.ConvertAll(k => long.Parse(k, CultureInfo.InvariantCulture)) : [];
        var matching = plan.Match switch
        {
            ImportMatch.TaxId => clients.Where(c => EF.Parameter(keys).Contains(c.TaxId)),
            ImportMatch.Email => clients.Where(c => EF.Parameter(keys).Contains(c.Email)),
            _ => clients.Where(c => EF.Parameter(ids).Contains(c.Id)),
        };
        var held = await matching.Select(c => c.Id).ToListAsync(cancel);
        if (held.Count == 0)
        {
            return [];
        }

        await bulk.HoldAsync<Client>(db, held, cancel);
        var found = await matching.ToListAsync(cancel);
        return found.GroupBy(c => plan.Match switch
        {
            ImportMatch.TaxId => c.TaxId,
            ImportMatch.Email => c.Email,
            _ => c.Id.ToString(CultureInfo.InvariantCulture),
        }, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    /// <summary>What a run works with. <c>Next</c> answers the rows after those it answered last, none at the end of the file.</summary>
    private sealed record Work(Operation Operation, ImportPlan Plan, ImportRows Rows, ImportErrors Errors, Func<Task<List<ImportRow>>> Next)
    {
        /// <summary>Read anew where a batch is tried again.</summary>
        public required ImportProgress Progress { get; set; }
    }
}

/// <summary>The clients of one batch: those found, those made, those changed. A second row about the same client goes on from
/// what the first one left.</summary>
internal sealed class ImportBatch(Dictionary<string, List<Client>> found, DocumentHolders holders)
{
    private readonly Dictionary<string, Client> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Client> _before = new(StringComparer.Ordinal);

    public List<Client> Added { get; } = [];

    public List<BulkChange<Client>> Changed => [.. _before.Select(b => new BulkChange<Client>(b.Value, _pending[b.Key]))];

    /// <summary>Rows that changed nothing.</summary>
    public int Same { get; private set; }

    /// <summary>Rows that changed what a row before them in the batch had made or changed: they are saved with it.</summary>
    public int Again { get; private set; }

    /// <summary>Takes a row; answers why it cannot be taken: nothing where it was.</summary>
    public IReadOnlyList<RejectedCell> Take(ImportPlan plan, ImportRows rows, ImportRow row, IStringLocalizer texts)
    {
        var key = row.Key;
        var stored = key.Length > 0 && found.TryGetValue(key, out var many) ? many : [];
        if (stored.Count > 1)
        {
            return [rows.RejectKey(row.Source.Cells, texts["clients.import.error.many", stored.Count].Value)];
        }

        if (plan.Match == ImportMatch.Id && stored.Count == 0)
        {
            return [rows.RejectKey(row.Source.Cells, texts["clients.import.error.noId"].Value)];
        }

        var existing = key.Length > 0 && _pending.TryGetValue(key, out var pending) ? pending : stored.Count == 1 ? stored[0] : null;
        var rejected = row.Rejected;
        if (existing is { AnonymizedUtc: not null })
        {
            return [rows.RejectKey(row.Source.Cells, texts["clients.error.anonymized", existing.TradeName].Value)];
        }

        var (details, created) = existing is null && row.Fresh is { } fresh ? (fresh, row.Created) : rows.Read(row.Source.Cells, existing?.Details, out rejected);
        if (rejected.Count > 0)
        {
            return rejected;
        }

        if (details.TaxId != existing?.TaxId && holders.Take(details.TaxId, existing?.Id ?? 0, details.TradeName) is { } holder)
        {
            return [rows.Reject(row.Source.Cells, "taxId", texts[holder.Id > 0 ? "clients.error.sameDocument" : "clients.import.error.sameDocument", holder.Name, holder.Id].Value)];
        }

        if (existing is null)
        {
            var client = row.TakeMade() ?? Client.Create(details);
            client.CreatedUtc = created ?? default;
            Added.Add(client);
            if (key.Length > 0)
            {
                _pending[key] = client;
            }

            return [];
        }

        if (details == existing.Details && (created is null || created == existing.CreatedUtc))
        {
            Same++;
            return [];
        }

        if (_pending.ContainsKey(key))
        {
            Again++;
        }
        else
        {
            _before[key] = existing;
            existing = existing.Copy();
            _pending[key] = existing;
        }

        existing.Apply(details);
        existing.CreatedUtc = created ?? existing.CreatedUtc;
        return [];
    }
}
