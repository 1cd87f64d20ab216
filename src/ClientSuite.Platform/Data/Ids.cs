using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Data;

/// <summary>Ids from blocks. A block is reserved in a transaction of its own; inside somebody's transaction exactly what is asked
/// for is reserved there, because a rollback would give a remembered block out twice.</summary>
internal sealed class Ids(SqliteWriteGates gates, IServiceProvider services) : IIds
{
    private readonly ConcurrentDictionary<(string Tenant, IdSequence Sequence), Block> _blocks = new();

    public long Next(TenantDb db, IdSequence sequence)
    {
        var block = _blocks.GetOrAdd((db.Session.Tenant, sequence), _ => new Block());
        lock (block)
        {
            if (block.Next < block.End)
            {
                return block.Next++;
            }

            if (db.Database.CurrentTransaction is not null)
            {
                return Reserve(db, sequence, 1);
            }

            var size = sequence == IdSequence.Records ? 20 : 500;
            block.Next = Reserve(db, sequence, size);
            block.End = block.Next + size;
            return block.Next++;
        }
    }

    public long Reserve(TenantDb db, IdSequence sequence, int count)
    {
        if (db.Database.CurrentTransaction is { } transaction)
        {
            return Take(db.Database.GetDbConnection(), transaction.GetDbTransaction(), sequence, count);
        }

        // Another connection: a save in progress on this one may not have opened its own transaction yet.
        var settings = services.GetRequiredService<Tenancy.ITenants>().Find(db.Session.Tenant)
            ?? throw new InvalidOperationException($"Tenant {db.Session.Tenant} is gone.");
        using var own = services.GetRequiredService<TenantDbFactory>().Rent(settings);
        using var gate = db.IsSqlite ? gates.Enter(db.Session.Tenant) : null;
        own.Database.OpenConnection();
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
        public long Next;
        public long End;
    }
}
