using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ClientSuite.Portable;

/// <summary>A table with its columns, in the database's order.</summary>
internal sealed record PortableTable(string Name, IReadOnlyList<PortableColumn> Columns);

/// <summary>Reads and writes all tables of one tenant as lines of JSON arrays, inside one transaction: what is read is one moment,
/// what is written comes whole or not at all. Disposed without
/// <see cref="CommitAsync"/> it leaves nothing.</summary>
internal abstract class TableStore(DbConnection connection, DbTransaction transaction, PortableTypes types) : IAsyncDisposable
{
    protected static readonly JsonWriterOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected PortableTypes Types => types;

    public static async Task<TableStore> OpenSqliteAsync(string connectionString, PortableTypes types, bool writes, CancellationToken cancel)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(cancel);
        await using (var command = connection.CreateCommand())
        {
            // Rows come table by table; the keys are checked before the commit.
            command.CommandText = "PRAGMA foreign_keys=OFF; PRAGMA busy_timeout=30000";
            await command.ExecuteNonQueryAsync(cancel);
        }

        return new SqliteTables(connection, connection.BeginTransaction(deferred: !writes), types);
    }

    public static async Task<TableStore> OpenPostgresAsync(NpgsqlDataSource source, string schema, PortableTypes types, bool writes, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        var transaction = await connection.BeginTransactionAsync(writes ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead, cancel);
        await using var command = new NpgsqlCommand($"""SET LOCAL search_path TO "{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}"; SET LOCAL timezone TO 'UTC'; SET LOCAL datestyle TO 'ISO'; SET LOCAL bytea_output TO 'hex'; SET LOCAL statement_timeout TO 0; SET LOCAL extra_float_digits TO 3""", connection, transaction);
        await command.ExecuteNonQueryAsync(cancel);
        return new PostgresTables(connection, transaction, schema, types);
    }

    /// <summary>Tables with rows of their own, those that others refer to first.</summary>
    public abstract Task<IReadOnlyList<PortableTable>> TablesAsync(CancellationToken cancel);

    /// <summary>Writes a table's rows in key order; answers how many.</summary>
    public abstract Task<long> ReadAsync(PortableTable table, Stream lines, CancellationToken cancel);

    /// <summary>Empties the tables, the last first.</summary>
    public abstract Task ClearAsync(IReadOnlyList<PortableTable> tables, CancellationToken cancel);

    /// <summary>Adds rows in the given columns; answers how many.</summary>
    public abstract Task<long> WriteAsync(PortableTable table, Stream lines, CancellationToken cancel);

    /// <summary>Checks the references and ends the transaction.</summary>
    public abstract Task CommitAsync(CancellationToken cancel);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    protected static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    protected static string Names(PortableTable table) => string.Join(", ", table.Columns.Select(c => Quote(c.Name)));

    protected static async IAsyncEnumerable<JsonElement> RowsAsync(Stream lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        using var reader = new StreamReader(lines, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement;
        }
    }

    /// <summary>Principals first. Tables that refer to each other in a circle stay in name order.</summary>
    protected static List<string> Sort(IEnumerable<string> tables, ILookup<string, string> principals)
    {
        var sorted = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Visit(string table)
        {
            if (!seen.Add(table))
            {
                return;
            }

            foreach (var principal in principals[table])
            {
                Visit(principal);
            }

            sorted.Add(table);
        }

        foreach (var table in tables.Order(StringComparer.Ordinal))
        {
            Visit(table);
        }

        return sorted;
    }
}

internal sealed class SqliteTables(SqliteConnection connection, SqliteTransaction transaction, PortableTypes types) : TableStore(connection, transaction, types)
{
    public override async Task<IReadOnlyList<PortableTable>> TablesAsync(CancellationToken cancel)
    {
        var names = new List<string>();
        await ReadAllAsync("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", r => names.Add(r.GetString(0)), cancel);
        var tables = new List<PortableTable>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var columns = new List<PortableColumn>();
            await ReadAllAsync($"SELECT name, type FROM pragma_table_info({Literal(name)})", r => columns.Add(new PortableColumn(r.GetString(0), Types.Find(name, r.GetString(0), r.GetString(1)))), cancel);
            tables.Add(new PortableTable(name, columns));
        }

