using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Keeps the online flags true to the sessions.</summary>
internal sealed class PresenceDesk(TenantDb db, TenantClock clock)
{
    /// <summary>The account's row, made with the next save where it had none.</summary>
    public async Task<Presence> OfAsync(long membershipId, CancellationToken cancel) =>
        await db.Presences.FindAsync([membershipId], cancel) ?? db.Presences.Add(new Presence { MembershipId = membershipId }).Entity;

    /// <summary>Ids of the accounts that a user in person has open in a session that still lasts.</summary>
    public IQueryable<long> Visited()
    {
        var now = clock.UtcNow;
        var sessions = db.Set<UserSession>();
        return db.Visits.Where(v => v.ActorId == null && sessions.Any(s => s.Id == v.SessionId && s.ExpiresUtc > now)).Select(v => v.MembershipId);
    }

    /// <summary>Takes accounts offline that nobody has open any more, with the next save; answers how many.</summary>
    /// <param name="userId">Accounts of one user; null for all.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<int> LeaveAsync(long? userId, CancellationToken cancel)
    {
        var visited = Visited();
        var memberships = db.Memberships;
        var left = await db.Presences.Where(p => p.IsOnline && !visited.Contains(p.MembershipId)
            && (userId == null || memberships.Any(m => m.Id == p.MembershipId && m.UserId == userId))).ToListAsync(cancel);
        left.ForEach(p => p.SignOut(clock.UtcNow));
        return left.Count;
    }
}
