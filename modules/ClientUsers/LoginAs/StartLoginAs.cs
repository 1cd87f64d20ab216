using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Tenancy;

namespace ClientSuite.ClientUsers;

/// <summary>"Logar como": somebody of the staff works in the portal as a client's user, with that user's permissions and no more, for a
/// while. The user's online flag and last sign-in stay as they are (003-64, 003-65).</summary>
internal sealed class StartLoginAs(TenantDb db, ChangeUser users, IClientDirectory clients, IPortalSignIn portal, ISignIn staff, ICurrentUser me, IHistory history, ISettings<PortalSettings> settings, TenantClock clock)
{
    public async Task RunAsync(ClientMembership account, string reason, CancellationToken cancel)
    {
        if (await clients.FindAsync(account.ClientId, cancel) is not { IsBlocked: false, IsDeleted: false })
        {
            throw new RuleBrokenException("clientusers.loginAs.blocked");
        }

        var actor = me.Id ?? throw new InvalidOperationException("Nobody is signed in.");
        var actorSession = staff.CurrentSessionId ?? throw new InvalidOperationException("A token works as nobody else.");
        var session = await portal.BeginAsync(await users.UserAsync(account), remember: false, "as", cancel);
        db.Visits.Add(new Visit
        {
            SessionId = session,
            MembershipId = account.Id,
            ActorId = actor,
            ActorName = me.Name,
            ActorSessionId = actorSession,
            EndsUtc = clock.UtcNow.AddMinutes((await settings.GetAsync(cancel)).LoginAsMinutes),
        });
        db.Session.OnBehalfOf = account.Name;
        var entry = await history.AddAsync("loginAs", ClientMembership.RecordType, account.Id, account.Name, account.ClientId, cancel);
        history.AddLine(entry, "reason", null, reason);
        await db.SaveChangesAsync(cancel);
    }
}
