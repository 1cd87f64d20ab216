using System.ComponentModel.DataAnnotations;
using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

internal sealed partial class Client
{
    /// <summary>A blocked client does not enter the system, and the bot does not answer (003-05).</summary>
    public bool Blocked { get; private set; }

    /// <summary>Why; empty for no reason given.</summary>
    [MaxLength(300)]
    public string BlockedReason { get; private set; } = "";

    /// <summary>Blocks; null where it was blocked already.</summary>
    public ClientBlocked? Block(string reason)
    {
        if (Blocked)
        {
            return null;
        }

        Blocked = true;
        BlockedReason = reason;
        return new ClientBlocked(Id, ContentItemId, reason);
    }

    /// <summary>Ends the block; null where there was none.</summary>
    public ClientUnblocked? Unblock()
    {
        if (!Blocked)
        {
            return null;
        }

        Blocked = false;
        BlockedReason = "";
        return new ClientUnblocked(Id, ContentItemId);
    }
}
