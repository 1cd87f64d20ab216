using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Users.Roles;

/// <summary>Who has which roles, and what must not happen to them: the last administrator stays, and nobody reaches beyond his own
/// permissions. Changes are stored by the caller's save.</summary>
internal sealed class UserRoles(TenantDb db, ICurrentUser me, IPermissionCatalog catalog, IHistory history)
{
    public Task<List<Role>> AllAsync(CancellationToken cancel) => db.Set<Role>().OrderBy(r => r.Id).ToListAsync(cancel);

    public Task<List<Role>> OfAsync(long userId, CancellationToken cancel) =>
        (from link in db.Set<IdentityUserRole<long>>() join role in db.Set<Role>() on link.RoleId equals role.Id where link.UserId == userId orderby role.Id select role).ToListAsync(cancel);

    /// <summary>True when the signed-in user may give and take this role.</summary>
    public bool MayGive(Role role) => Authority.Covers(me.Has, role.IsAdministrator(), catalog.Expand(role.Granted()));

    /// <summary>Refuses to act on a user who may do more than the signed-in one: by his e-mail address one could become him.</summary>
    public async Task CheckReachAsync(long userId, CancellationToken cancel)
    {
        if (userId != me.Id && !(await OfAsync(userId, cancel)).TrueForAll(MayGive))
        {
            throw new RuleBrokenException("users.beyondReach");
        }
    }

    /// <summary>Refuses what would leave the tenant without an enabled administrator.</summary>
    public async Task CheckNotLastAdministratorAsync(long userId, CancellationToken cancel)
    {
        var administrators = from link in db.Set<IdentityUserRole<long>>()
                             join role in db.Set<Role>() on link.RoleId equals role.Id
                             join user in db.Set<User>() on link.UserId equals user.Id
                             where role.Name == Stereotypes.Administrator && user.IsEnabled
                             select link.UserId;
        var ids = await administrators.ToListAsync(cancel);
        if (ids.Contains(userId) && ids.TrueForAll(id => id == userId))
        {
            throw new RuleBrokenException("users.lastAdministrator");
        }

        // Two administrators who demote each other at the same time meet at this row's concurrency stamp: one of them is refused.
        var administrator = await db.Set<Role>().FirstAsync(r => r.Name == Stereotypes.Administrator, cancel);
        administrator.ConcurrencyStamp = Guid.NewGuid().ToString("N");
    }

    /// <summary>Gives and takes roles until the user has exactly the chosen ones.</summary>
    public async Task AssignAsync(User user, IReadOnlyCollection<long> chosen, CancellationToken cancel)
    {
        var all = await AllAsync(cancel);
        var links = await db.Set<IdentityUserRole<long>>().Where(l => l.UserId == user.Id).ToListAsync(cancel);
        var before = all.Where(r => links.Exists(l => l.RoleId == r.Id)).ToList();
        var after = all.Where(r => chosen.Contains(r.Id)).ToList();
        var changed = before.Except(after).Union(after.Except(before)).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        if (!changed.TrueForAll(MayGive))
        {
            throw new RuleBrokenException("users.roles.beyondReach");
        }

        if (before.Except(after).Any(r => r.IsAdministrator()))
        {
            await CheckNotLastAdministratorAsync(user.Id, cancel);
        }

        db.RemoveRange(links.Where(l => !after.Exists(r => r.Id == l.RoleId)));
        db.AddRange(after.Except(before).Select(r => new IdentityUserRole<long> { UserId = user.Id, RoleId = r.Id }));
        var entry = await history.AddAsync("updated", "Users.User", user.Id, user.FullName.Length > 0 ? user.FullName : user.UserName ?? "", null, cancel);
        history.AddLine(entry, "roles", Names(before), Names(after));
    }

    private static string? Names(List<Role> roles) => roles.Count == 0 ? null : string.Join(", ", roles.Select(r => r.Name));
}
