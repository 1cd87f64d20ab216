using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.Passwords;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Gives somebody an account at a client: the identity where the e-mail has none, the account, and the mail; all or nothing.</summary>
internal sealed class AddUser(TenantDb db, PortalUsers users, IClientDirectory clients, TenantRoot root, TenantClock clock)
{
    /// <summary>Adds the user and mails what comes next: a link to make the first password, or, to who has one, that there is an account more.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="name">What the user is called.</param>
    /// <param name="email">Address, checked.</param>
    /// <param name="password">The first password, checked, which takes the mail's place; null for none.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="RuleBrokenException">The e-mail has an account there, or a password was given to an identity that has one.</exception>
    public async Task<ClientMembership> RunAsync(long clientId, string name, string email, string? password, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var account = await JoinAsync(clientId, name, email, password, cancel);
        if (password is null && await clients.FindAsync(clientId, cancel) is { } client)
        {
            db.Raise(new PortalLinkAsked(email, CultureInfo.CurrentUICulture.Name, await root.OfRequestAsync(cancel)) { ClientId = clientId, ClientName = client.Name });
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return account;
    }

    /// <summary>The identity and the account, without a mail and in the caller's transaction; saved.</summary>
    public async Task<ClientMembership> JoinAsync(long clientId, string name, string email, string? password, CancellationToken cancel)
    {
        var user = await users.FindByEmailAsync(email);
        if (user is null)
        {
            user = new User { Kind = UserKind.Portal, UserName = email, Email = email, FullName = name, CreatedUtc = clock.UtcNow };
            var made = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            if (!made.Succeeded)
            {
                throw new RuleBrokenException("clientusers.add.refused", made.Errors.First().Description) { Field = "email" };
            }
        }
        else if (await db.Memberships.AnyAsync(m => m.ClientId == clientId && m.UserId == user.Id, cancel))
        {
            throw new RuleBrokenException("clientusers.add.exists", email) { Field = "email" };
        }
        else if (password is not null)
        {
            throw new RuleBrokenException("clientusers.add.hasPassword", email) { Field = "email" };
        }

        var isFirst = !await db.Memberships.AnyAsync(m => m.ClientId == clientId, cancel);
        var account = db.Memberships.Add(ClientMembership.Create(clientId, user.Id, name, email, isFirst)).Entity;
        await db.SaveChangesAsync(cancel);
        return account;
    }
}
