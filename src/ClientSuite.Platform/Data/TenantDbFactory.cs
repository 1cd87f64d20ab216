using System.Collections.Concurrent;
using ClientSuite.Hosting;
using ClientSuite.Modules;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Rents contexts on tenants' databases: one pool for all SQLite files, one per PostgreSQL database, whose connections
/// take the tenant's schema when they are opened.</summary>
internal sealed class TenantDbFactory(ModuleCatalogHolder catalog, HostPaths paths, IIds ids, ChangeInterceptor changes, CommitSignals signals, SqliteWriteGates gates, ILoggerFactory loggers) : IDisposable
{
    /// <summary>Schema that does not exist: a connection that nobody gave a tenant finds no table.</summary>
    private const string NoSchema = "clientsuite_no_tenant";

    /// <summary>EF's own cache holds a thousand compiled queries, each of which costs milliseconds to compile again. Two databases with some hundred queries
    /// each, and a list's query in another shape for each set of filters, pass that. In units of EF's: a query is 10, a model 100.</summary>
    internal static readonly MemoryCache Queries = new(new MemoryCacheOptions { SizeLimit = 50_000 });

    private static readonly SqlitePragmas Pragmas = new();
    private static readonly SearchPath Schemas = new();
    private readonly ConcurrentDictionary<(bool Sqlite, int Generation), Lazy<IModel>> _models = new();
    private readonly ConcurrentDictionary<(string Connection, int Generation), Lazy<PooledDbContextFactory<TenantDb>>> _pools = new();
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _sources = new(StringComparer.Ordinal);

    public TenantDb Rent(ShellSettings tenant, IServiceProvider? services = null)
    {
        var sqlite = tenant.DatabaseProvider == DatabaseProviders.Sqlite;
        var generation = catalog.Current.Generation;
        var pool = _pools.GetOrAdd((sqlite ? "" : tenant.ConnectionString, generation),
            key => new Lazy<PooledDbContextFactory<TenantDb>>(() => CreatePool(key.Connection, sqlite))).Value;
        var db = pool.CreateDbContext();
        db.Session = new DbSession
        {
            Services = services,
            Tenant = tenant.Name,
            Ids = ids,
            IsSqlite = sqlite,
            Schema = sqlite ? null : tenant.Schema,
            WriteOver = LetGo,
        };
        db.TakeRaised();
        // One transaction even for one statement: signals and the write gate follow transactions.
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        if (sqlite)
        {
            db.Database.SetConnectionString(ConnectionString(tenant));
        }

        return db;
    }

    public IModel Model(bool sqlite) =>
        _models.GetOrAdd((sqlite, catalog.Current.Generation), _ => new Lazy<IModel>(() => UnionModel.Build(catalog.Current, sqlite))).Value;

    public string ConnectionString(ShellSettings tenant)
    {
        if (tenant.DatabaseProvider != DatabaseProviders.Sqlite)
        {
            return tenant.ConnectionString;
        }

        return new SqliteConnectionStringBuilder { DataSource = FileOf(tenant), DefaultTimeout = 10, Mode = SqliteOpenMode.ReadWrite }.ToString();
    }

    /// <summary>Fails where a tenant's file is gone: open handles of a deleted file would take writes that nobody ever sees again.</summary>
    public void EnsureThere(ShellSettings tenant)
    {
        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite && !File.Exists(FileOf(tenant)))
        {
            Reset(tenant);
            throw new FileNotFoundException($"The database of tenant {tenant.Name} is gone.", FileOf(tenant));
        }
    }

    /// <summary>Lets go of a tenant's open file, so that one put in its place is opened.</summary>
    public void Reset(ShellSettings tenant)
    {
        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite)
        {
            using var connection = new SqliteConnection(ConnectionString(tenant));
            SqliteConnection.ClearPool(connection);
        }
    }

    public NpgsqlDataSource Source(string connectionString) => _sources.GetOrAdd(connectionString, text => new Lazy<NpgsqlDataSource>(() =>
    {
        var builder = new NpgsqlConnectionStringBuilder(text) { SearchPath = NoSchema, ConnectionLifetime = 300 };
        builder.ApplicationName ??= "ClientSuite";
        if (!text.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
        {
            builder.MaxPoolSize = Math.Max(8, Environment.ProcessorCount * 4);
        }

        return new NpgsqlDataSourceBuilder(builder.ToString()).Build();
    })).Value;

    public void Dispose()
    {
        foreach (var source in _sources.Values.Where(s => s.IsValueCreated))
        {
            source.Value.Dispose();
        }
    }

    /// <summary>Whatever a commit has not ended was rolled back, disposed or never begun.</summary>
    private void LetGo(TenantDb db)
    {
        signals.End(db, committed: false);
        SqliteWriteGates.Leave(db);
    }

    private string FileOf(ShellSettings tenant) => tenant.ConnectionString.Length > 0 ? tenant.ConnectionString : paths.TenantDatabase(tenant.Name);

    private PooledDbContextFactory<TenantDb> CreatePool(string connection, bool sqlite)
    {
        var options = new DbContextOptionsBuilder<TenantDb>()
            .UseModel(Model(sqlite))
            .UseLoggerFactory(loggers)
            .UseMemoryCache(Queries)
            // Searches and capped counts take some of what matches on purpose: an order would cost what the cap saves.
            .ConfigureWarnings(w => w.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning))
            .EnableThreadSafetyChecks(false)
            .ReplaceService<IRelationalTransactionFactory, TenantTransactionFactory>();
        _ = sqlite
            ? options.UseSqlite("Data Source=:memory:").AddInterceptors(changes, signals, Pragmas, gates)
            : options.UseNpgsql(Source(connection)).AddInterceptors(changes, signals, Schemas);
        return new PooledDbContextFactory<TenantDb>(options.Options, 64);
    }
}
