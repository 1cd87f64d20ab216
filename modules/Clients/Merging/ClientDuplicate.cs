using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Clients;

/// <summary>Two clients that may be the same, as the last search found them.</summary>
internal sealed class ClientDuplicate
{
    public long Id { get; init; }

    /// <summary>The older one.</summary>
    public long OneId { get; init; }

    public long OtherId { get; init; }

    /// <summary>What they have in common: <see cref="DuplicateScore"/>'s names, with commas.</summary>
    [MaxLength(60)]
    public string Reasons { get; set; } = "";

    /// <summary>How likely they are the same, 0 to 100.</summary>
    public int Score { get; set; }

    public DateTime FoundUtc { get; init; }

    /// <summary>When somebody said that they are two, UTC; null while nobody did.</summary>
    public DateTime? DismissedUtc { get; set; }
}
