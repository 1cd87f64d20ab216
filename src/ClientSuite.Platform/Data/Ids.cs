using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ClientSuite.Data;

/// <summary>Ids from blocks. A block is reserved in a transaction of its own; inside somebody's transaction exactly what is asked
/// for is reserved there, because a rollback would give a remembered block out twice. The next block is fetched while the last one
/// is used up: whoever runs dry has to wait for the write gate with a thread in hand, and a few such starve the thread pool for seconds.</summary>
internal sealed class Ids(SqliteWriteGates gates, IServiceProvider services) : IIds
{
    private readonly ConcurrentDictionary<(string Tenant, IdSequence Sequence), Block> _blocks = new();

    public long Next(TenantDb db, IdSequence sequence)
    {
        var tenant = db.Session.Tenant; // the context may be another tenant's by the time the next block is fetched
        var block = _blocks.GetOrAdd((tenant, sequence), _ => new Block(sequence == IdSequence.Records ? 20 : 500));
        if (block.TryTake(out var id))
        {
            if (block.BeginsRefill())
            {
                _ = Task.Run(() => RefillAsync(tenant, sequence, block));
            }

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

            var size = block.NextSize();
            var first = Reserve(db, sequence, size);
            return block.AddAndTake(first, first + size);
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
        using var own = Rent(db.Session.Tenant);
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

    private TenantDb Rent(string tenant) => services.GetRequiredService<TenantDbFactory>().Rent(
        services.GetRequiredService<Tenancy.ITenants>().Find(tenant) ?? throw new InvalidOperationException($"Tenant {tenant} is gone."));

    private async Task RefillAsync(string tenant, IdSequence sequence, Block block)
    {
        try
        {
            var size = block.NextSize();
            await using var own = Rent(tenant);
            using var gate = own.IsSqlite ? await gates.EnterAsync(tenant, CancellationToken.None) : null;
            await own.Database.OpenConnectionAsync(); // closed when given back
            var first = Take(own.Database.GetDbConnection(), null, sequence, size);
            block.Add(first, first + size);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or InvalidOperationException)
        {
            // Whoever runs dry asks again, and sees what is wrong.
        }
        finally
        {
            block.EndRefill();
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

    /// <summary>Ids at hand: a range in use and the next one.</summary>
    private sealed class Block(int smallest)
    {
        /// <summary>A tenant that writes much gets blocks that last about a second.</summary>
        private const int Largest = 5_000;

        private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

        private readonly Lock _taking = new();
        private long _next;
        private long _end;
        private long _spare;
        private long _spareEnd;
        private int _size;
        private long _sized;
        private bool _isRefilling;

        /// <summary>Held while a block is reserved by whoever ran dry; taking from the block never waits for that.</summary>
        public Lock Refilling { get; } = new();

        public bool TryTake(out long id)
        {
            lock (_taking)
            {
                if (_next == _end)
                {
                    (_next, _end, _spare, _spareEnd) = (_spare, _spareEnd, 0, 0);
                }

                id = _next;
                if (_next == _end)
                {
                    return false;
                }

                _next++;
                return true;
            }
        }

        /// <summary>True for the one caller who is to fetch the next range, which is when half of this one is gone.</summary>
        public bool BeginsRefill()
        {
            lock (_taking)
            {
                var isDue = !_isRefilling && _spare == _spareEnd && _end - _next <= Math.Max(_size, smallest) / 2;
                _isRefilling |= isDue;
                return isDue;
            }
        }

        public void EndRefill()
        {
            lock (_taking)
            {
                _isRefilling = false;
            }
        }

        public int NextSize()
        {
            lock (_taking)
            {
                var now = Stopwatch.GetTimestamp();
                _size = Stopwatch.GetElapsedTime(_sized, now) < Quick ? Math.Min(_size * 2, Largest) : smallest;
                _sized = now;
                return _size;
            }
        }

        /// <summary>Puts a range by. Where two came at once, the shorter rest is let go, and so is one that lies before the one in use: lists
        /// show the newest first by their ids.</summary>
        public void Add(long next, long end)
        {
            lock (_taking)
            {
                if (_next == _end && _spare == _spareEnd)
                {
                    (_next, _end) = (next, end);
                }
                else if (next > _next && end - next > _spareEnd - _spare)
                {
                    (_spare, _spareEnd) = (next, end);
                }
            }
        }

        /// <summary>Puts a range by and takes the lowest id at hand.</summary>
        public long AddAndTake(long next, long end)
        {
            lock (_taking)
            {
                Add(next, end);
                _ = TryTake(out var id); // something is at hand now
                return id;
            }
        }
    }
}
