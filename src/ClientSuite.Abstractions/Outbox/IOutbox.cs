namespace ClientSuite.Outbox;

/// <summary>The tenant's events that were not handled yet, for the page where an admin sees and retries them. Scoped. What an event
/// says is never shown: it may hold a link that signs somebody in.</summary>
public interface IOutbox
{
    /// <summary>Events that wait or are parked, newest first.</summary>
    /// <param name="parked">True for parked ones alone, false for waiting ones alone, null for both.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many to answer.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<WaitingEvent>> ListAsync(bool? parked, int skip, int take, CancellationToken cancel);

    /// <summary>How many wait and how many are parked, each counted to at most 1,000.</summary>
    Task<OutboxCounts> CountAsync(CancellationToken cancel);

    /// <summary>Gives events all their tries again, now; null for every parked one. Answers how many.</summary>
    Task<int> RetryAsync(long? eventId, CancellationToken cancel);

    /// <summary>Removes an event that is parked: its handlers will never run. A parked event is stored in the history as discarded.</summary>
    /// <exception cref="RuleBrokenException">The event is not parked.</exception>
    Task DiscardAsync(long eventId, CancellationToken cancel);
}

/// <summary>An event that was not handled yet.</summary>
/// <param name="Id">Id.</param>
/// <param name="Type">Full name of its type.</param>
/// <param name="RecordKey">Record that it is about; null for none.</param>
/// <param name="CreatedUtc">When it happened, UTC.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextAttemptUtc">When it is tried next, UTC; meaningless when parked.</param>
/// <param name="ParkedUtc">When its tries were used up, UTC; null while it waits.</param>
/// <param name="Error">Why the last try failed; null before the first failure.</param>
/// <param name="CorrelationId">Number that finds the request in the logs; null when unknown.</param>
public sealed record WaitingEvent(long Id, string Type, string? RecordKey, DateTime CreatedUtc, int Attempts, DateTime NextAttemptUtc, DateTime? ParkedUtc, string? Error, string? CorrelationId);

/// <summary>Counts of the outbox, each at most 1,000.</summary>
/// <param name="Waiting">Events that wait for their turn or their next try.</param>
/// <param name="Parked">Events whose tries are used up.</param>
public sealed record OutboxCounts(int Waiting, int Parked);
