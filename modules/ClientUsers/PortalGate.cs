using ClientSuite.Access;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Opens the account of a session: nothing of it is remembered between requests, so that a block or a grant holds at once.</summary>
internal sealed class PortalGate(TenantDb db, IClientDirectory clients, IClientEntitlement plans, PortalCatalog catalog, PortalAccount account, TenantClock clock) : IPortalGate
{
    /// <summary>Why the account of this request shows what it shows.</summary>
    public AccountState State { get; private set; }

    public async Task<PortalPass?> EnterAsync(long userId, string sessionId, CancellationToken cancel)
    {
        var memberships = db.Memberships;
        var presences = db.Presences;
        var open = await (from visit in db.Visits.AsNoTracking()
                          where visit.SessionId == sessionId
                          join membership in memberships.AsNoTracking() on visit.MembershipId equals membership.Id
                          join presence in presences.AsNoTracking() on membership.Id equals presence.MembershipId into rows
                          from presence in rows.DefaultIfEmpty()
                          select new { Visit = visit, Membership = membership, Presence = presence }).FirstOrDefaultAsync(cancel);
        if (open is null || open.Membership.UserId != userId || open.Visit.EndsUtc <= clock.UtcNow
            || await clients.FindAsync(open.Membership.ClientId, cancel) is not { IsDeleted: false } client)
        {
            return null;
        }

        var access = AccountAccess.Of(open.Membership, client.IsBlocked, await plans.OfAsync(client.Id, cancel), await catalog.ReadAsync(cancel));
        State = access.State;
        account.Id = open.Membership.Id;
        account.ClientId = client.Id;
        account.ClientContentItemId = client.ContentItemId;
        account.ClientName = client.Name;
        account.UserName = open.Membership.Name;
        account.UserEmail = open.Membership.Email;
        account.IsOwner = open.Membership.IsOwner;
        account.IsOnline = open.Presence?.IsOnline == true;
        account.ChatLevel = access.ChatLevel;
        account.ActorName = open.Visit.ActorName;
        account.EndsUtc = open.Visit.EndsUtc;
        return new PortalPass(access.Permissions, open.Visit is { ActorId: { } actor, ActorSessionId: { } session } ? new PortalActor(actor, session, Permissions.LoginAs) : null);
    }
}
