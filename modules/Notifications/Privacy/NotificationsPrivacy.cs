using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notifications;

/// <summary>What the staff were told about a client: it names the client, and goes. It is nothing to give out.</summary>
internal sealed class NotificationsPrivacy(TenantDb db) : IPrivacyParticipant
{
    public string Section => "notifications";

    public IReadOnlyList<string> Tables => ["Notifications_Notification"];

    public Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel) => Task.CompletedTask;

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        foreach (var id in subject.ClientIds)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/admin/clients/{id}"); // older ones say the client by their page alone
            db.RemoveRange(await db.Notifications.Where(n => n.ClientId == id || n.Path == path || n.Path!.StartsWith(path + "/") || n.Path.StartsWith(path + "?")).ToListAsync(cancel)); // null is no path
            await db.SaveChangesAsync(cancel);
        }
    }
}
