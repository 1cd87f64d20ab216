using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace ClientSuite.Data;

/// <summary>Creates a table on both databases with one line per column. Types: text is <c>TEXT</c> or <c>varchar(n)</c>, instants
/// are <c>TEXT</c> or <c>timestamptz</c>, JSON is <c>TEXT</c> or <c>jsonb</c>. Text that a list sorts by takes <c>sorted: true</c>, which
/// gives it PostgreSQL's "C" collation, the order of SQLite.</summary>
public sealed class TableSketch(MigrationBuilder migration, string table)
{
    private readonly CreateTableOperation _create = new() { Name = table };
    private readonly List<Action> _indexes = [];
    private readonly bool _sqlite = migration.ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true;

    /// <summary>The key: a long given before insert.</summary>
    public TableSketch Id() => Key("Id", typeof(long), "INTEGER", "bigint");

    /// <summary>The columns of <see cref="ContentItem"/>, with the index on its public id.</summary>
    public TableSketch ContentItem()
    {
        Id().Text("ContentItemId", 26).Text("DisplayText", 255).Utc("CreatedUtc").Utc("ModifiedUtc").LongOrNull("OwnerId")
            .UtcOrNull("DeletedUtc").Int("Version").Json("Fields");
        return Unique("ContentItemId");
    }

    /// <summary>A whole number of 64 bits that is part of the key.</summary>
    public TableSketch KeyLong(string name) => Key(name, typeof(long), "INTEGER", "bigint");

    /// <summary>Text that is part of the key.</summary>
    public TableSketch KeyText(string name, int length) => Key(name, typeof(string), "TEXT", $"varchar({length})");

    /// <summary>Bytes that are part of the key.</summary>
    public TableSketch KeyBytes(string name) => Key(name, typeof(byte[]), "BLOB", "bytea");

    /// <summary>A key of 32 bits that the database counts up: only for rows whose ids nobody sees.</summary>
    public TableSketch Identity(string name)
    {
        Key(name, typeof(int), "INTEGER", "integer");
        // Each provider reads its own annotation and ignores the other's.
        var column = _create.Columns[^1];
        column.AddAnnotation("Sqlite:Autoincrement", true);
        column.AddAnnotation("Npgsql:IdentityByDefault", true);
        return this;
    }

    /// <summary>Text of at most <paramref name="length"/> characters.</summary>
    public TableSketch Text(string name, int length, bool sorted = false) => Column(name, typeof(string), "TEXT", $"varchar({length})", false, sorted);

    /// <summary>Text that may be missing.</summary>
    public TableSketch TextOrNull(string name, int length) => Column(name, typeof(string), "TEXT", $"varchar({length})", true);

    /// <summary>Text without a limit that may be missing.</summary>
    public TableSketch LongText(string name) => Column(name, typeof(string), "TEXT", "text", true);

    /// <summary>A JSON value.</summary>
    public TableSketch Json(string name) => Column(name, typeof(string), "TEXT", "jsonb", false);

    /// <summary>A whole number of 64 bits.</summary>
    public TableSketch Long(string name) => Column(name, typeof(long), "INTEGER", "bigint", false);

    /// <summary>A whole number of 64 bits that may be missing.</summary>
    public TableSketch LongOrNull(string name) => Column(name, typeof(long), "INTEGER", "bigint", true);

    /// <summary>A whole number of 32 bits.</summary>
    public TableSketch Int(string name) => Column(name, typeof(int), "INTEGER", "integer", false);

    /// <summary>A whole number of 32 bits that may be missing.</summary>
    public TableSketch IntOrNull(string name) => Column(name, typeof(int), "INTEGER", "integer", true);

    /// <summary>True or false.</summary>
    public TableSketch Bool(string name) => Column(name, typeof(bool), "INTEGER", "boolean", false);

    /// <summary>An instant, UTC.</summary>
    public TableSketch Utc(string name) => Column(name, typeof(DateTime), "TEXT", "timestamp with time zone", false);

    /// <summary>An instant that may be missing.</summary>
    public TableSketch UtcOrNull(string name) => Column(name, typeof(DateTime), "TEXT", "timestamp with time zone", true);

    /// <summary>A date without time that may be missing.</summary>
    public TableSketch DateOrNull(string name) => Column(name, typeof(DateOnly), "TEXT", "date", true);

    /// <summary>Bytes that may be missing.</summary>
    public TableSketch BytesOrNull(string name) => Column(name, typeof(byte[]), "BLOB", "bytea", true);

    /// <summary>An index over columns; <paramref name="where"/> makes it partial (column names quoted with <c>"</c>).</summary>
    public TableSketch Index(string[] columns, string? where = null, bool[]? descending = null) => AddIndex(columns, false, where, descending);

    /// <summary>An index over columns.</summary>
    public TableSketch Index(params string[] columns) => AddIndex(columns, false, null, null);

    /// <summary>A unique index over columns.</summary>
    public TableSketch Unique(params string[] columns) => AddIndex(columns, true, null, null);

    /// <summary>A unique index over the rows that <paramref name="where"/> names.</summary>
    public TableSketch UniqueWhere(string where, params string[] columns) => AddIndex(columns, true, where, null);

    /// <summary>A foreign key to another table's <c>Id</c>, deleting with it.</summary>
    public TableSketch BelongsTo(string column, string principalTable)
    {
        _create.ForeignKeys.Add(new AddForeignKeyOperation
        {
            Name = $"FK_{table}_{column}",
            Table = table,
            Columns = [column],
            PrincipalTable = principalTable,
            PrincipalColumns = ["Id"],
            OnDelete = ReferentialAction.Cascade,
        });
        return this;
    }

    internal void Create()
    {
        migration.Operations.Add(_create);
        _indexes.ForEach(add => add());
    }

    private TableSketch Key(string name, Type type, string sqlite, string postgres)
    {
        Column(name, type, sqlite, postgres, false);
        var keys = _create.PrimaryKey?.Columns ?? [];
        _create.PrimaryKey = new AddPrimaryKeyOperation { Name = $"PK_{table}", Table = table, Columns = [.. keys, name] };
        return this;
    }

    /// <summary>A column of a type that only the framework's own tables have; may be missing.</summary>
    public TableSketch Column(string name, Type type) => Column(name, type, "TEXT", "timestamp with time zone", true);

    private TableSketch Column(string name, Type type, string sqlite, string postgres, bool nullable, bool sorted = false)
    {
        _create.Columns.Add(new AddColumnOperation
        {
            Name = name,
            Table = table,
            ClrType = type,
            ColumnType = _sqlite ? sqlite : postgres,
            IsNullable = nullable,
            Collation = sorted && !_sqlite ? "C" : null,
        });
        return this;
    }

    private TableSketch AddIndex(string[] columns, bool unique, string? where, bool[]? descending)
    {
        _indexes.Add(() => migration.CreateIndex($"IX_{table}_{string.Join('_', columns)}{(where is null ? "" : "_p")}", table, columns, unique: unique, filter: where, descending: descending));
        return this;
    }
}

/// <summary>Adds <see cref="TableSketch"/> to a migration.</summary>
public static class TableSketchExtensions
{
    /// <summary>Creates a table; <paramref name="sketch"/> adds its columns and indexes.</summary>
    public static void Table(this MigrationBuilder migration, string name, Action<TableSketch> sketch)
    {
        var table = new TableSketch(migration, name);
        sketch(table);
        table.Create();
    }

    /// <summary>True on SQLite.</summary>
    public static bool IsSqlite(this MigrationBuilder migration) => migration.ActiveProvider?.EndsWith("Sqlite", StringComparison.Ordinal) == true;
}
