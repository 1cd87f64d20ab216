using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

/// <summary>Removes notifications after 90 days, read or not.</summary>
internal sealed class ForgetOldNotifications(TenantDb db, TenantClock clock) : IBackgroundTask
{
    private const int KeepDays = 90;
    private const int Batch = 500;

    public string Name => "Notifications.ForgetOld";

    public string Title => "notifications.forgetOld";

    public string Schedule => "40 4 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var before = clock.UtcNow.AddDays(-KeepDays);
        for (var removed = 0; ;)
        {
            var old = await db.Notifications.Where(n => n.CreatedUtc < before).OrderBy(n => n.CreatedUtc).Take(Batch).ToListAsync(cancel);
            db.RemoveRange(old);
            await db.SaveChangesAsync(cancel);
            removed += old.Count;
            if (old.Count < Batch)
            {
                return removed == 0 ? null : removed.ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
