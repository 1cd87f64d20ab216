using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Ids from blocks. A block is reserved in a transaction of its own; inside somebody's transaction exactly what is asked
/// for is reserved there, because a rollback would give a remembered block out twice.</summary>
internal sealed class Ids(SqliteWriteGates gates, IServiceProvider services) : IIds
{
    private readonly ConcurrentDictionary<(string Tenant, IdSequence Sequence), Block> _blocks = new();

    public long Next(TenantDb db, IdSequence sequence)
    {
        var block = _blocks.GetOrAdd((db.Session.Tenant, sequence), _ => new Block());
        if (block.TryTake(out var id))
        {
            return id;
        }

        // Whoever is in a transaction holds the write gate and must not wait for one that waits for the gate.
        if (db.Database.CurrentTransaction is not null)
        {
            return Reserve(db, sequence, 1);
        }

        lock (block.Refilling)
        {
            if (block.TryTake(out id))
            {
                return id;
            }

            var size = sequence == IdSequence.Records ? 20 : 500;
            var first = Reserve(db, sequence, size);
            block.Refill(first + 1, first + size);
            return first;
        }
    }

    public long Reserve(TenantDb db, IdSequence sequence, int count)
    {
        if (db.Database.CurrentTransaction is { } transaction)
        {
            return Take(db.Database.GetDbConnection(), transaction.GetDbTransaction(), sequence, count);
        }

        // The connection that the context holds, where it is idle: to wait for a second one while holding the first could go round in a circle.
        if (db.Database.GetDbConnection() is NpgsqlConnection { FullState: ConnectionState.Open } held)
        {
            return Take(held, null, sequence, count);
        }

        // Another connection: a save in progress on this one may not have opened its own transaction yet.
        var settings = services.GetRequiredService<Tenancy.ITenants>().Find(db.Session.Tenant)
            ?? throw new InvalidOperationException($"Tenant {db.Session.Tenant} is gone.");
        using var own = services.GetRequiredService<TenantDbFactory>().Rent(settings);
        using var gate = db.IsSqlite ? gates.Enter(db.Session.Tenant) : null;
        own.Database.OpenConnection(); // closed when given back
        return Take(own.Database.GetDbConnection(), null, sequence, count);
    }

    /// <summary>Forgets the blocks of a tenant: after a restore, or when it was removed.</summary>
    public void Forget(string tenant)
    {
        foreach (var sequence in Enum.GetValues<IdSequence>())
        {
            _blocks.TryRemove((tenant, sequence), out _);
        }
    }

    private static long Take(DbConnection connection, DbTransaction? transaction, IdSequence sequence, int count)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO "cs_sequence"("Name", "Next") VALUES (@name, 1 + @count)
            ON CONFLICT("Name") DO UPDATE SET "Next" = "cs_sequence"."Next" + @count RETURNING "Next"
            """;
        Add(command, "@name", sequence.ToString());
        Add(command, "@count", (long)count);
        return (long)command.ExecuteScalar()! - count; // RETURNING always gives a row
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        parameter.DbType = value is long ? DbType.Int64 : DbType.String;
        command.Parameters.Add(parameter);
    }

    private sealed class Block
    {
        private readonly Lock _taking = new();
        private long _next;
        private long _end;

        /// <summary>Held while a block is reserved, which may take a while; taking from the block never waits for that.</summary>
        public Lock Refilling { get; } = new();

        public bool TryTake(out long id)
        {
            lock (_taking)
            {
                id = _next;
                if (_next == _end)
                {
                    return false;
                }

                _next++;
                return true;
            }
        }

        public void Refill(long next, long end)
        {
            lock (_taking)
            {
                (_next, _end) = (next, end);
            }
        }
    }
}
