namespace ClientSuite.Jobs;

/// <summary>Work that waits as rows of the tenant's database and is done outside the transaction that asked for it, because it talks
/// to the world: mails to be sent. Scoped. Visited soon after a save that added an <see cref="IQueuedWork"/>, again when more is due,
/// and after a restart; one run at a time per tenant and host.</summary>
public interface IWorkQueue
{
    /// <summary>Stable name, for logs.</summary>
    string Name { get; }

    /// <summary>When the next piece is due, UTC; null when nothing waits. One indexed query: asked at every visit.</summary>
    Task<DateTime?> NextDueAsync(CancellationToken cancel);

    /// <summary>Works on what is due for some seconds at most, so that tenants take turns. No transaction is open.</summary>
    /// <param name="cancel">The host stops: end after the piece at hand, which is finished first.</param>
    Task RunAsync(CancellationToken cancel);

    /// <summary>Puts all that waits aside, so that nothing of it is ever due by itself: the tenant is a copy of one in service, which does that
    /// work. People see it and may ask for it again. Called before the copy is in service; no transaction is open. A throw undoes the copy.</summary>
    Task HoldAsync(CancellationToken cancel);
}

/// <summary>A row whose insertion means work for an <see cref="IWorkQueue"/>: the save that adds it marks the tenant.</summary>
public interface IQueuedWork;
