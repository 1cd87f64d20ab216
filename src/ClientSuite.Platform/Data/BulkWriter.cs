using System.Data.Common;
using System.Globalization;
using ClientSuite.History;
using ClientSuite.Outbox;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClientSuite.Data;

internal sealed class BulkWriter(IIds ids, WorkSignals signals, TenantClock clock, IServiceProviderIsService registered) : IBulkWriter
{
    public async Task<IAsyncDisposable> BeginRunAsync(TenantDb db, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync(db.IsSqlite ? "PRAGMA cache_size=-84000; PRAGMA wal_autocheckpoint=32000" : "SET synchronous_commit TO off; SET gin_pending_list_limit TO '16MB'", cancel);
        return new Run(db);
    }

    public async Task RefreshStatisticsAsync<T>(TenantDb db, CancellationToken cancel) where T : class
    {
        if (!db.IsSqlite)
        {
            foreach (var type in new[] { typeof(T), typeof(SearchEntry), typeof(HistoryLine) })
            {
                await db.Database.ExecuteSqlRawAsync(BulkTable.Of(db, type).AnalyzeSql, cancel);
            }

            // What waits to be merged into the search index is read by every search.
            await db.Database.ExecuteSqlRawAsync("""SELECT gin_clean_pending_list('"IX_Search_Entry_Keys"'::regclass)""", cancel);
        }
    }

    public bool OthersWait(TenantDb db) => SqliteWriteTurn.IsWantedFrom(db);

    public async Task InsertAsync<T>(TenantDb db, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = BulkTable.Of(db, typeof(T));
        if (db.IsSqlite)
        {
            await RunPreparedAsync(db, table.InsertSql, table.Columns, rows, cancel);
        }
        else
        {
            await CopyAsync(db, table.Columns, table.CopySql, rows, cancel);
        }
    }

    public async Task HoldAsync<T>(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel) where T : ContentItem
    {
        _ = Transaction(db);
        if (!db.IsSqlite && ids.Count > 0)
        {
            // In the order of their ids, so that two runs do not wait for each other.
            await db.Database.ExecuteSqlRawAsync(BulkTable.Of(db, typeof(T)).HoldSql, [ids.Order().ToArray()], cancel);
        }
    }

    public async Task SaveRecordsAsync<T>(TenantDb db, HistoryEntry entry, IReadOnlyList<T> added, IReadOnlyList<BulkChange<T>> changed, CancellationToken cancel) where T : ContentItem
    {
        var now = clock.UtcNow;
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not mapped.");
        var shape = RecordShape.Of(type);
        var nextId = added.Count > 0 ? ids.Reserve(db, IdSequence.Records, added.Count) : 0;
        var nextLine = ids.Reserve(db, IdSequence.Rows, added.Count + changed.Count);
        foreach (var record in added)
        {
            record.Id = nextId++;
            record.ContentItemId = record.ContentItemId.Length > 0 ? record.ContentItemId : PublicId.New(TimeProvider.System);
            record.CreatedUtc = record.CreatedUtc == default ? now : record.CreatedUtc;
            record.ModifiedUtc = now;
            record.OwnerId ??= db.Session.UserId;
            record.Version = 1;
        }

        foreach (var (before, after) in changed)
        {
            after.ModifiedUtc = now;
            after.Version = before.Version + 1;
        }

        // Lines are hashed and search rows folded while the records are written; search rows that say what they said stay as they are.
        var lines = Task.Run(() => added.Select(r => Line(r, null, shape.Values(r))).Concat(changed.Select(Difference)).ToList(), CancellationToken.None);
        var isSearchable = typeof(ISearchable).IsAssignableFrom(typeof(T));
        var found = Task.Run(() => isSearchable ? added.Select(Row).ToList() : [], CancellationToken.None);
        var foundAgain = Task.Run(() => isSearchable ? changed.Select(c => new BulkChange<SearchEntry>(Row(c.Before), Row(c.After))).ToList() : [], CancellationToken.None);
        await InsertAsync(db, added, cancel);
        await UpdateAsync(db, changed, cancel);
        await InsertAsync(db, await found, cancel);
        await UpdateAsync(db, await foundAgain, cancel);
        await InsertAsync(db, await lines, cancel);
        await StoreEventsAsync(db, now, cancel);

        SearchEntry Row(T record) => SearchRows.Make(record.Id, shape.RecordType, ((ISearchable)record).GetSearchText());

        HistoryLine Difference(BulkChange<T> change)
        {
            var (old, current) = shape.Differences(change.Before, change.After);
            return Line(change.After, old, current);
        }

        HistoryLine Line(T record, string? old, string? current)
        {
            var line = HistoryChain.Line(entry, record.Id, record is IClientRecord { HistoryClientId: { } client } ? client : record is IClientRecord ? record.Id : null, "*", old, current);
            line.Id = nextLine++;
            return line;
        }
    }

