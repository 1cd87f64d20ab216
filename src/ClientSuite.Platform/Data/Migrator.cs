using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using ClientSuite.Modules;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Brings a tenant's tables up to the migrations of the modules whose features it has or had, one transaction each.</summary>
internal sealed class Migrator(ModuleCatalogHolder catalog, TenantDbFactory factory)
{
    private const string Platform = "Platform";

    private readonly ConcurrentDictionary<string, string> _done = new(StringComparer.Ordinal);

    /// <summary>Settings seen since: the answer for most requests, without making the stamp.</summary>
    private readonly ConditionalWeakTable<ShellSettings, StrongBox<int>> _seen = [];

    /// <summary>Applies what is missing; remembers the outcome, so that a second call costs nothing.</summary>
    public async Task MigrateAsync(ShellSettings tenant, CancellationToken cancel)
    {
        try
        {
            factory.EnsureThere(tenant);
        }
        catch (FileNotFoundException)
        {
            Forget(tenant.TenantId);
            throw;
        }

        var current = catalog.Current;
        if (_seen.TryGetValue(tenant, out var generation) && generation.Value == current.Generation)
        {
            return;
        }

        var stamp = $"{current.Generation}:{string.Join(',', tenant.Features)}";
        if (_done.TryGetValue(tenant.TenantId, out var done) && done == stamp)
        {
            _seen.AddOrUpdate(tenant, new StrongBox<int>(current.Generation));
            return;
        }

        try
        {
            await ApplyAsync(tenant, Known(current), Enabled(current, tenant), cancel);
        }
        catch (Microsoft.Data.Sqlite.SqliteException damaged) when (damaged.SqliteErrorCode is 11 or 26)
        {
            // CORRUPT or NOTADB: perhaps a pooled handle of a file whose place a good one has taken.
            factory.Reset(tenant);
            await ApplyAsync(tenant, Known(current), Enabled(current, tenant), cancel);
        }

        _done[tenant.TenantId] = stamp;
    }

    /// <summary>Applies the named migrations and no others, of modules whose features the tenant has or has not: what an archive was
    /// made with, and what its rows fit.</summary>
    public async Task MigrateExactlyAsync(ShellSettings tenant, IReadOnlySet<(string Module, string Id)> wanted, CancellationToken cancel)
    {
        var known = Known(catalog.Current).ToList();
        if (wanted.FirstOrDefault(w => known.TrueForAll(k => (k.Module, k.Id) != w)) is { Module: not null } missing)
        {
            throw new InvalidDataException(known.Exists(k => k.Module == missing.Module)
                ? $"The data were made with a newer version of module {missing.Module} (migration {missing.Id}). Update ClientSuite."
                : $"The data need module {missing.Module}, which is not installed here. Install it first.");
        }

        await ApplyAsync(tenant, known.Where(k => wanted.Contains((k.Module, k.Id))), enabled: null, cancel);
    }

    /// <summary>Forgets a tenant, after its database was replaced.</summary>
    public void Forget(string tenantId)
    {
        _done.TryRemove(tenantId, out _);
        _seen.Clear();
    }

    private static IEnumerable<(string Module, string Id, Type Type)> Known(ModuleCatalog catalog) =>
        Of(Platform, typeof(Migrator).Assembly).Concat(catalog.Modules.SelectMany(m => Of(m.Id, m.Assembly)));

    private static HashSet<string> Enabled(ModuleCatalog catalog, ShellSettings tenant) => [Platform, .. catalog.Closure(tenant.Features).Select(f => f.Module.Id)];

    private static IEnumerable<(string Module, string Id, Type Type)> Of(string module, Assembly assembly) =>
        assembly.GetTypes().Where(t => !t.IsAbstract && typeof(ModuleMigration).IsAssignableFrom(t))
            .Select(t => (module, Id: t.GetCustomAttribute<MigrationAttribute>()?.Id ?? throw new InvalidOperationException($"{t} needs [Migration]."), t))
            .OrderBy(m => m.Id, StringComparer.Ordinal);

    /// <param name="tenant">Whose tables.</param>
    /// <param name="migrations">In their order.</param>
    /// <param name="enabled">Ids of the modules that need their tables; null for all of <paramref name="migrations"/>.</param>
    /// <param name="cancel">Cancels.</param>
    private async Task ApplyAsync(ShellSettings tenant, IEnumerable<(string Module, string Id, Type Type)> migrations, IReadOnlySet<string>? enabled, CancellationToken cancel)
    {
        await using var db = factory.Rent(tenant);
        await db.Database.OpenConnectionAsync(cancel);
        if (db.IsSqlite)
        {
            await ApplyMissingAsync(db, migrations, enabled, cancel);
            return;
        }

        await ExecuteAsync(db, "SELECT pg_advisory_lock(hashtext(current_schema()))", cancel);
        try
        {
            await ApplyMissingAsync(db, migrations, enabled, cancel);
            await SchemaMark.MarkAsync((NpgsqlConnection)db.Database.GetDbConnection(), tenant, [.. factory.Model(sqlite: false).GetEntityTypes().Select(t => t.GetTableName()).OfType<string>()], cancel);
        }
        finally
        {
            // The driver resets a connection when it is next taken from the pool, not when it goes there: the lock would stay.
            await ExecuteAsync(db, "SELECT pg_advisory_unlock(hashtext(current_schema()))", CancellationToken.None);
        }
    }

