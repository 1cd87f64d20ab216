using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Notifications;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Registers, changes and closes requests, for the pages and for the API.</summary>
internal sealed class RequestDesk(TenantDb db, IClientDirectory clients, DataSubjects subjects, IFileStorage storage, INotifier notifier, IUniqueRules rules, ISettings<PrivacySettings> settings, ICurrentUser user, TenantClock clock)
{
    /// <summary>Id of the kind of notification that requests send.</summary>
    public const string NotificationType = "privacy";

    /// <summary>Most requests of one account that may be open at a time.</summary>
    public const int MostOpen = 10;

    /// <summary>Takes what a client's user asks for in the portal and tells those who manage privacy. The same again, while it is open, is the same request.</summary>
    /// <exception cref="RuleBrokenException">Too many are open.</exception>
    public async Task AskAsync(PortalAccount account, RequestType type, string details, CancellationToken cancel)
    {
        var key = DataRequest.KeyOf(account.Id, type, details);
        var open = await db.DataRequests.AsNoTracking().Where(r => r.AccountId == account.Id && r.ClosedUtc == null).Select(r => r.AskKey).ToListAsync(cancel);
        if (open.Contains(key))
        {
            return;
        }

        if (open.Count >= MostOpen)
        {
            throw new RuleBrokenException("privacy.portal.request.tooMany", MostOpen);
        }

        db.Add(DataRequest.Ask(account.Id, new RequestForm { Type = type, ClientId = account.ClientId, RequesterName = account.UserName, RequesterContact = account.UserEmail, Details = details, ReceivedOn = clock.Today },
            (await settings.GetAsync(cancel)).RequestDays));
        await notifier.NotifyAllAsync(Permissions.Manage, new("info", "privacy.notify.asked", [account.UserName, account.ClientName], RequestListPage.Path + "?state=open") { Type = NotificationType, ClientId = account.ClientId }, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure) when (rules.IsBroken<DataRequest>(db, nameof(DataRequest.AskKey), failure))
        {
            db.ChangeTracker.Clear(); // it came twice at the same moment: the other one is stored, and was told
        }
    }

    /// <summary>Adds a request, or changes one; false where somebody else saved it since the form was read.</summary>
    /// <exception cref="RuleBrokenException">It is closed, the client does not exist, or the day has not come yet.</exception>
    public async Task<bool> SaveAsync(DataRequest request, RequestForm form, CancellationToken cancel)
    {
        if (form.ClientId is { } client && await clients.FindAsync(client, cancel) is null)
        {
            throw new RuleBrokenException("privacy.request.client.unknown") { Field = "clientId" };
        }

        if (form.AssignedToId is { } person && !await db.Set<User>().AnyAsync(u => u.Id == person && u.IsEnabled, cancel))
        {
            throw new RuleBrokenException("privacy.request.assigned.unknown") { Field = "assignedToId" };
        }

        if (form.ReceivedOn > clock.Today)
        {
            throw new RuleBrokenException("privacy.request.received.future") { Field = "receivedOn" };
        }

        var isNew = request.Id == 0;
        if (!isNew && form.Version != 0 && form.Version != request.Version)
        {
            return false;
        }

        var before = request.AssignedToId;
        request.Describe(isNew ? form with { ReceivedOn = form.ReceivedOn ?? clock.Today } : form, (await settings.GetAsync(cancel)).RequestDays);
        if (isNew)
        {
            db.Add(request);
        }

        if (request.AssignedToId is { } assigned && assigned != before && assigned != user.Id)
        {
            await notifier.NotifyAsync(assigned, new("info", "privacy.notify.assigned", [request.RequesterName], RequestListPage.Path + FormattableString.Invariant($"/{request.Id}")) { Type = NotificationType, ClientId = request.ClientId }, cancel);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    /// <summary>Closes a request. What it says about a client that is nobody's by now goes with it.</summary>
    public async Task CloseAsync(DataRequest request, bool isRefused, string answer, CancellationToken cancel)
    {
        request.Close(isRefused, answer, clock.UtcNow);
        var evidence = "";
        if (request.ClientId is { } client && await clients.FindAsync(client, cancel) is { IsAnonymized: true })
        {
            evidence = request.Anonymize((await subjects.OfAsync(client, cancel)).AnonymousName);
        }

        await db.SaveChangesAsync(cancel);
        if (evidence.Length > 0)
        {
            await storage.DeleteAsync(PrivacyData.EvidenceArea, evidence, cancel);
        }
    }
}
