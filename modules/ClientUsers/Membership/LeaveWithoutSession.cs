using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Settings;

namespace ClientSuite.ClientUsers;

/// <summary>A session that ran out is a sign-out: its user is not online any more (T5).</summary>
internal sealed class LeaveWithoutSession(PresenceDesk presences, ISettings<PortalSettings> settings, TenantDb db) : IBackgroundTask
{
    public string Name => "ClientUsers.LeaveWithoutSession";

    public string Title => "clientusers.task.leave";

    public string Schedule => "*/15 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        if (!(await settings.GetAsync(cancel)).GoesOfflineWithoutSession || await presences.LeaveAsync(null, cancel) is not (> 0 and var count))
        {
            return null;
        }

        await db.SaveChangesAsync(cancel);
        return count.ToString(CultureInfo.InvariantCulture);
    }
}
