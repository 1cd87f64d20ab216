using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace ClientSuite.Hosting;

/// <summary>Opens and creates the host database: the SQLite file <c>host.db</c>, or the schema <c>clientsuite_host</c> on PostgreSQL.</summary>
internal sealed class HostDatabase
{
    public const string Schema = "clientsuite_host";
    private readonly string? _postgres;
    private readonly PooledDbContextFactory<HostDb> _pool;
    private NpgsqlConnection? _presence;

    public HostDatabase(HostPaths paths, string? postgresConnectionString)
    {
        IsSqlite = string.IsNullOrWhiteSpace(postgresConnectionString);
        _postgres = postgresConnectionString;
        var options = new DbContextOptionsBuilder<HostDb>().EnableThreadSafetyChecks(false);
        if (IsSqlite)
        {
            Directory.CreateDirectory(paths.Data);
            options.UseSqlite(new SqliteConnectionStringBuilder { DataSource = paths.HostDatabase, DefaultTimeout = 30 }.ToString())
                .AddInterceptors(new Data.SqlitePragmas());
        }
        else
        {
            var connection = new NpgsqlConnectionStringBuilder(postgresConnectionString) { SearchPath = Schema };
            if (!postgresConnectionString!.Contains("Pool Size", StringComparison.OrdinalIgnoreCase)) // not blank: asked above
            {
                // Short questions: few connections answer many, and several hosts share what the server has.
                connection.MaxPoolSize = Math.Max(8, Environment.ProcessorCount * 4);
            }

            options.UseNpgsql(connection.ToString());
        }

        _pool = new PooledDbContextFactory<HostDb>(options.Options);
    }

    public bool IsSqlite { get; }

    /// <summary>Connections of the caller's own, which disposes of them. PostgreSQL only.</summary>
    public NpgsqlDataSource Source() => NpgsqlDataSource.Create(_postgres ?? throw new InvalidOperationException("The host database is a file."));

    /// <summary>Advisory lock that every running host shares.</summary>
    public const long HostsLock = 0x436C69656E745301;

    /// <summary>Advisory lock of the host that starts.</summary>
    private const long StartLock = HostsLock + 1;

    /// <summary>A connection for long: it notices when the other side is gone. PostgreSQL only.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_postgres) { Pooling = false, KeepAlive = 5, SearchPath = Schema }.ToString());
        await connection.OpenAsync(cancel);
        return connection;
    }

    /// <summary>Hosts start one after the other; whoever disposes of the answer lets the next one. True for the only one that runs. From here on
    /// the others see this one, by a connection that stays until <see cref="LeaveStartAsync"/>.</summary>
    public async Task<(IAsyncDisposable Turn, bool IsAlone)> StartInTurnAsync(CancellationToken cancel)
    {
        if (IsSqlite)
        {
            return (new NpgsqlConnection(), true); // nothing to give back: the data directory is locked
        }

        var turn = await ConnectAsync(cancel);
        await using var wait = new NpgsqlCommand($"SELECT pg_advisory_lock({StartLock})", turn) { CommandTimeout = 0 };
        await wait.ExecuteNonQueryAsync(cancel);
        _presence = await ConnectAsync(cancel);
        await using var alone = new NpgsqlCommand($"SELECT pg_try_advisory_lock({HostsLock})", _presence);
        var isAlone = (bool)(await alone.ExecuteScalarAsync(cancel))!; // a function's answer
        await using var present = new NpgsqlCommand($"SELECT pg_advisory_lock_shared({HostsLock})", _presence);
        await present.ExecuteNonQueryAsync(cancel);
        return (new StartTurn(turn, isAlone ? _presence : null), isAlone);
    }

    /// <summary>The host is seen by another connection now.</summary>
    public async Task LeaveStartAsync()
    {
        if (Interlocked.Exchange(ref _presence, null) is { } presence)
        {
            await presence.DisposeAsync();
        }
    }

    /// <summary>How many hosts run, this one included where it does.</summary>
    public async Task<int> CountHostsAsync(CancellationToken cancel)
    {
        if (IsSqlite)
        {
            return 1; // the data directory is locked
        }

        await using var db = Open();
        return await db.Database.SqlQuery<int>($"""
            SELECT COUNT(DISTINCT pid)::int AS "Value" FROM pg_locks WHERE locktype = 'advisory' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ((classid::bigint << 32) | objid::bigint) = {HostsLock}
            """).SingleAsync(cancel);
    }

    public HostDb Open() => _pool.CreateDbContext();

    /// <summary>Creates what is missing. Additive: every statement may run again.</summary>
    public async Task EnsureCreatedAsync(CancellationToken cancel)
    {
        await using var db = Open();
        if (!IsSqlite)
        {
            await db.Database.ExecuteSqlRawAsync($"CREATE SCHEMA IF NOT EXISTS {Schema}", cancel);
        }

        var number = IsSqlite ? "INTEGER" : "bigint";
        var boolean = IsSqlite ? "INTEGER" : "boolean";
        var key = IsSqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY";
        string[] statements =
        [
            IsSqlite ? "PRAGMA journal_mode=WAL" : "SELECT 1",
            $"""CREATE TABLE IF NOT EXISTS "Tenant" ("Name" varchar(50) PRIMARY KEY, "Settings" text NOT NULL, "Version" integer NOT NULL)""",
            $"""CREATE TABLE IF NOT EXISTS "DataProtectionKey" ("Id" {key}, "FriendlyName" varchar(200), "Xml" text NOT NULL)""",
            $"""CREATE TABLE IF NOT EXISTS "Dirty" ("Tenant" varchar(50) PRIMARY KEY, "MarkedTicks" {number} NOT NULL)""",
            $"""CREATE TABLE IF NOT EXISTS "DueTask" ("Tenant" varchar(50) NOT NULL, "Task" varchar(100) NOT NULL, "Schedule" varchar(100) NOT NULL, "IsEnabled" {boolean} NOT NULL, "DueUtc" {number} NOT NULL, "LastStartedUtc" {number}, "LastMilliseconds" integer, "LastSucceeded" {boolean}, "LastResult" varchar(2000), "ClaimedBy" varchar(50), "ClaimedUntilUtc" {number} NOT NULL, PRIMARY KEY ("Tenant", "Task"))""",
            $"""CREATE TABLE IF NOT EXISTS "TenantUse" ("Tenant" varchar(50) PRIMARY KEY, "DatabaseBytes" {number} NOT NULL, "FileBytes" {number} NOT NULL, "LastActivityUtc" {number}, "MeasuredUtc" {number} NOT NULL)""",
            """CREATE INDEX IF NOT EXISTS "IX_DueTask_DueUtc" ON "DueTask" ("DueUtc")""",
        ];
        foreach (var statement in statements)
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancel);
        }
    }

    private sealed class StartTurn(NpgsqlConnection turn, NpgsqlConnection? alone) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (alone is not null)
            {
                await using var unlock = new NpgsqlCommand($"SELECT pg_advisory_unlock({HostsLock})", alone);
                await unlock.ExecuteNonQueryAsync();
            }

            await turn.DisposeAsync();
        }
    }
}
