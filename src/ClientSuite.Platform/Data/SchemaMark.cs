using ClientSuite.Tenancy;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Whose a schema on PostgreSQL is: its comment names the tenant's id. What bears no such mark may be anybody's, so it is neither filled,
/// emptied nor dropped, whatever a tenant's settings say.</summary>
internal static class SchemaMark
{
    private const string Prefix = "clientsuite:";

    /// <summary>Schemas of the database and of the product itself.</summary>
    public static bool IsReserved(string schema) => schema is "public" or "extensions" or "information_schema"
        || schema.StartsWith("pg_", StringComparison.Ordinal) || schema.StartsWith("clientsuite_", StringComparison.Ordinal);

    /// <summary>Makes the tenant's schema, or takes one that is there and holds nothing. One that it marked before is its own, half made or not.</summary>
    /// <exception cref="RuleBrokenException">The schema is another's, or holds what may be another's.</exception>
    public static async Task ClaimAsync(NpgsqlConnection connection, ShellSettings tenant, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var found = await FindAsync(connection, tenant.Schema, cancel);
        if (found?.Comment == Of(tenant))
        {
            return;
        }

        if (found is { IsEmpty: false } || found?.Comment.StartsWith(Prefix, StringComparison.Ordinal) == true)
        {
            throw new RuleBrokenException("tenants.schemaInUse", tenant.Schema) { Field = "schema" };
        }

        if (found is null)
        {
            await ExecuteAsync(connection, $"CREATE SCHEMA {Quote(tenant.Schema)}", cancel);
        }

        await PutAsync(connection, tenant, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Marks the schema of a tenant that an earlier version made, when it is brought up to date. One with tables of others stays without.</summary>
    /// <param name="connection">To the tenant's database.</param>
    /// <param name="tenant">Whose schema it is.</param>
    /// <param name="tables">All that a tenant may have, beside the platform's own <c>cs_*</c>.</param>
    /// <param name="cancel">Cancels.</param>
    public static async Task MarkAsync(NpgsqlConnection connection, ShellSettings tenant, string[] tables, CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("""
            SELECT count(*) FROM pg_namespace n WHERE n.nspname = $1 AND coalesce(obj_description(n.oid, 'pg_namespace'), '') NOT LIKE $2 AND pg_has_role(n.nspowner, 'USAGE')
            AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname NOT LIKE 'cs\_%' AND c.relname <> ALL ($3))
            """, connection)
        { Parameters = { new() { Value = tenant.Schema }, new() { Value = Prefix + "%" }, new() { Value = tables } } };
        if (!IsReserved(tenant.Schema) && await find.ExecuteScalarAsync(cancel) is > 0L)
        {
            await PutAsync(connection, tenant, cancel);
        }
    }

    /// <summary>Drops the tenant's schema; false where one of the name is there and is not the tenant's.</summary>
    public static async Task<bool> TryDropAsync(NpgsqlConnection connection, ShellSettings tenant, CancellationToken cancel)
    {
        var found = await FindAsync(connection, tenant.Schema, cancel);
        if (found is null)
        {
            return true;
        }

        if (found.Value.Comment != Of(tenant) || IsReserved(tenant.Schema))
        {
            return false;
        }

        await ExecuteAsync(connection, $"DROP SCHEMA IF EXISTS {Quote(tenant.Schema)} CASCADE", cancel);
        return true;
    }

    private static string Of(ShellSettings tenant) => Prefix + tenant.TenantId;

    private static Task PutAsync(NpgsqlConnection connection, ShellSettings tenant, CancellationToken cancel) =>
        ExecuteAsync(connection, $"COMMENT ON SCHEMA {Quote(tenant.Schema)} IS '{Of(tenant).Replace("'", "''", StringComparison.Ordinal)}'", cancel);

    /// <summary>Tables, types and functions alike depend on the schema that they are in. Rights that it gives them hold nothing.</summary>
    private static async Task<(string Comment, bool IsEmpty)?> FindAsync(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        await using var find = new NpgsqlCommand("""
            SELECT coalesce(obj_description(n.oid, 'pg_namespace'), ''), NOT EXISTS (SELECT 1 FROM pg_depend d
                WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid AND d.classid <> 'pg_default_acl'::regclass)
            FROM pg_namespace n WHERE n.nspname = $1
            """, connection)
        { Parameters = { new() { Value = schema } } };
        await using var reader = await find.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetString(0), reader.GetBoolean(1)) : null;
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
