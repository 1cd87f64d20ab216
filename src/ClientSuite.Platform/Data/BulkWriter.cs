using System.Data.Common;
using System.Globalization;
using ClientSuite.History;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ClientSuite.Data;

internal sealed class BulkWriter(IIds ids, TenantClock clock) : IBulkWriter
{
    public async Task<IAsyncDisposable> BeginRunAsync(TenantDb db, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        if (db.IsSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size=-90000; PRAGMA wal_autocheckpoint=32000", cancel);
        }

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
        }
    }

    public async Task InsertAsync<T>(TenantDb db, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = BulkTable.Of(db, typeof(T));
        if (db.IsSqlite)
        {
            await RunPreparedAsync(db, table, table.InsertSql, table.Columns, rows, cancel);
        }
        else
        {
            await CopyAsync(db, table, table.CopySql, rows, cancel);
        }
    }

    public async Task UpdateAsync<T>(TenantDb db, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var table = BulkTable.Of(db, typeof(T));
        if (db.IsSqlite)
        {
            await RunPreparedAsync(db, table, table.UpdateSql, table.Columns, rows, cancel);
            return;
        }

        // A temporary copy joined back: one round trip for the rows, one statement for the update.
        await db.Database.ExecuteSqlRawAsync(table.TempSql, cancel);
        await CopyAsync(db, table, table.CopyTempSql, rows, cancel);
        await db.Database.ExecuteSqlRawAsync(table.UpdateFromTempSql, cancel);
    }

    public async Task SaveRecordsAsync<T>(TenantDb db, HistoryEntry entry, IReadOnlyList<T> added, IReadOnlyList<BulkChange<T>> changed, CancellationToken cancel) where T : ContentItem
    {
        var now = clock.UtcNow;
        var type = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not mapped.");
        var shape = RecordShape.Of(type);
        var nextId = added.Count > 0 ? ids.Reserve(db, IdSequence.Records, added.Count) : 0;
        var nextLine = ids.Reserve(db, IdSequence.Rows, added.Count + changed.Count);
        var lines = new List<HistoryLine>(added.Count + changed.Count);
        foreach (var record in added)
        {
            record.Id = nextId++;
            record.ContentItemId = record.ContentItemId.Length > 0 ? record.ContentItemId : PublicId.New(TimeProvider.System);
            record.CreatedUtc = record.CreatedUtc == default ? now : record.CreatedUtc;
            record.ModifiedUtc = now;
            record.OwnerId ??= db.Session.UserId;
            record.Version = 1;
            lines.Add(Line(record, null, shape.Values(record)));
        }

        foreach (var (before, after) in changed)
        {
            after.ModifiedUtc = now;
            after.Version = before.Version + 1;
            var (old, current) = shape.Differences(before, after);
            lines.Add(Line(after, old, current));
        }

        // Search rows are folded while the records are written.
        var isSearchable = typeof(ISearchable).IsAssignableFrom(typeof(T));
        var found = Task.Run(() => isSearchable ? added.Select(Row).ToList() : [], CancellationToken.None);
        await InsertAsync(db, added, cancel);
        await UpdateAsync(db, [.. changed.Select(c => c.After)], cancel);
        if (isSearchable)
        {
            await InsertAsync(db, await found, cancel);
            await UpdateAsync(db, [.. changed.Select(c => Row(c.After))], cancel);
        }

        await InsertAsync(db, lines, cancel);

        SearchEntry Row(T record) => SearchRows.Make(record.Id, shape.RecordType, ((ISearchable)record).GetSearchText());

        HistoryLine Line(T record, string? old, string? current)
        {
            var line = HistoryChain.Line(entry, record.Id, record is IClientRecord { HistoryClientId: { } client } ? client : record is IClientRecord ? record.Id : null, "*", old, current);
            line.Id = nextLine++;
            return line;
        }
    }

    private static async Task RunPreparedAsync<T>(TenantDb db, BulkTable table, string sql, IReadOnlyList<BulkColumn> columns, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
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

    private static async Task CopyAsync<T>(TenantDb db, BulkTable table, string sql, IReadOnlyList<T> rows, CancellationToken cancel) where T : class
    {
        _ = Transaction(db);
        await using var writer = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImportAsync(sql, cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            foreach (var column in table.Columns)
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
            if (db.IsSqlite)
            {
                await db.Database.ExecuteSqlRawAsync(SqlitePragmas.Sizes, CancellationToken.None);
            }

            await db.Database.CloseConnectionAsync();
        }
    }
}

