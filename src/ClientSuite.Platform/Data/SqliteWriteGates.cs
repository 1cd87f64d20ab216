using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Data;

/// <summary>Lets one write transaction at a time into each SQLite file, first come, first served: without it SQLite's own lock
/// starved a writer for seconds. Held by a transaction from before its beginning until it is over (<see cref="DbSession.WriteOver"/>), and
/// by a statement that runs without one.</summary>
internal sealed class SqliteWriteGates : IDbTransactionInterceptor, IDbCommandInterceptor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    public IDisposable Enter(string tenant) => GateOf(tenant).Enter() ?? throw Busy();

    public async Task<IDisposable> EnterAsync(string tenant, CancellationToken cancel) => await GateOf(tenant).EnterAsync(cancel) ?? throw Busy();

    public InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        var db = (TenantDb)eventData.Context!; // interceptors of TenantDb see TenantDb
        db.WriteGate ??= Enter(db.Session.Tenant);
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        var db = (TenantDb)eventData.Context!;
        db.WriteGate ??= await EnterAsync(db.Session.Tenant, cancellationToken);
        return result;
    }

    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (command.Transaction is null)
        {
            var db = (TenantDb)eventData.Context!;
            db.WriteGate ??= Enter(db.Session.Tenant);
        }

        return result;
    }

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command.Transaction is null)
        {
            var db = (TenantDb)eventData.Context!;
            db.WriteGate ??= await EnterAsync(db.Session.Tenant, cancellationToken);
        }

        return result;
    }

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        LeaveAfter(command, eventData);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command, eventData);
        return ValueTask.FromResult(result);
    }

    public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => LeaveAfter(command, eventData);

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command, eventData);
        return Task.CompletedTask;
    }

    public void CommandCanceled(DbCommand command, CommandEndEventData eventData) => LeaveAfter(command, eventData);

    public Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        LeaveAfter(command, eventData);
        return Task.CompletedTask;
    }

    public static void Leave(Microsoft.EntityFrameworkCore.DbContext? context)
    {
        if (context is TenantDb { WriteGate: { } gate } db)
        {
            db.WriteGate = null;
            gate.Dispose();
        }
    }

    private static void LeaveAfter(DbCommand command, CommandEndEventData eventData)
    {
        if (command.Transaction is null)
        {
            Leave(eventData.Context);
        }
    }

    private Gate GateOf(string tenant) => _gates.GetOrAdd(tenant, _ => new Gate(new SemaphoreSlim(1, 1)));

    private static TimeoutException Busy() => new("The tenant's database is busy: a write waited 30 seconds for its turn.");

    /// <summary>Of one file. Knows whether somebody waits.</summary>
    internal sealed class Gate(SemaphoreSlim turn)
    {
        private int _waiting;

        public bool IsWanted => Volatile.Read(ref _waiting) > 0;

        /// <summary>Null when its patience is over.</summary>
        public SqliteWriteTurn? Enter()
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                return turn.Wait(Patience) ? new SqliteWriteTurn(this) : null;
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }

        public async Task<SqliteWriteTurn?> EnterAsync(CancellationToken cancel)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                return await turn.WaitAsync(Patience, cancel) ? new SqliteWriteTurn(this) : null;
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }

        public void Leave() => turn.Release();
    }
}

/// <summary>A writer's turn at a file; disposing it ends it.</summary>
internal sealed class SqliteWriteTurn(SqliteWriteGates.Gate gate) : IDisposable
{
    private SqliteWriteGates.Gate? _gate = gate;

    /// <summary>Whether somebody waits for the end of a context's turn.</summary>
    public static bool IsWantedFrom(TenantDb db) => db.WriteGate is SqliteWriteTurn { _gate.IsWanted: true };

    public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
}
