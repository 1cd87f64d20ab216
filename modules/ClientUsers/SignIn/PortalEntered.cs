using ClientSuite.Clients.Contracts;
using ClientSuite.Outbox;

namespace ClientSuite.ClientUsers;

/// <summary>A user opened an account in the portal.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="AtUtc">When, UTC.</param>
internal sealed record PortalEntered(long ClientId, DateTime AtUtc) : IEvent;

/// <summary>The client's last login. After the commit, so that somebody who edits the client at that moment fails no sign-in.</summary>
internal sealed class NoteLastLogin(IClientDirectory clients) : IEventHandler<PortalEntered>
{
    public Task HandleAsync(PortalEntered happened, CancellationToken cancel) => clients.SignedInAsync(happened.ClientId, happened.AtUtc, cancel);
}
