using Microsoft.EntityFrameworkCore.Migrations;

namespace ClientSuite.Data;

/// <summary>Orders a migration within its module. Never changed once released.</summary>
/// <param name="id">Date and number, <c>2026_11_21_01</c>: applied in ordinal order.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MigrationAttribute(string id) : Attribute
{
    /// <summary>The id.</summary>
    public string Id { get; } = id;
}

/// <summary>One step of a module's tables. Runs once per tenant, in a transaction of its own together with its row in
/// <c>cs_migration</c>; a throw rolls it back whole. On SQLite <c>AlterColumn</c>, <c>AddForeignKey</c> and <c>DropColumn</c> do not
/// exist: declare keys when creating, and add a column and copy instead of altering.</summary>
public abstract class ModuleMigration
{
    /// <summary>Says what changes in the tables.</summary>
    public abstract void Up(MigrationBuilder migration);

    /// <summary>Fills data after <see cref="Up"/>, in the same transaction. Raw SQL only: the union model may be newer.</summary>
    public virtual Task AfterAsync(MigrationData data, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>The connection of a running migration.</summary>
public abstract class MigrationData
{
    /// <summary>True on SQLite, false on PostgreSQL.</summary>
    public abstract bool IsSqlite { get; }

    /// <summary>Runs a statement and answers how many rows it changed.</summary>
    public abstract Task<int> ExecuteAsync(string sql, CancellationToken cancel);

    /// <summary>Fills a text column of rows that were stored before it was there.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column.</param>
    /// <param name="query">Selects <c>"Id"</c> and then the texts that <paramref name="text"/> reads; null becomes empty.</param>
    /// <param name="text">What the column says, from the texts of one row.</param>
    /// <param name="cancel">Cancels.</param>
    public abstract Task FillAsync(string table, string column, string query, Func<IReadOnlyList<string>, string> text, CancellationToken cancel);

    /// <summary>Adds the search rows of records that were stored before their type became <see cref="ISearchable"/>.</summary>
    /// <param name="recordType">The type, as in the history.</param>
    /// <param name="query">Selects <c>"Id"</c> and then the texts that <paramref name="text"/> reads; null becomes empty.</param>
    /// <param name="text">What the records say from now on, from the texts of one.</param>
    /// <param name="cancel">Cancels.</param>
    public abstract Task AddSearchRowsAsync(string recordType, string query, Func<IReadOnlyList<string>, SearchText> text, CancellationToken cancel);
}