/// <summary>How a mapped type is written in bulk. Computed once per model.</summary>
internal sealed class BulkTable
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<IEntityType, BulkTable> Tables = new();

    private BulkTable(IEntityType type)
    {
        var table = type.GetTableName() ?? throw new InvalidOperationException($"{type.ClrType} has no table.");
        var store = StoreObjectIdentifier.Table(table, null);
        var properties = type.GetProperties().Where(p => p.PropertyInfo is not null).ToList();
        Columns = [.. properties.Select(p => new BulkColumn(p, p.GetColumnName(store) ?? p.Name))];
        var key = type.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(store)!).ToList(); // mapped tables have keys and columns
        var names = string.Join(", ", Columns.Select(c => $"\"{c.Name}\""));
        var others = Columns.Where(c => !key.Contains(c.Name)).ToList();
        InsertSql = $"INSERT INTO \"{table}\" ({names}) VALUES ({string.Join(", ", Columns.Select((_, i) => "@p" + i.ToString(CultureInfo.InvariantCulture)))})";
        UpdateSql = $"UPDATE \"{table}\" SET {string.Join(", ", Columns.Select((c, i) => (c, i)).Where(x => others.Contains(x.c)).Select(x => $"\"{x.c.Name}\" = @p{x.i}"))} WHERE {string.Join(" AND ", Columns.Select((c, i) => (c, i)).Where(x => key.Contains(x.c.Name)).Select(x => $"\"{x.c.Name}\" = @p{x.i}"))}";
        CopySql = $"COPY \"{table}\" ({names}) FROM STDIN (FORMAT BINARY)";
        AnalyzeSql = $"ANALYZE \"{table}\"";
        var temp = "tmp_" + table;
        TempSql = $"CREATE TEMP TABLE IF NOT EXISTS \"{temp}\" (LIKE \"{table}\") ON COMMIT DELETE ROWS; TRUNCATE \"{temp}\"";
        CopyTempSql = $"COPY \"{temp}\" ({names}) FROM STDIN (FORMAT BINARY)";
        UpdateFromTempSql = $"UPDATE \"{table}\" t SET {string.Join(", ", others.Select(c => $"\"{c.Name}\" = s.\"{c.Name}\""))} FROM \"{temp}\" s WHERE {string.Join(" AND ", key.Select(k => $"t.\"{k}\" = s.\"{k}\""))}";
    }

    public IReadOnlyList<BulkColumn> Columns { get; }

    public string InsertSql { get; }

    public string UpdateSql { get; }

    public string CopySql { get; }

    public string AnalyzeSql { get; }

    public string TempSql { get; }

    public string CopyTempSql { get; }

    public string UpdateFromTempSql { get; }

    public static BulkTable Of(TenantDb db, Type type) =>
        Tables.GetOrAdd(db.Model.FindEntityType(type) ?? throw new InvalidOperationException($"{type} is not mapped."), t => new BulkTable(t));
}

/// <summary>A column of a bulk write.</summary>
internal sealed class BulkColumn(IProperty property, string name)
{
    private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider : null;
    private readonly IClrPropertyGetter _getter = property.GetGetter();

    public string Name => name;

    /// <summary>Type name without length, as the PostgreSQL driver knows it.</summary>
    public string StoreType { get; } = property.GetColumnType().Split('(')[0] switch
    {
        "varchar" => "character varying",
        var type => type,
    };

    public object? Read(object row)
    {
        var value = _getter.GetClrValue(row);
        return value is null || _convert is null ? value : _convert(value);
    }
}
