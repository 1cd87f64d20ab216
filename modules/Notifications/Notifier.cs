using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

internal sealed class Notifier(TenantDb db, IPermissionCatalog permissions, TenantClock clock) : INotifier
{
    private const int CountCap = 100;

    public Task NotifyAsync(long userId, NotificationDraft draft, CancellationToken cancel)
    {
        Add(userId, draft);
        return Task.CompletedTask;
    }

    public async Task NotifyAllAsync(string permission, NotificationDraft draft, CancellationToken cancel)
    {
        var roles = await db.Set<Role>().AsNoTracking().Select(r => new { r.Id, r.Name, r.Permissions }).ToListAsync(cancel);
        var able = roles.Where(r => r.Name == Stereotypes.Administrator || permissions.Expand(JsonSerializer.Deserialize<string[]>(r.Permissions) ?? []).Contains(permission)).Select(r => r.Id).ToList();
        var users = await (from user in db.Set<User>()
                           where user.IsEnabled && db.Set<IdentityUserRole<long>>().Any(l => l.UserId == user.Id && able.Contains(l.RoleId))
                           select user.Id).ToListAsync(cancel);
        users.ForEach(id => Add(id, draft));
    }

    public Task<int> CountUnreadAsync(long userId, CancellationToken cancel) =>
        db.Notifications.Where(n => n.UserId == userId && n.ReadUtc == null).OrderBy(n => n.Id).Take(CountCap).CountAsync(cancel);

    private void Add(long userId, NotificationDraft draft) => db.Notifications.Add(new Notification
    {
        UserId = userId,
        Kind = draft.Kind,
        Text = draft.Text,
        Args = JsonSerializer.Serialize(draft.Args),
        Path = draft.Path,
        CreatedUtc = clock.UtcNow,
    });
}
