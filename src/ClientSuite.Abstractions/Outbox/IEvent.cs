namespace ClientSuite.Outbox;

/// <summary>Something that happened, named in the past (<c>ClientBlocked</c>). Stored as JSON in the transaction that made it
/// happen; add members, never rename or remove them.</summary>
#pragma warning disable CA1040 // a marker: what may be raised
public interface IEvent;
#pragma warning restore CA1040

/// <summary>Reacts to an event after its commit, in a fresh scope of the tenant. Its changes to <c>TenantDb</c> and the mark that
/// it ran commit together, so they take effect once; an effect outside may repeat if the process is killed in the middle.
/// A throw retries it with back-off; after ten tries it is parked for an admin.</summary>
/// <typeparam name="T">The event.</typeparam>
public interface IEventHandler<in T> where T : IEvent
{
    /// <summary>Reacts.</summary>
    Task HandleAsync(T happened, CancellationToken cancel);
}
