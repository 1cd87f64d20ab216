using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Data;

/// <summary>Gives each opened PostgreSQL connection its tenant's schema. Returning it to the pool resets it to a schema that does
/// not exist, so that a forgotten tenant fails closed.</summary>
internal sealed class SearchPath : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = Command(connection, eventData);
        command.ExecuteNonQuery();
        HeldConnection.Hold(eventData);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = Command(connection, eventData);
        await command.ExecuteNonQueryAsync(cancellationToken);
        HeldConnection.Hold(eventData);
    }

    private static DbCommand Command(DbConnection connection, ConnectionEndEventData eventData)
    {
        var schema = ((TenantDb)eventData.Context!).Session.Schema ?? throw new InvalidOperationException("A PostgreSQL context without a schema."); // interceptors of TenantDb see TenantDb
        var command = connection.CreateCommand();
        command.CommandText = $"SET search_path TO \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return command;
    }
}
