using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Passwords;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>What comes next for somebody who proved who he is.</summary>
internal enum EntryStep
{
    /// <summary>No client lets him in: told as a wrong password is.</summary>
    Refused,

    /// <summary>Several accounts: one is to be chosen (001-51).</summary>
    Choose,

    /// <summary>The account's first sign-in: the code from the e-mail (001-48).</summary>
    Code,

    /// <summary>The client is blocked: the message, and no session (A4).</summary>
    Blocked,

    /// <summary>The account is open.</summary>
    Open,
}

/// <summary>An account of a user, with its client.</summary>
internal sealed record OpenAccount(ClientMembership Membership, ClientName Client);

/// <summary>From the right password to the open account.</summary>
internal sealed class PortalEntry(TenantDb db, IClientDirectory clients, IPortalSignIn portal, PresenceDesk presences, IHistory history, IEmailQueue mail, IEmailComposer composer,
    ICurrentUser current, PortalAccount here, IHttpContextAccessor accessor, TenantClock clock, TimeProvider time)
{
    /// <summary>The accounts of a user, by the client's name; clients in the trash left out.</summary>
    public async Task<IReadOnlyList<OpenAccount>> AccountsAsync(long userId, CancellationToken cancel)
    {
        var names = clients.Names(db);
        var found = await (from membership in db.Memberships.AsNoTracking()
                           where membership.UserId == userId
                           join client in names on membership.ClientId equals client.Id
                           where !client.IsDeleted
                           orderby client.NameSort, membership.Id
                           select new { Membership = membership, Client = client }).Take(200).ToListAsync(cancel);
        return [.. found.Select(f => new OpenAccount(f.Membership, f.Client))];
    }

    /// <summary>Takes the next step, and keeps in the cookie how far it is.</summary>
    public async Task<EntryStep> NextAsync(PendingEntry pending, CancellationToken cancel)
    {
        var accounts = await AccountsAsync(pending.User.Id, cancel);
        var chosen = accounts.Count == 1 ? accounts[0] : accounts.FirstOrDefault(a => a.Membership.Id == pending.MembershipId);
        if (chosen is null)
        {
            await pending.KeepAsync(Http, time);
            return accounts.Count == 0 ? EntryStep.Refused : EntryStep.Choose;
        }

        if (chosen.Client.IsBlocked)
        {
            return EntryStep.Blocked;
        }

        if (chosen.Membership.VerifiedUtc is null)
        {
            await (pending with { MembershipId = chosen.Membership.Id }).KeepAsync(Http, time);
            await SendCodeAsync(pending.User, chosen, cancel);
            return EntryStep.Code;
        }

        await OpenAsync(pending, chosen.Membership.Id, cancel);
        return EntryStep.Open;
    }

    /// <summary>Sends a code unless one has just been sent; false says so.</summary>
    public async Task<bool> SendCodeAsync(User user, OpenAccount account, CancellationToken cancel)
    {
        var presence = await presences.OfAsync(account.Membership.Id, cancel);
        if (!presence.MaySendCode(clock.UtcNow))
        {
            return false;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = account.Membership.Name, ["client"] = account.Client.Name, ["code"] = presence.NewCode(clock.UtcNow) };
        var draft = await composer.ComposeAsync(PortalMails.Code.Name, PortalMails.CultureOf(user) ?? CultureInfo.CurrentUICulture.Name, user.Email ?? "", values, cancel);
        mail.Enqueue(draft with { ToName = account.Membership.Name, ClientId = account.Client.Id, IsSecret = true });
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Checks the code of the first sign-in. The try is stored before the answer, so that of two at the same time one counts.</summary>
    public async Task<CodeOutcome> TryCodeAsync(long membershipId, string code, CancellationToken cancel)
    {
        var presence = await presences.OfAsync(membershipId, cancel);
        var outcome = presence.Try(code, clock.UtcNow);
        if (outcome == CodeOutcome.Right)
        {
            (await db.Memberships.FirstAsync(m => m.Id == membershipId, cancel)).Verify(clock.UtcNow);
        }
        else
        {
            var account = await db.Memberships.AsNoTracking().FirstAsync(m => m.Id == membershipId, cancel);
            await history.AddAsync("loginFailed", ClientMembership.RecordType, account.Id, account.Name, account.ClientId, cancel);
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return CodeOutcome.Wrong;
        }

        return outcome;
    }

    /// <summary>Opens an account: in a new session, or in the one that the same user is in already ("Trocar conta").</summary>
    public async Task OpenAsync(PendingEntry pending, long membershipId, CancellationToken cancel)
    {
        var account = await db.Memberships.FirstAsync(m => m.Id == membershipId, cancel);
        if (current.Id == pending.User.Id && here.ActorName is null && portal.CurrentSessionId is { } session)
        {
            await SwitchAsync(session, account, cancel);
            return;
        }

        db.Session.UserId = pending.User.Id;
        db.Session.UserName = account.Name;
        await PendingEntry.ForgetAsync(Http);
        var begun = await portal.BeginAsync(pending.User, pending.Remember, pending.User.TwoFactorEnabled ? "mfa" : "pwd", cancel);
        db.Visits.Add(new Visit { SessionId = begun, MembershipId = account.Id });
        (await presences.OfAsync(account.Id, cancel)).SignIn(clock.UtcNow, account.IsEnabled);
        await history.AddAsync("login", ClientMembership.RecordType, account.Id, account.Name, account.ClientId, cancel);
        db.Raise(new PortalEntered(account.ClientId, clock.UtcNow));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The session leaves one account for another: offline there, unless it is open elsewhere, online here.</summary>
    public async Task SwitchAsync(string session, ClientMembership account, CancellationToken cancel)
    {
        var visit = await db.Visits.FirstAsync(v => v.SessionId == session, cancel);
        if (visit.MembershipId == account.Id)
        {
            return;
        }

        visit.MembershipId = account.Id;
        (await presences.OfAsync(account.Id, cancel)).SignIn(clock.UtcNow, account.IsEnabled);
        await history.AddAsync("login", ClientMembership.RecordType, account.Id, account.Name, account.ClientId, cancel);
        db.Raise(new PortalEntered(account.ClientId, clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        await presences.LeaveAsync(account.UserId, cancel);
        await db.SaveChangesAsync(cancel);
        await PendingEntry.ForgetAsync(Http);
    }

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("An account is opened by a request.");
}
