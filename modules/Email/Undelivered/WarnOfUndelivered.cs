using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Notifications;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Tells who may send mails which of them did not arrive: one notification for all that failed or came back since the last time,
/// because a list of bad addresses comes at once.</summary>
internal sealed class WarnOfUndelivered(TenantDb db, INotifier notifier, TenantClock clock) : IBackgroundTask
{
    /// <summary>Id of the kind of notification.</summary>
    public const string NotificationType = "email.undelivered";

    private const int Most = 1_000;

    /// <summary>What failed earlier is no news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(2);

    public string Name => "Email.WarnOfUndelivered";

    public string Title => "email.undelivered.task";

    public string Schedule => "*/10 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var since = clock.UtcNow - News;
        var lost = await db.EmailMessages.Where(m => m.LastAttemptUtc > since && m.Status == EmailStatus.Failed && !m.IsTold).OrderBy(m => m.Id).Take(Most).ToListAsync(cancel);
        lost.AddRange(await db.EmailMessages.Where(m => m.Status == EmailStatus.Bounced && m.BouncedUtc > since && !m.IsTold).OrderBy(m => m.Id).Take(Most).ToListAsync(cancel));
        if (lost.Count == 0)
        {
            return null;
        }

        // A secret mail's subject may hold its code: the address alone is told.
        var draft = lost is [var one]
            ? new NotificationDraft("bad", one.Status == EmailStatus.Bounced ? "email.undelivered.bounced" : "email.undelivered.failed", [one.ToAddress], string.Create(CultureInfo.InvariantCulture, $"/admin/emails/{one.Id}")) { ClientId = one.ClientId }
            : new NotificationDraft("bad", "email.undelivered.many", [lost.Count.ToString(CultureInfo.InvariantCulture)], "/admin/emails?status=failed&status=bounced");
        await notifier.NotifyAllAsync(Permissions.Send, draft with { Type = NotificationType }, cancel);
        lost.ForEach(m => m.IsTold = true);
        await db.SaveChangesAsync(cancel);
        return lost.Count.ToString(CultureInfo.InvariantCulture);
    }
}
