using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Passwords;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>What the staff does to a client's user, by the pages and by the API.</summary>
internal sealed class ChangeUser(TenantDb db, PortalUsers users, IPortalSignIn sessions, PresenceDesk presences, IUserCache cache, TenantRoot root, TenantClock clock)
{
    public async Task SaveAsync(ClientMembership account, string name, string email, bool isEnabled, CancellationToken cancel)
    {
        if (!EmailAddress.TryParse(email, out var address))
        {
            throw new RuleBrokenException("clientusers.email.invalid") { Field = "email" };
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!address.Equals(account.Email, StringComparison.OrdinalIgnoreCase))
        {
            await MoveAsync(account, address, cancel);
        }

        account.Rename(name);
        await SetEnabledAsync(account, isEnabled, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        cache.Forget(account.UserId);
    }

    public async Task EnableAsync(ClientMembership account, bool isEnabled, CancellationToken cancel)
    {
        await SetEnabledAsync(account, isEnabled, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>"Enviar link de redefinir senha" (002-61).</summary>
    public async Task SendLinkAsync(ClientMembership account, CancellationToken cancel)
    {
        db.Raise(new PortalLinkAsked(account.Email, CultureInfo.CurrentUICulture.Name, await root.OfRequestAsync(cancel)) { ClientId = account.ClientId });
        await db.SaveChangesAsync(cancel);
    }

    public async Task EndSessionsAsync(ClientMembership account, CancellationToken cancel)
    {
        await sessions.EndSessionsAsync(account.UserId, null, cancel);
        await presences.LeaveAsync(account.UserId, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task MakeFirstAsync(ClientMembership account, CancellationToken cancel)
    {
        if (account.IsOwner)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Memberships.FirstOrDefaultAsync(m => m.ClientId == account.ClientId && m.IsOwner, cancel) is { } before)
        {
            before.StepDown();
            await db.SaveChangesAsync(cancel); // before the other: a client has one first user at any time
        }

        account.MakeFirst();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task RemoveAsync(ClientMembership account, CancellationToken cancel)
    {
        account.Remove(clock.UtcNow, !await db.Memberships.AnyAsync(m => m.ClientId == account.ClientId && m.Id != account.Id, cancel));
        var presence = await presences.OfAsync(account.Id, cancel);
        presence.SignOut(clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sets a password in the user's place (002-56 to 002-60): whoever knew the old one is signed out.</summary>
    public async Task<Microsoft.AspNetCore.Identity.IdentityResult> SetPasswordAsync(ClientMembership account, string password, CancellationToken cancel)
    {
        var user = await UserAsync(account);
        var result = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
        if (result.Succeeded)
        {
            await users.SetLockoutEndDateAsync(user, null);
            await users.ResetAccessFailedCountAsync(user);
            await EndSessionsAsync(account, cancel);
            cache.Forget(user.Id);
        }

        return result;
    }

    public async Task<User> UserAsync(ClientMembership account) =>
        await users.FindByIdAsync(account.UserId.ToString(CultureInfo.InvariantCulture)) ?? throw new RuleBrokenException("clientusers.gone");

    /// <summary>No conversation goes to a disabled user: offline at once (A17).</summary>
    private async Task SetEnabledAsync(ClientMembership account, bool isEnabled, CancellationToken cancel)
    {
        account.Enable(isEnabled);
        if (!isEnabled)
        {
            (await presences.OfAsync(account.Id, cancel)).SignOut(clock.UtcNow);
        }
    }

    /// <summary>The address is the identity's: it changes only while no other client shares it, and nobody else has it.</summary>
    private async Task MoveAsync(ClientMembership account, string email, CancellationToken cancel)
    {
        if (await db.Memberships.AnyAsync(m => m.UserId == account.UserId && m.Id != account.Id, cancel))
        {
            throw new RuleBrokenException("clientusers.email.shared") { Field = "email" };
        }

        if (await users.FindByEmailAsync(email) is { } other && other.Id != account.UserId)
        {
            throw new RuleBrokenException("clientusers.email.taken", email) { Field = "email" };
        }

        var user = await UserAsync(account);
        user.Email = email;
        user.UserName = email;
        var saved = await users.UpdateAsync(user);
        if (!saved.Succeeded)
        {
            throw new RuleBrokenException("clientusers.add.refused", saved.Errors.First().Description) { Field = "email" };
        }

        account.MoveTo(email);
        await sessions.EndSessionsAsync(user.Id, null, cancel);
    }
}
