using ClientSuite.Clients.Contracts;

namespace ClientSuite.Clients;

internal sealed partial class Client
{
    /// <summary>When it was made nobody's, UTC; null while it is somebody's. There is no way back.</summary>
    public DateTime? AnonymizedUtc { get; private set; }

    /// <summary>Before it takes anything over: what it got now, nobody could give out or remove any more.</summary>
    /// <exception cref="RuleBrokenException">It was made nobody's.</exception>
    public void MustBeSomebody()
    {
        if (AnonymizedUtc is not null)
        {
            throw new RuleBrokenException("clients.error.anonymized", TradeName);
        }
    }

    /// <summary>Removes what says who it is; kind, origin, centre, block and dates stay. Null where it was done before.</summary>
    public ClientAnonymized? Anonymize(string name, DateTime now)
    {
        if (AnonymizedUtc is not null)
        {
            return null;
        }

        Apply(new ClientDetails { PersonKind = PersonKind, TradeName = name, Origin = Origin, Center = Center, Blocked = Blocked });
        Fields = "{}";
        ShowPhoto("");
        AnonymizedUtc = now;
        return new ClientAnonymized(Id, ContentItemId);
    }
}
