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
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public IDisposable Enter(string tenant)
    {
        var gate = Gate(tenant);
        return gate.Wait(Patience) ? new Held(gate) : throw Busy();
    }

    public async Task<IDisposable> EnterAsync(string tenant, CancellationToken cancel)
    {
        var gate = Gate(tenant);
        return await gate.WaitAsync(Patience, cancel) ? new Held(gate) : throw Busy();
    }

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

    private SemaphoreSlim Gate(string tenant) => _gates.GetOrAdd(tenant, _ => new SemaphoreSlim(1, 1));

    private static TimeoutException Busy() => new("The tenant's database is busy: a write waited 30 seconds for its turn.");

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
