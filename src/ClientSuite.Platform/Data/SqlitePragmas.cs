using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace ClientSuite.Data;

/// <summary>Sets each native SQLite connection up once, however often the pool hands it out: NORMAL is 8 times the commits of
/// FULL in WAL mode, and a killed process loses nothing by it.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>Cache in kB and checkpoint in pages, as every connection has them outside bulk runs.</summary>
    public const string Sizes = "PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;";

    private const string Pragmas = "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; " + Sizes;

    private readonly ConditionalWeakTable<sqlite3, object> _done = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        Apply(connection);
        HeldConnection.Hold(eventData);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        HeldConnection.Hold(eventData);
        return Task.CompletedTask;
    }

    public void Apply(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        if (handle is null || !_done.TryAdd(handle, handle))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
