using ClientSuite.Files;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Makes and removes tenants' databases.</summary>
internal sealed class DatabaseProvisioner(HostPaths paths, TenantDbFactory factory, S3Store store, Ids ids, Migrator migrator, ILogger<DatabaseProvisioner> log)
{
    /// <summary>Creates the file or schema; quiet where the tenant has it already.</summary>
    /// <exception cref="RuleBrokenException">The schema is not the tenant's, or PostgreSQL refuses the extension.</exception>
    public async Task CreateAsync(ShellSettings tenant, CancellationToken cancel)
    {
        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite)
        {
            await CreateFileAsync(tenant, cancel);
            return;
        }

        await using var connection = await factory.Source(tenant.ConnectionString).OpenConnectionAsync(cancel);
        // One after the other in a database: of two tenants that want the same schema, the first has it.
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(hashtext('clientsuite_extensions'))", cancel);
        try
        {
            await CreateExtensionAsync(connection, cancel);
            await SchemaMark.ClaimAsync(connection, tenant, cancel);
        }
        finally
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock(hashtext('clientsuite_extensions'))", CancellationToken.None);
        }
    }

    private static async Task CreateExtensionAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await ExecuteAsync(connection, "CREATE SCHEMA IF NOT EXISTS extensions", cancel);
            await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions", cancel);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new RuleBrokenException("tenants.extensionRefused", refused.MessageText);
        }
    }

    /// <summary>Opens the tenant's database and lets go of it: throws where it is away. A file is always there.</summary>
    public async Task EnsureAnswersAsync(ShellSettings tenant, CancellationToken cancel)
    {
        if (tenant.DatabaseProvider != DatabaseProviders.Sqlite)
        {
            await using var connection = await factory.Source(tenant.ConnectionString).OpenConnectionAsync(cancel);
        }
    }

    /// <summary>Removes the file or schema and the tenant's files; a schema that is not marked as the tenant's stays. What lies with the host goes first: a PostgreSQL that is away throws, and
    /// no later tenant of the name inherits files.</summary>
    public async Task DropAsync(ShellSettings tenant, CancellationToken cancel)
    {
        ids.Forget(tenant.Name);
        migrator.Forget(tenant.TenantId);
        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite)
        {
            await using var connection = new SqliteConnection(factory.ConnectionString(tenant));
            SqliteConnection.ClearPool(connection);
        }

        if (Directory.Exists(paths.Site(tenant.Name)))
        {
            Directory.Delete(paths.Site(tenant.Name), recursive: true);
        }

        if (store.IsUsed)
        {
            await DropStoredAsync(tenant, cancel);
        }

        if (tenant.DatabaseProvider != DatabaseProviders.Sqlite)
        {
            await using var database = await factory.Source(tenant.ConnectionString).OpenConnectionAsync(cancel);
            if (!await SchemaMark.TryDropAsync(database, tenant, cancel))
            {
                log.LogWarning("Schema {Schema} is left as it is: nothing in it says that it is tenant {Tenant}'s", tenant.Schema, tenant.Name);
            }
        }
    }

    /// <summary><see cref="DropAsync"/> for a tenant that goes in any case: what cannot be removed stays behind and is named in the log.</summary>
    public async Task DropOrLeaveAsync(ShellSettings tenant, CancellationToken cancel)
    {
        try
        {
            await DropAsync(tenant, cancel);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Data of {Tenant} could not be removed. If it was made, it is left for the operator: {Place}", tenant.Name,
                tenant.DatabaseProvider == DatabaseProviders.Sqlite ? paths.Site(tenant.Name) : "schema " + tenant.Schema);
        }
    }

    private async Task DropStoredAsync(ShellSettings tenant, CancellationToken cancel)
    {
        try
        {
            await store.DropAsync(tenant.TenantId, cancel);
        }
        catch (S3StoreException failure)
        {
            // The tenant is gone all the same; its id, which leads to what is left, is known to nobody else any more.
            log.LogError(failure, "Files of {Tenant} are left in the store, below {TenantId}/", tenant.Name, tenant.TenantId);
        }
    }

    /// <summary>A file that a killed process left half made never has the final name.</summary>
    private async Task CreateFileAsync(ShellSettings tenant, CancellationToken cancel)
    {
        var file = new SqliteConnectionStringBuilder(factory.ConnectionString(tenant)).DataSource;
        if (File.Exists(file))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // a rooted path of a file has a folder
        var draft = file + ".tmp";
        File.Delete(draft);
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = draft, Pooling = false }.ToString()))
        {
            await connection.OpenAsync(cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; CREATE TABLE \"cs_migration\" (\"Module\" varchar(100) NOT NULL, \"Id\" varchar(40) NOT NULL, \"AppliedUtc\" varchar(40) NOT NULL, PRIMARY KEY (\"Module\", \"Id\")); PRAGMA wal_checkpoint(TRUNCATE);";
            await command.ExecuteNonQueryAsync(cancel);
        }

        await using (var stream = new FileStream(draft, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
