using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

internal sealed class Notifier(TenantDb db, IPermissionCatalog permissions, IEnumerable<NotificationType> types, NotificationMails mails, TenantClock clock) : INotifier
{
    private const int CountCap = 100;

    public async Task NotifyAsync(long userId, NotificationDraft draft, CancellationToken cancel)
    {
        foreach (var reader in await Readers(db.Set<User>().Where(u => u.Id == userId)).ToListAsync(cancel))
        {
            await AddAsync(reader, draft, cancel);
        }
    }

    public async Task NotifyAllAsync(string permission, NotificationDraft draft, CancellationToken cancel)
    {
        var roles = await db.Set<Role>().AsNoTracking().Select(r => new { r.Id, r.Name, r.Permissions }).ToListAsync(cancel);
        var able = roles.Where(r => r.Name == Stereotypes.Administrator || permissions.Expand(JsonSerializer.Deserialize<string[]>(r.Permissions) ?? []).Contains(permission)).Select(r => r.Id).ToList();
        var users = from user in db.Set<User>()
                    where user.IsEnabled && db.Set<IdentityUserRole<long>>().Any(l => l.UserId == user.Id && able.Contains(l.RoleId))
                    select user;
        foreach (var reader in await Readers(users).ToListAsync(cancel))
        {
            await AddAsync(reader, draft, cancel);
        }
    }

    public Task<int> CountUnreadAsync(long userId, CancellationToken cancel) =>
        db.Notifications.Where(n => n.UserId == userId && n.ReadUtc == null && n.IsInBell).OrderBy(n => n.Id).Take(CountCap).CountAsync(cancel);

    private static IQueryable<Reader> Readers(IQueryable<User> users) =>
        users.AsNoTracking().Select(u => new Reader(u.Id, u.FullName == "" ? u.UserName ?? "" : u.FullName, u.Email ?? "", u.Preferences));

    private async Task AddAsync(Reader reader, NotificationDraft draft, CancellationToken cancel)
    {
        var type = types.Any(t => t.Id == draft.Type) ? draft.Type : NotificationType.General;
        var channels = Channels.Of(reader.Preferences, type);
        var notification = new Notification
        {
            UserId = reader.Id,
            Kind = draft.Kind,
            Text = draft.Text,
            Args = JsonSerializer.Serialize(draft.Args),
            Path = draft.Path,
            ClientId = draft.ClientId,
            CreatedUtc = clock.UtcNow,
            IsInBell = channels.Bell,
            AwaitsDigest = channels.Mail == MailWhen.Digest,
        };
        if (notification.IsInBell || notification.AwaitsDigest)
        {
            db.Notifications.Add(notification);
        }

        if (channels.Mail == MailWhen.AtOnce)
        {
            await mails.SendAsync(reader, notification, cancel);
        }
    }
}

/// <summary>Whom a notification is for.</summary>
internal sealed record Reader(long Id, string Name, string Email, string Preferences);
