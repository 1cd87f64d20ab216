using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>The accounts at a client, and the identities behind them. An identity that has an account at another client keeps it: there it is
/// somebody else's data.</summary>
internal sealed class UsersPrivacy(TenantDb db, IHistoryErasure history, IUserCache cache) : IPrivacyParticipant
{
    public string Section => "users";

    public int Order => 800;

    public IReadOnlyList<string> Tables => ["ClientUsers_Membership"];

    public async Task<IReadOnlyList<string>> AddressesAsync(IReadOnlyList<long> clientIds, CancellationToken cancel) =>
        [.. (await Of(clientIds).Select(m => m.Email).ToListAsync(cancel)).Select(e => e.ToLowerInvariant())];

    public async Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel)
    {
        var users = Identities();
        var accounts = from account in Of(subject.ClientIds).AsNoTracking()
                       join user in users on account.UserId equals user.Id
                       orderby account.Id
                       select new PersonalAccount(account.Id, account.ClientId, account.Name, account.Email, account.IsOwner, account.IsEnabled, account.Granted, account.ChatLevel, account.CreatedUtc,
                           account.VerifiedUtc, account.DeletedUtc, user.TwoFactorEnabled);
        await data.WriteAsync("accounts", accounts.AsAsyncEnumerable(), cancel);
        var mine = Of(subject.ClientIds).Select(m => m.UserId);
        await data.WriteAsync("sessions", db.Set<UserSession>().AsNoTracking().Where(s => mine.Contains(s.UserId)).OrderBy(s => s.CreatedUtc)
            .Select(s => new PersonalSession(s.CreatedUtc, s.SeenUtc, s.ExpiresUtc, s.RemoteIp, s.UserAgent)).AsAsyncEnumerable(), cancel);
    }

    public async Task AnonymizeAsync(DataSubject subject, CancellationToken cancel)
    {
        foreach (var userId in await Of(subject.ClientIds).Select(m => m.UserId).Distinct().ToListAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var accounts = await db.Memberships.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(m => m.UserId == userId).ToListAsync(cancel);
            var own = accounts.Where(m => subject.ClientIds.Contains(m.ClientId)).ToList();
            db.RemoveRange(own);
            await db.SaveChangesAsync(cancel);
            if (own.Count < accounts.Count)
            {
                await history.EraseActorAsync(userId, subject.ClientIds, subject.AnonymousName, cancel);
            }
            else if (await Identities().FirstOrDefaultAsync(u => u.Id == userId, cancel) is { } user)
            {
                var address = user.Email;
                db.Remove(user); // the database takes sessions, tokens and keys along
                await db.SaveChangesAsync(cancel);
                await history.EraseUserAsync(userId, address, subject.AnonymousName, cancel);
            }

            await transaction.CommitAsync(cancel);
            db.ChangeTracker.Clear();
            cache.Forget(userId);
        }
    }

    private IQueryable<ClientMembership> Of(IReadOnlyList<long> clientIds) => db.Memberships.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(m => EF.Parameter(clientIds).Contains(m.ClientId));

    private IQueryable<User> Identities() => db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Kind == UserKind.Portal);
}

/// <summary>An account, without anything that signs in.</summary>
internal sealed record PersonalAccount(long Id, long ClientId, string Name, string Email, bool IsFirst, bool IsEnabled, IReadOnlyList<string> Permissions, int ChatLevel, DateTime CreatedUtc,
    DateTime? VerifiedUtc, DateTime? DeletedUtc, bool HasSecondFactor);

/// <summary>A session that still lasts.</summary>
internal sealed record PersonalSession(DateTime BeganUtc, DateTime SeenUtc, DateTime EndsUtc, string? RemoteIp, string? UserAgent);
