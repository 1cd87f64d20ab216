using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

/// <summary>Once a day, at the hour that each person chose, one mail with what has come together since the day before, however much that is. A person's mail and the
/// mark that it left are one save: who kills the process between two people loses and repeats nothing.</summary>
internal sealed class SendDigests(TenantDb db, NotificationMails mails, TenantClock clock) : IBackgroundTask
{
    public string Name => "Notifications.Digest";

    public string Title => "notifications.digest";

    public string Schedule => "0 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var sent = 0;
        foreach (var userId in await db.Notifications.Where(n => n.AwaitsDigest).Select(n => n.UserId).Distinct().ToListAsync(cancel))
        {
            db.ChangeTracker.Clear();
            var preferences = await db.Set<User>().Where(u => u.Id == userId).Select(u => u.Preferences).FirstOrDefaultAsync(cancel) ?? "";
            var due = DigestHour.LastBefore(DigestHour.Of(preferences), clock); // a host that was down at that hour sends it as soon as it is up
            var waiting = db.Notifications.Where(n => n.UserId == userId && n.AwaitsDigest && n.CreatedUtc < due);
            var newest = await waiting.AsNoTracking().OrderByDescending(n => n.Id).Take(NotificationMails.MostLines).ToListAsync(cancel);
            if (newest.Count == 0)
            {
                continue;
            }

            var count = newest.Count < NotificationMails.MostLines ? newest.Count : await waiting.CountAsync(cancel);
            if (await db.Set<User>().AsNoTracking().Where(u => u.Id == userId && u.IsEnabled).Select(u => new Reader(u.Id, u.FullName == "" ? u.UserName ?? "" : u.FullName, u.Email ?? "", u.Preferences)).FirstOrDefaultAsync(cancel) is { } reader)
            {
                if (!mails.CanReach(reader))
                {
                    continue; // it waits for an address, or for the feature Email
                }

                newest.Reverse();
                await mails.SendDigestAsync(reader, newest, count, cancel);
                sent++;
            }

            (await waiting.ToListAsync(cancel)).ForEach(n => n.AwaitsDigest = false);
            await db.SaveChangesAsync(cancel);
        }

        return sent == 0 ? null : sent.ToString(CultureInfo.InvariantCulture);
    }
}
