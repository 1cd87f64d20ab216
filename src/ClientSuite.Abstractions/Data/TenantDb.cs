using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClientSuite.Data;

/// <summary>The tenant's database. Scoped and pooled; its model is the union of all installed modules. A module reaches its
/// own entities through an internal extension property (<c>db.Clients</c>) and nobody else's. One <c>SaveChangesAsync</c> is one
/// transaction: records, history, search rows and outbox events.</summary>
public sealed class TenantDb(DbContextOptions<TenantDb> options) : DbContext(options)
{
    /// <summary>Name of the query filter that leaves trashed records out: <c>IgnoreQueryFilters([TenantDb.TrashFilter])</c>.</summary>
    public const string TrashFilter = "Trash";

    /// <summary>What the platform knows about the work that uses this context. Set when it is rented.</summary>
    public DbSession Session { get; set; } = DbSession.None;

    private List<RaisedEvent> Raised { get; } = [];

    /// <summary>Held from the start of a write transaction to its end on SQLite, so that writers queue fairly. The platform's.</summary>
    public IDisposable? WriteGate { get; set; }

    /// <summary>True on SQLite, false on PostgreSQL.</summary>
    public bool IsSqlite => Session.IsSqlite;

    /// <summary>Stores an event in the transaction of the next save. Handlers run after the commit, at least once; events of
    /// the same record run in order.</summary>
    /// <param name="happened">The event; serialised as JSON under its type's full name.</param>
    /// <param name="record">Key of the record that it is about ("client:42"): keeps its events in order; null for none.</param>
    public void Raise(Outbox.IEvent happened, string? record = null) => Raised.Add(new RaisedEvent(happened, record));

    /// <inheritdoc/>
    /// <remarks>Closes what was opened and not closed: a pooled context would remember the count, and its later renters'
    /// connections and transactions would stay open until they, too, were given back.</remarks>
    public override async ValueTask DisposeAsync()
    {
        if (IsRentedAndOpen)
        {
            await this.GetService<IRelationalConnection>().DisposeAsync();
        }

        GiveBack();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (IsRentedAndOpen)
        {
            this.GetService<IRelationalConnection>().Dispose();
        }

        GiveBack();
        base.Dispose();
    }

    private bool IsRentedAndOpen => !ReferenceEquals(Session, DbSession.None) && Database.GetDbConnection().State == ConnectionState.Open;

    /// <summary>The events raised since the last save; taken by the platform's interceptor.</summary>
    public IReadOnlyList<RaisedEvent> TakeRaised()
    {
        var raised = Raised.ToArray();
        Raised.Clear();
        return raised;
    }

    private void GiveBack()
    {
        Session.WriteOver?.Invoke(this);
        Session = DbSession.None;
    }
}

/// <summary>An event waiting for its save.</summary>
/// <param name="Event">The event.</param>
/// <param name="RecordKey">Key that orders it, or null.</param>
public sealed record RaisedEvent(Outbox.IEvent Event, string? RecordKey);

/// <summary>Who works in a <see cref="TenantDb"/>, for history and ids. Immutable but for <see cref="OperationId"/>.</summary>
public sealed class DbSession
{
    /// <summary>No session: nothing may be saved.</summary>
    public static DbSession None { get; } = new();

    /// <summary>Services of the scope that the context was rented in.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>Gives ids; null for no session.</summary>
    public IIds? Ids { get; init; }

    /// <summary>Name of the tenant.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>True on SQLite.</summary>
    public bool IsSqlite { get; init; }

    /// <summary>PostgreSQL schema; null on SQLite.</summary>
    public string? Schema { get; init; }

    /// <summary>Id of the signed-in user; null for jobs and imports.</summary>
    public long? UserId { get; set; }

    /// <summary>Name of the user or job, for the history.</summary>
    public string? UserName { get; set; }

    /// <summary>Name of the client's user on whose behalf the user works ("Logar como"); null for oneself.</summary>
    public string? OnBehalfOf { get; set; }

    /// <summary>Address that the request came from; null outside requests.</summary>
    public string? RemoteIp { get; set; }

    /// <summary>Number that finds the request in the logs.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>Saves of this session that announced work and whose transaction is still open. The platform's.</summary>
    public int MarkedSaves { get; set; }

    /// <summary>Called when a transaction is over, however it ended, and when the context is given back. The platform's.</summary>
    public Action<TenantDb>? WriteOver { get; init; }

    /// <summary>Operation on whose behalf the change is made; null for none.</summary>
    public long? OperationId { get; set; }
}
