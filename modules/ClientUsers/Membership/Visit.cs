using System.ComponentModel.DataAnnotations;

namespace ClientSuite.ClientUsers;

/// <summary>Which account a session of the portal has open, and who really sits there. Ends with its session.</summary>
internal sealed class Visit
{
    [MaxLength(32)]
    public string SessionId { get; init; } = "";

    public long MembershipId { get; set; }

    /// <summary>Who works as the user ("Logar como"); null for the user in person.</summary>
    public long? ActorId { get; init; }

    [MaxLength(200)]
    public string? ActorName { get; init; }

    /// <summary>The staff session that it was begun in.</summary>
    [MaxLength(32)]
    public string? ActorSessionId { get; init; }

    /// <summary>When "Logar como" ends by itself, UTC.</summary>
    public DateTime? EndsUtc { get; init; }
}
