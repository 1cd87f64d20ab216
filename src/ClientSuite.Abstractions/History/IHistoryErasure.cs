namespace ClientSuite.History;

/// <summary>Removes from the history what says who somebody is, as the law may demand. Scoped. Acts, their times, kinds and fields stay; texts, and
/// values marked <see cref="Privacy.PersonalAttribute"/>, go with the salt of their hash, so that the chain still fits and counts them as erased.
/// There is no way back.</summary>
public interface IHistoryErasure
{
    /// <summary>Erases the values of these clients' lines, what their records were called, and on whose behalf the staff worked. In batches, each
    /// a statement of its own; safe to run again.</summary>
    /// <param name="clientIds">The clients.</param>
    /// <param name="name">What stands where the names stood.</param>
    /// <param name="cancel">Cancels.</param>
    Task EraseClientsAsync(IReadOnlyList<long> clientIds, string name, CancellationToken cancel);

    /// <summary>Erases name and IP address of a client's user who acted at these clients. Works in the context's transaction where one is open.</summary>
    Task EraseActorAsync(long userId, IReadOnlyList<long> clientIds, string name, CancellationToken cancel);

    /// <summary>Erases a client's user everywhere: as actor, all that is told about the identity, and failed attempts with its address. Works in the
    /// context's transaction where one is open.</summary>
    Task EraseUserAsync(long userId, string? address, string name, CancellationToken cancel);
}