        return tables;
    }

    public override async Task<long> ReadAsync(PortableTable table, Stream lines, CancellationToken cancel)
    {
        await using var command = Command($"SELECT {Names(table)} FROM {Quote(table.Name)} ORDER BY rowid");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await using var json = new Utf8JsonWriter(lines, Writing);
        long rows = 0;
        while (await reader.ReadAsync(cancel))
        {
            json.WriteStartArray();
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var value = reader.GetValue(i);
                if (value is DBNull)
                {
                    json.WriteNullValue();
                }
                else
                {
                    PortableValue.FromSqlite(json, table.Columns[i].Type, value);
                }
            }

            json.WriteEndArray();
            json.Flush();
            lines.WriteByte((byte)'\n');
            json.Reset();
            rows++;
        }

        return rows;
    }

    public override async Task ClearAsync(IReadOnlyList<PortableTable> tables, CancellationToken cancel)
    {
        foreach (var table in tables.Reverse())
        {
            await using var command = Command($"DELETE FROM {Quote(table.Name)}");
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    public override async Task<long> WriteAsync(PortableTable table, Stream lines, CancellationToken cancel)
    {
        await using var command = Command($"INSERT INTO {Quote(table.Name)} ({Names(table)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => "@p" + i.ToString(CultureInfo.InvariantCulture)))})");
        var parameters = table.Columns.Select((_, i) => command.Parameters.Add(new SqliteParameter("@p" + i.ToString(CultureInfo.InvariantCulture), null))).ToArray();
        long rows = 0;
        await foreach (var row in RowsAsync(lines, cancel))
        {
            var i = 0;
            foreach (var value in row.EnumerateArray())
            {
                parameters[i].Value = PortableValue.ToSqlite(table.Columns[i].Type, value);
                i++;
            }

            command.ExecuteNonQuery();
            rows++;
        }

        return rows;
    }

    public override async Task CommitAsync(CancellationToken cancel)
    {
        string? broken = null;
        await ReadAllAsync("PRAGMA foreign_key_check", r => broken ??= $"{r.GetString(0)} -> {r.GetString(2)}", cancel);
        if (broken is not null)
        {
            throw new InvalidDataException($"A row refers to one that is missing: {broken}.");
        }

        await transaction.CommitAsync(cancel);
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private async Task ReadAllAsync(string sql, Action<SqliteDataReader> row, CancellationToken cancel)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            row(reader);
        }
    }
}

internal sealed class PostgresTables(NpgsqlConnection connection, NpgsqlTransaction transaction, string schema, PortableTypes types) : TableStore(connection, transaction, types)
{
    public override async Task<IReadOnlyList<PortableTable>> TablesAsync(CancellationToken cancel)
    {
        var columns = new List<(string Table, PortableColumn Column)>();
        await ReadAllAsync("""
            SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE n.nspname = @schema AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum
            """, r => columns.Add((r.GetString(0), new PortableColumn(r.GetString(1), Types.Find(r.GetString(0), r.GetString(1), r.GetString(2))))), cancel);
        var principals = new List<(string Table, string Principal)>();
        await ReadAllAsync("""
            SELECT t.relname, p.relname FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
            JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = @schema AND k.contype = 'f'
            """, r => principals.Add((r.GetString(0), r.GetString(1))), cancel);
        var byTable = columns.ToLookup(c => c.Table, c => c.Column);
        return [.. Sort(byTable.Select(t => t.Key), principals.ToLookup(p => p.Table, p => p.Principal)).Select(t => new PortableTable(t, [.. byTable[t]]))];
    }

    public override async Task<long> ReadAsync(PortableTable table, Stream lines, CancellationToken cancel)
    {
        using var reader = await connection.BeginTextExportAsync($"COPY {Quote(table.Name)} ({Names(table)}) TO STDOUT", cancel);
        await using var json = new Utf8JsonWriter(lines, Writing);
        long rows = 0;
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            WriteRow(json, table, line);
            json.Flush();
            lines.WriteByte((byte)'\n');
            json.Reset();
            rows++;
        }

        return rows;
    }

    public override async Task ClearAsync(IReadOnlyList<PortableTable> tables, CancellationToken cancel)
    {
        if (tables.Count > 0)
        {
            await ExecuteAsync($"TRUNCATE {string.Join(", ", tables.Select(t => Quote(t.Name)))}", cancel);
        }
    }

    public override async Task<long> WriteAsync(PortableTable table, Stream lines, CancellationToken cancel)
    {
        long rows = 0;
        await using (var writer = await connection.BeginTextImportAsync($"COPY {Quote(table.Name)} ({Names(table)}) FROM STDIN", cancel))
        {
            var line = new StringBuilder();
            await foreach (var row in RowsAsync(lines, cancel))
            {
                var i = 0;
                foreach (var value in row.EnumerateArray())
                {
                    if (i > 0)
                    {
                        line.Append('\t');
                    }

                    PortableValue.ToCopy(line, table.Columns[i].Type, value);
                    i++;
                }

                line.Append('\n');
                await writer.WriteAsync(line, cancel);
                line.Clear();
                rows++;
            }
        }

        await CountOnAsync(table, cancel);
        return rows;
    }

    public override Task CommitAsync(CancellationToken cancel) => transaction.CommitAsync(cancel);

    private static void WriteRow(Utf8JsonWriter json, PortableTable table, string line)
    {
        json.WriteStartArray();
        var column = 0;
        foreach (var range in line.AsSpan().Split('\t'))
        {
            var field = line.AsSpan(range);
            if (field is "\\N")
            {
                json.WriteNullValue();
            }
            else
            {
                PortableValue.FromCopy(json, table.Columns[column].Type, field);
            }

            column++;
        }

        json.WriteEndArray();
    }

    /// <summary>Columns that the database counts up go on after the rows that came.</summary>
    private async Task CountOnAsync(PortableTable table, CancellationToken cancel)
    {
        var counted = new List<string>();
        await ReadAllAsync("SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = @schema AND a.attidentity <> '' AND c.relname = " + Literal(table.Name),
            r => counted.Add(r.GetString(0)), cancel);
        foreach (var column in counted)
        {
            await ExecuteAsync($"SELECT setval(pg_get_serial_sequence({Literal(Quote(schema) + "." + Quote(table.Name))}, {Literal(column)}), coalesce(max({Quote(column)}), 0) + 1, false) FROM {Quote(table.Name)}", cancel);
        }
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private async Task ExecuteAsync(string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task ReadAllAsync(string sql, Action<NpgsqlDataReader> row, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue("schema", schema);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            row(reader);
        }
    }
}