    public async Task AddLinesAsync(TenantDb db, HistoryEntry entry, IReadOnlyList<BulkLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var next = ids.Reserve(db, IdSequence.Rows, lines.Count);
        var rows = lines.Select(l => HistoryChain.Line(entry, l.ClientId, l.ClientId, "*", l.Before, l.After)).ToList();
        rows.ForEach(r => r.Id = next++);
        await InsertAsync(db, rows, cancel);
    }

    /// <summary>The columns that differ in any row, of the rows in which any differs: an index over nothing else is left alone.</summary>
    private static async Task UpdateAsync<T>(TenantDb db, IReadOnlyList<BulkChange<T>> changes, CancellationToken cancel) where T : class
    {
        var table = BulkTable.Of(db, typeof(T));
        var columns = table.Columns.Where(c => !c.IsKey && changes.Any(x => c.Differs(x.Before, x.After))).ToList();
        var rows = changes.Where(x => columns.Exists(c => c.Differs(x.Before, x.After))).Select(x => x.After).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        columns.AddRange(table.Columns.Where(c => c.IsKey));
        if (db.IsSqlite)
        {
            await RunPreparedAsync(db, table.UpdateSql(columns), columns, rows, cancel);
            return;
        }

        // A temporary copy joined back: one round trip for the rows, one statement for the update.
        await db.Database.ExecuteSqlRawAsync(table.TempSql(columns), cancel);
        await CopyAsync(db, columns, table.CopyTempSql(columns), rows, cancel);
        await db.Database.ExecuteSqlRawAsync(table.UpdateFromTempSql(columns), cancel);
    }

    /// <summary>Leaves out what nobody in the tenant handles: of 100,000 events that were stored, claimed and deleted for nothing, half
    /// of a bulk action's time on PostgreSQL went.</summary>
    private async Task StoreEventsAsync(TenantDb db, DateTime now, CancellationToken cancel)
    {
        var raised = db.TakeRaised();
        var heard = raised.Select(r => r.Event.GetType()).Distinct().Where(t => registered.IsService(typeof(IEventHandler<>).MakeGenericType(t))).ToHashSet();
        raised = [.. raised.Where(r => heard.Contains(r.Event.GetType()))];
        if (raised.Count == 0)
        {
            return;
        }

        var next = ids.Reserve(db, IdSequence.Rows, raised.Count);
        var events = raised.Select(item => OutboxEvent.Of(item, db.Session.CorrelationId, now)).ToList();
        events.ForEach(e => e.Id = next++);
        await InsertAsync(db, events, cancel);
        await signals.MarkAsync(db.Session.Tenant, cancel);
        db.Session.MarkedSaves++;
    }

    private static async Task RunPreparedAsync<T>(TenantDb db, string sql, IReadOnlyList<BulkColumn> columns, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = Transaction(db);
        command.CommandText = sql;
        var parameters = new DbParameter[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            parameters[i] = command.CreateParameter();
            parameters[i].ParameterName = "@p" + i.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(parameters[i]);
        }

        command.Prepare();
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Count; i++)
            {
                parameters[i].Value = columns[i].Read(row) ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync<T>(TenantDb db, IReadOnlyList<BulkColumn> columns, string sql, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        _ = Transaction(db);
        await using var writer = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync(sql, cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            foreach (var column in columns)
            {
                var value = column.Read(row);
                if (value is null)
                {
                    await writer.WriteNullAsync(cancel);
                }
                else
                {
                    await writer.WriteAsync(value, column.StoreType, cancel);
                }
            }
        }

        await writer.CompleteAsync(cancel);
    }

    private static DbTransaction Transaction(TenantDb db) =>
        db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("Begin a transaction first: a bulk write is part of one.");

    private sealed class Run(TenantDb db) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (db.Database.GetDbConnection().State == System.Data.ConnectionState.Open) // a server that went away took the setting along
            {
                await db.Database.ExecuteSqlRawAsync(db.IsSqlite ? SqlitePragmas.Sizes : "RESET synchronous_commit; RESET gin_pending_list_limit", CancellationToken.None);
            }

            await db.Database.CloseConnectionAsync();
        }
    }
}

