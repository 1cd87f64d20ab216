using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
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
            id = Reserve(db, sequence, 1);
            block.PassOver(id);
            return id;
        }

        lock (block.Refilling)
        {
            // A refill that came meanwhile, with higher ids, may be used up already: what was reserved before it is let go then.
            while (!block.TryTake(out id))
            {
                var size = block.NextSize();
                block.Add(Reserve(db, sequence, size), size);
            }

            return id;
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
            block.Add(Take(own.Database.GetDbConnection(), null, sequence, size), size);
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

    /// <summary>From <paramref name="First"/> up to and without <paramref name="End"/>.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct IdRange(long First, long End)
    {
        public long Length => Math.Max(0, End - First);

        public IdRange After(long id) => this with { First = Math.Max(First, id + 1) };
    }

    /// <summary>Ids at hand: a range in use and the next one. Whoever takes one after the other gets ascending ones, whatever comes late:
    /// lists show the newest first by their ids.</summary>
    private sealed class Block(int smallest)
    {
        /// <summary>A tenant that writes much gets blocks that last about a second.</summary>
        private const int Largest = 5_000;

        private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

        private readonly Lock _taking = new();
        private IdRange _inUse;
        private IdRange _spare;
        private long _last; // the highest that was given out
        private int _size;
        private long _sized;
        private bool _isRefilling;

        /// <summary>Held while a block is reserved by whoever ran dry; taking from the block never waits for that.</summary>
        public Lock Refilling { get; } = new();

        public bool TryTake(out long id)
        {
            lock (_taking)
            {
                _inUse = _inUse.After(_last);
                if (_inUse.Length == 0)
                {
                    (_inUse, _spare) = (_spare.After(_last), default);
                }

                id = _inUse.First;
                if (_inUse.Length == 0)
                {
                    return false;
                }

                _last = id;
                return true;
            }
        }

        /// <summary>An id from elsewhere was given out: lower ones are no longer.</summary>
        public void PassOver(long id)
        {
            lock (_taking)
            {
                _last = Math.Max(_last, id);
            }
        }

        /// <summary>True for the one caller who is to fetch the next range, which is when half of this one is gone.</summary>
        public bool BeginsRefill()
        {
            lock (_taking)
            {
                var isDue = !_isRefilling && _spare.After(_last).Length == 0 && _inUse.After(_last).Length <= Math.Max(_size, smallest) / 2;
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

        /// <summary>Puts a range by, or what of it lies above all that was given out. Where there are two already, the shorter spare is let go.</summary>
        public void Add(long first, int count)
        {
            lock (_taking)
            {
                var added = new IdRange(first, first + count).After(_last);
                var inUse = _inUse.After(_last);
                if (inUse.Length == 0 && _spare.Length > 0 && _spare.First < added.First)
                {
                    (_inUse, _spare) = (_spare, added);
                }
                else if (inUse.Length == 0)
                {
                    _inUse = added;
                }
                else if (added.First > inUse.First && added.Length > _spare.Length)
                {
                    _spare = added;
                }
            }
        }
    }
}
