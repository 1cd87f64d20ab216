using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Privacy;

/// <summary>That a client was made nobody's, or is being: one per client, for good.</summary>
internal sealed class Anonymization
{
    public long Id { get; init; }

    public long ClientId { get; init; }

    /// <summary>The request that asked for it; null for none.</summary>
    public long? RequestId { get; init; }

    /// <summary>Public id of the operation that does it, the last one where it was begun again.</summary>
    [MaxLength(26)]
    public string OperationId { get; set; } = "";

    public DateTime StartedUtc { get; init; }

    /// <summary>When nothing was left, UTC; null before.</summary>
    public DateTime? FinishedUtc { get; private set; }

    [MaxLength(200)]
    public string UserName { get; init; } = "";

    public void Finish(DateTime now) => FinishedUtc ??= now;
}
