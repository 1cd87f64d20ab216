namespace ClientSuite.History;

/// <summary>Proves that nobody changed the history behind the product's back. Scoped.</summary>
public interface IHistoryProof
{
    /// <summary>Seals what is not sealed yet, then walks the whole chain. Takes seconds per million lines.</summary>
    Task<HistoryVerdict> VerifyAsync(CancellationToken cancel);
}

/// <summary>What the walk found.</summary>
/// <param name="Entries">Entries that fit.</param>
/// <param name="ErasedLines">Lines whose values a legal erasure removed: they fit too.</param>
/// <param name="BrokenEntryId">First entry that does not fit; null when all do.</param>
public sealed record HistoryVerdict(long Entries, long ErasedLines, long? BrokenEntryId);
