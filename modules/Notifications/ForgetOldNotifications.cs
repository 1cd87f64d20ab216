using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;

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
        var removed = await db.InBatchesAsync(db.Notifications.Where(n => n.CreatedUtc < before).OrderBy(n => n.CreatedUtc), Batch, old => db.RemoveRange(old), cancel);
        return removed == 0 ? null : removed.ToString(CultureInfo.InvariantCulture);
    }
}
