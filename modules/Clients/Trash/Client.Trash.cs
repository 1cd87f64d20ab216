using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

internal sealed partial class Client
{
    /// <summary>To the trash; null where it is there already.</summary>
    public ClientDeleted? MoveToTrash(DateTime now)
    {
        if (IsDeleted)
        {
            return null;
        }

        DeletedUtc = now;
        return new ClientDeleted(Id, ContentItemId);
    }

    /// <summary>Back from the trash; null where it was not there.</summary>
    public ClientRestored? Restore()
    {
        if (!IsDeleted)
        {
            return null;
        }

        DeletedUtc = null;
        return new ClientRestored(Id, ContentItemId);
    }
}
