using System.Data.Common;
using System.Text.Json;
using ClientSuite.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Unique indexes that a tenant chose. Their names stand in its settings: an archive carries rows, not indexes.</summary>
internal sealed class UniqueRules : IUniqueRules
{
    public const string Section = "UniqueRules";
    private const int SqliteUnique = 2067;

    public async Task<bool> IsOnAsync<T>(TenantDb db, string property, CancellationToken cancel) where T : ContentItem =>
        (await ReadAsync(db, cancel)).Contains(Rule.Of<T>(db, property).Name);

    public async Task<bool> TrySwitchAsync<T>(TenantDb db, string property, bool isOn, CancellationToken cancel) where T : ContentItem
    {
        var rule = Rule.Of<T>(db, property);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await db.Database.ExecuteSqlRawAsync(isOn ? rule.CreateSql : rule.DropSql, cancel);
        }
        catch (DbException failure) when (rule.IsBroken(failure))
        {
            return false;
        }

        var names = (await ReadAsync(db, cancel)).Where(n => n != rule.Name).Concat(isOn ? [rule.Name] : []);
        var json = JsonSerializer.Serialize(names, Json.Compact);
        if (await db.Set<Setting>().FindAsync([Section], cancel) is { } stored)
        {
            stored.Value = json;
        }
        else
        {
            db.Add(new Setting { Name = Section, Value = json });
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    public bool IsBroken<T>(TenantDb db, string property, Exception failure) where T : ContentItem =>
        failure is DbException direct ? Rule.Of<T>(db, property).IsBroken(direct) : failure.InnerException is { } inner && IsBroken<T>(db, property, inner);

    /// <summary>Makes the indexes anew after rows were loaded.</summary>
    public static async Task RestoreAsync(TenantDb db, CancellationToken cancel)
    {
        foreach (var rule in (await ReadAsync(db, cancel)).Select(name => Rule.Parse(db, name)).OfType<Rule>())
        {
            await db.Database.ExecuteSqlRawAsync(rule.CreateSql, cancel);
        }
    }

    private static async Task<string[]> ReadAsync(TenantDb db, CancellationToken cancel) =>
        JsonSerializer.Deserialize<string[]>(await db.Set<Setting>().AsNoTracking().Where(s => s.Name == Section).Select(s => s.Value).FirstOrDefaultAsync(cancel) ?? "[]") ?? [];

    /// <summary>An index over one column; table and column are of the model.</summary>
    private sealed record Rule(string Table, string Column)
    {
        public string Name => $"{Table}.{Column}";

        public string CreateSql => $"""CREATE UNIQUE INDEX IF NOT EXISTS "{Index}" ON "{Table}" ("{Column}") WHERE "DeletedUtc" IS NULL AND "{Column}" <> ''""";

        public string DropSql => $"""DROP INDEX IF EXISTS "{Index}" """;

        private string Index => $"UX_{Table}_{Column}";

        public static Rule Of<T>(TenantDb db, string property)
        {
            var found = db.Model.FindEntityType(typeof(T))?.FindProperty(property) ?? throw new InvalidOperationException($"{typeof(T)}.{property} is not mapped.");
            return Of(found);
        }

        /// <summary>Null where the module that has the table is not installed here.</summary>
        public static Rule? Parse(TenantDb db, string name) =>
            db.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.DeclaringType.GetTableName() is not null).Select(Of).FirstOrDefault(r => r.Name == name);

        public bool IsBroken(DbException failure) => failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres => postgres.ConstraintName == Index,
            SqliteException { SqliteExtendedErrorCode: SqliteUnique } sqlite => sqlite.Message.Contains(Name, StringComparison.Ordinal),
            _ => false,
        };

        private static Rule Of(IProperty property) => new(property.DeclaringType.GetTableName()!, property.GetColumnName()); // mapped to a table
    }
}