/// <summary>How a mapped type is written in bulk. Computed once per model.</summary>
internal sealed class BulkTable
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<IEntityType, BulkTable> Tables = new();
    private readonly string _table;
    private readonly string _temp;

    private BulkTable(IEntityType type)
    {
        var table = type.GetTableName() ?? throw new InvalidOperationException($"{type.ClrType} has no table.");
        var store = StoreObjectIdentifier.Table(table, null);
        var properties = type.GetProperties().Where(p => p.PropertyInfo is not null).ToList();
        var key = type.FindPrimaryKey()!.Properties; // mapped tables have keys
        Columns = [.. properties.Select(p => new BulkColumn(p, p.GetColumnName(store) ?? p.Name, key.Contains(p)))];
        _table = $"\"{table}\"";
        _temp = $"\"tmp_{table}\"";
        InsertSql = $"INSERT INTO {_table} ({Names(Columns)}) VALUES ({string.Join(", ", Columns.Select((_, i) => Parameter(i)))})";
        CopySql = $"COPY {_table} ({Names(Columns)}) FROM STDIN (FORMAT BINARY)";
        AnalyzeSql = $"ANALYZE {_table}";
        HoldSql = $$"""SELECT 1 FROM {{_table}} WHERE "Id" = ANY({0}) ORDER BY "Id" FOR UPDATE""";
    }

    public IReadOnlyList<BulkColumn> Columns { get; }

    public string InsertSql { get; }

    public string CopySql { get; }

    public string AnalyzeSql { get; }

    public string HoldSql { get; }

    public string UpdateSql(IReadOnlyList<BulkColumn> columns)
    {
        string Equals(bool isKey, string between) => string.Join(between, columns.Select((c, i) => (c, i)).Where(x => x.c.IsKey == isKey).Select(x => $"\"{x.c.Name}\" = {Parameter(x.i)}"));
        return $"UPDATE {_table} SET {Equals(false, ", ")} WHERE {Equals(true, " AND ")}";
    }

    /// <summary>An empty copy without the constraints of columns that are left out; the last batch may have had others.</summary>
    public string TempSql(IReadOnlyList<BulkColumn> columns) =>
        $"DROP TABLE IF EXISTS pg_temp.{_temp}; CREATE TEMP TABLE {_temp} ON COMMIT DROP AS SELECT {Names(columns)} FROM {_table} WITH NO DATA";

    public string CopyTempSql(IReadOnlyList<BulkColumn> columns) => $"COPY pg_temp.{_temp} ({Names(columns)}) FROM STDIN (FORMAT BINARY)";

    public string UpdateFromTempSql(IReadOnlyList<BulkColumn> columns)
    {
        var set = string.Join(", ", columns.Where(c => !c.IsKey).Select(c => $"\"{c.Name}\" = s.\"{c.Name}\""));
        return $"UPDATE {_table} t SET {set} FROM pg_temp.{_temp} s WHERE {string.Join(" AND ", columns.Where(c => c.IsKey).Select(c => $"t.\"{c.Name}\" = s.\"{c.Name}\""))}";
    }

    public static BulkTable Of(TenantDb db, Type type) =>
        Tables.GetOrAdd(db.Model.FindEntityType(type) ?? throw new InvalidOperationException($"{type} is not mapped."), t => new BulkTable(t));

    private static string Names(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));

    private static string Parameter(int at) => "@p" + at.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A column of a bulk write.</summary>
internal sealed class BulkColumn(IProperty property, string name, bool isKey)
{
    private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider : null;
    private readonly IClrPropertyGetter _getter = property.GetGetter();

    public string Name => name;

    public bool IsKey => isKey;

    /// <summary>Type name without length, as the PostgreSQL driver knows it.</summary>
    public string StoreType { get; } = property.GetColumnType().Split('(')[0] switch
    {
        "varchar" => "character varying",
        var type => type,
    };

    public bool Differs(object before, object after) => !Equals(_getter.GetClrValue(before), _getter.GetClrValue(after));

    public object? Read(object row)
    {
        var value = _getter.GetClrValue(row);
        return value is null || _convert is null ? value : _convert(value);
    }
}
