using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Data;

/// <summary>Lets one write transaction at a time into each SQLite file, first come, first served: without it SQLite's own lock
/// starved a writer for seconds. Taken when a transaction begins, given back when it ends, when its connection closes, or with the context.</summary>
internal sealed class SqliteWriteGates : DbConnectionInterceptor, IDbTransactionInterceptor
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

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Leave(eventData.Context);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Leave(eventData.Context);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Leave(eventData.Context);

    public Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Leave(eventData.Context);
        return Task.CompletedTask;
    }

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Leave(eventData.Context);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Leave(eventData.Context);
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

    private SemaphoreSlim Gate(string tenant) => _gates.GetOrAdd(tenant, _ => new SemaphoreSlim(1, 1));

    private static TimeoutException Busy() => new("The tenant's database is busy: a write waited 30 seconds for its turn.");

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
