using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Notifications;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Warns of requests that press, after ten days, and of those that are late: once each, whom they are assigned to, else everybody who manages
/// privacy.</summary>
internal sealed class WarnOfDeadlines(TenantDb db, INotifier notifier, ISettings<PrivacySettings> settings, TenantClock clock) : IBackgroundTask
{
    public string Name => "Privacy.WarnOfDeadlines";

    public string Title => "privacy.request.warn";

    public string Schedule => "15 7 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var warnAfter = (await settings.GetAsync(cancel)).WarnAfterDays;
        var today = clock.Today;
        var warned = 0;
        foreach (var request in await db.DataRequests.Where(r => r.ClosedUtc == null && r.Warned < 2).OrderBy(r => r.DueOn).ToListAsync(cancel))
        {
            if (request.WarningOn(today, warnAfter) is not (var level and > 0))
            {
                continue;
            }

            var draft = new NotificationDraft(level == 2 ? "bad" : "warn", level == 2 ? "privacy.notify.late" : "privacy.notify.pressing",
                [request.RequesterName, request.DueOn.ToString("d", CultureInfo.CurrentCulture)], RequestListPage.Path + FormattableString.Invariant($"/{request.Id}"))
            { Type = RequestDesk.NotificationType, ClientId = request.ClientId };
            await (request.AssignedToId is { } person ? notifier.NotifyAsync(person, draft, cancel) : notifier.NotifyAllAsync(Permissions.Manage, draft, cancel));
            request.NoteWarning(level);
            await db.SaveChangesAsync(cancel);
            warned++;
        }

        return warned == 0 ? null : warned.ToString(CultureInfo.InvariantCulture);
    }
}
