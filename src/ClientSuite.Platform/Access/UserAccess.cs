using System.Collections.Frozen;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Access;

/// <summary>What a user may do, computed from roles and kept for seconds.</summary>
internal sealed record UserGrants(long Id, UserKind Kind, string Name, string Login, bool IsEnabled, string? SecurityStamp, bool IsAdministrator,
    FrozenSet<string> Permissions, string Preferences)
{
    public bool Has(string permission) => IsEnabled && Kind == UserKind.Staff && !permission.StartsWith(PortalAccess.Prefix, StringComparison.Ordinal) && (IsAdministrator || Permissions.Contains(permission));
}

/// <summary>The permissions of the shell's features, with what implies what.</summary>
internal sealed class PermissionCatalog(IEnumerable<IPermissionProvider> providers) : IPermissionCatalog
{
    public IReadOnlyList<Permission> All { get; } = [.. providers.SelectMany(p => p.Permissions).DistinctBy(p => p.Name)];

    /// <summary>The granted permissions with all that they imply.</summary>
    IReadOnlySet<string> IPermissionCatalog.Expand(IEnumerable<string> granted) => Expand(granted);

    public FrozenSet<string> Expand(IEnumerable<string> granted)
    {
        var all = granted.ToHashSet(StringComparer.Ordinal);
        while (All.Where(p => !all.Contains(p.Name) && p.ImpliedBy.Any(all.Contains)).ToList() is { Count: > 0 } more)
        {
            all.UnionWith(more.Select(p => p.Name));
        }

        return all.ToFrozenSet(StringComparer.Ordinal);
    }
}

/// <summary>Loads users' grants and sessions, cached per tenant.</summary>
internal sealed class UserAccess(TenantDb db, ITenantCache cache, PermissionCatalog permissions)
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(20);

    public ValueTask<UserGrants?> FindAsync(long userId, CancellationToken cancel) =>
        cache.GetAsync("user:" + userId, Keep, c => LoadAsync(userId, c), cancel);

    public void Forget(long userId) => cache.Remove("user:" + userId);

    private async ValueTask<UserGrants?> LoadAsync(long userId, CancellationToken cancel)
    {
        var user = await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId, cancel);
        if (user is null)
        {
            return null;
        }

        var roles = await (from link in db.Set<IdentityUserRole<long>>()
                           join role in db.Set<Role>() on link.RoleId equals role.Id
                           where link.UserId == userId
                           select new { role.Name, role.Permissions }).ToListAsync(cancel);
        var granted = roles.SelectMany(r => JsonSerializer.Deserialize<string[]>(r.Permissions) ?? []);
        return new UserGrants(user.Id, user.Kind, user.FullName.Length > 0 ? user.FullName : user.UserName ?? "", user.UserName ?? "", user.IsEnabled, user.SecurityStamp,
            roles.Exists(r => r.Name == Stereotypes.Administrator), permissions.Expand(granted), user.Preferences);
    }
}