    /// <summary>A module that is not enabled any more keeps its tables, and they keep up: erasing a client reads and empties them.</summary>
    private static async Task ApplyMissingAsync(TenantDb db, IEnumerable<(string Module, string Id, Type Type)> migrations, IReadOnlySet<string>? enabled, CancellationToken cancel)
    {
        await ExecuteAsync(db, """CREATE TABLE IF NOT EXISTS "cs_migration" ("Module" varchar(100) NOT NULL, "Id" varchar(40) NOT NULL, "AppliedUtc" varchar(40) NOT NULL, PRIMARY KEY ("Module", "Id"))""", cancel);
        var applied = await AppliedAsync(db, cancel);
        var kept = applied.Select(a => a.Module).ToHashSet(StringComparer.Ordinal);
        foreach (var (module, id, type) in migrations.Where(m => !applied.Contains((m.Module, m.Id)) && (enabled is null || enabled.Contains(m.Module) || kept.Contains(m.Module))))
        {
            await ApplyAsync(db, module, id, type, cancel);
        }
    }

    private static async Task ApplyAsync(TenantDb db, string module, string id, Type type, CancellationToken cancel)
    {
        var migration = (ModuleMigration)Activator.CreateInstance(type, nonPublic: true)!; // a migration has a parameterless constructor
        var builder = new MigrationBuilder(db.Database.ProviderName);
        migration.Up(builder);
        var operations = builder.Operations.Select(Adapt).ToList();
        var commands = db.GetService<IMigrationsSqlGenerator>().Generate(operations, null);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if ((await AppliedAsync(db, cancel)).Contains((module, id)))
        {
            return;
        }

        var connection = db.GetService<IRelationalConnection>();
        foreach (var command in commands)
        {
            await command.ExecuteNonQueryAsync(connection, cancellationToken: cancel);
        }

        await migration.AfterAsync(new Data(db), cancel);
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "cs_migration" ("Module", "Id", "AppliedUtc") VALUES ({module}, {id}, {TimeProvider.System.GetUtcNow().UtcDateTime:O})""", cancel);
        await transaction.CommitAsync(cancel);

        static MigrationOperation Adapt(MigrationOperation operation)
        {
            // Npgsql names its strategy by an enum that modules do not see.
            if (operation is CreateTableOperation table)
            {
                foreach (var column in table.Columns.Where(c => c.FindAnnotation("Npgsql:IdentityByDefault") is not null))
                {
                    column.RemoveAnnotation("Npgsql:IdentityByDefault");
                    column.AddAnnotation("Npgsql:ValueGenerationStrategy", Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
                }
            }

            return operation;
        }
    }

    private static async Task<HashSet<(string Module, string Id)>> AppliedAsync(TenantDb db, CancellationToken cancel)
    {
        await using var command = Command(db, """SELECT "Module", "Id" FROM "cs_migration" """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new HashSet<(string, string)>();
        while (await reader.ReadAsync(cancel))
        {
            applied.Add((reader.GetString(0), reader.GetString(1)));
        }

        return applied;
    }

    private static async Task ExecuteAsync(TenantDb db, string sql, CancellationToken cancel)
    {
        await using var command = Command(db, sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static DbCommand Command(TenantDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        return command;
    }

    private sealed class Data(TenantDb db) : MigrationData
    {
        private const int PageSize = 1_000;

        public override bool IsSqlite => db.IsSqlite;

        public override Task<int> ExecuteAsync(string sql, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync(sql, cancel);

        public override async Task FillAsync(string table, string column, string query, Func<IReadOnlyList<string>, string> text, CancellationToken cancel)
        {
            var one = $$"""UPDATE "{{table}}" SET "{{column}}" = {0} WHERE "Id" = {1}""";
            var many = $$"""UPDATE "{{table}}" t SET "{{column}}" = f.text FROM unnest({0}, {1}) AS f(id, text) WHERE t."Id" = f.id""";
            await foreach (var rows in PagesAsync(query, cancel))
            {
                if (!IsSqlite)
                {
                    await db.Database.ExecuteSqlRawAsync(many, [rows.ConvertAll(r => r.Id).ToArray(), rows.ConvertAll(r => text(r.Texts)).ToArray()], cancel);
                    continue;
                }

                foreach (var (id, texts) in rows)
                {
                    await db.Database.ExecuteSqlRawAsync(one, [text(texts), id], cancel);
                }
            }
        }

        public override async Task AddSearchRowsAsync(string recordType, string query, Func<IReadOnlyList<string>, SearchText> text, CancellationToken cancel)
        {
            await foreach (var rows in PagesAsync(query, cancel))
            {
                db.AddRange(rows.Select(r => SearchRows.Make(r.Id, recordType, text(r.Texts))));
                await db.SaveChangesAsync(cancel);
                db.ChangeTracker.Clear();
            }
        }

        /// <summary>Read to the end before they are given: the connection has one reader at a time.</summary>
        private async IAsyncEnumerable<List<(long Id, string[] Texts)>> PagesAsync(string query, [EnumeratorCancellation] CancellationToken cancel)
        {
            for (var rows = await PageAsync(query, 0, cancel); rows.Count > 0; rows = await PageAsync(query, rows[^1].Id, cancel))
            {
                yield return rows;
            }
        }

        private async Task<List<(long Id, string[] Texts)>> PageAsync(string query, long after, CancellationToken cancel)
        {
            await using var command = Command(db, string.Create(CultureInfo.InvariantCulture, $"""SELECT * FROM ({query}) r WHERE r."Id" > {after} ORDER BY r."Id" LIMIT {PageSize}"""));
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var rows = new List<(long, string[])>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add((reader.GetInt64(0), [.. Enumerable.Range(1, reader.FieldCount - 1).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))]));
            }

            return rows;
        }
    }
}
