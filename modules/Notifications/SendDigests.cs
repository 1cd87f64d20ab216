using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

/// <summary>Each morning one mail to everybody who wants the day's notifications together. A person's mail and the mark that it left are one
/// save: who kills the process between two people loses and repeats nothing.</summary>
internal sealed class SendDigests(TenantDb db, NotificationMails mails) : IBackgroundTask
{
    private const int MostLines = 100;

    public string Name => "Notifications.Digest";

    public string Title => "notifications.digest";

    public string Schedule => "0 8 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var sent = 0;
        foreach (var userId in await db.Notifications.Where(n => n.AwaitsDigest).Select(n => n.UserId).Distinct().ToListAsync(cancel))
        {
            db.ChangeTracker.Clear();
            var waiting = await db.Notifications.Where(n => n.UserId == userId && n.AwaitsDigest).OrderBy(n => n.Id).Take(MostLines).ToListAsync(cancel);
            if (await db.Set<User>().AsNoTracking().Where(u => u.Id == userId && u.IsEnabled).Select(u => new Reader(u.Id, u.FullName == "" ? u.UserName ?? "" : u.FullName, u.Email ?? "", u.Preferences)).FirstOrDefaultAsync(cancel) is { } reader)
            {
                await mails.SendAsync(reader, waiting, NotificationMails.Digest, cancel);
                sent++;
            }

            waiting.ForEach(n => n.AwaitsDigest = false);
            await db.SaveChangesAsync(cancel);
        }

        return sent == 0 ? null : sent.ToString(CultureInfo.InvariantCulture);
    }
}
