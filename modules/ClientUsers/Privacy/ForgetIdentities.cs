using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers;

/// <summary>Erases identities of whom every account was removed, or went with its client, long ago: with the address, the password and the second factor go their
/// traces in the history, which nobody could find by an account any more. Until then who is added again has the old password (A12).</summary>
internal sealed class ForgetIdentities(TenantDb db, IHistoryErasure history, IUserCache cache, IStringLocalizer texts) : IRetentionRule
{
    private const int Batch = 50;

    public string Id => "clientusers.identities";

    public int? DefaultDays => 183;

    /// <summary>What the history says of sign-ins is an access record: six months (Marco Civil art. 15).</summary>
    public int MinimumDays => 183;

    public async Task<RetentionPreview> PreviewAsync(RetentionScope scope, CancellationToken cancel) => new(
        await Due(scope).OrderBy(u => u.Id).Take(RetentionPreview.Cap).CountAsync(cancel),
        await Due(scope).OrderBy(u => u.Id).Take(RetentionPreview.Shown).Select(u => u.FullName).ToListAsync(cancel));

    public async Task<int> ApplyAsync(RetentionScope scope, CancellationToken cancel)
    {
        for (var erased = 0; ;)
        {
            var due = await Due(scope).OrderBy(u => u.Id).Take(Batch).Select(u => u.Id).ToListAsync(cancel);
            foreach (var id in due)
            {
                await EraseAsync(id, scope, cancel);
            }

            erased += due.Count;
            if (due.Count < Batch)
            {
                return erased;
            }
        }
    }

    private async Task EraseAsync(long id, RetentionScope scope, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await Due(scope).FirstOrDefaultAsync(u => u.Id == id, cancel) is not { } user)
        {
            return; // added somewhere meanwhile
        }

        var address = user.Email;
        db.RemoveRange(await db.Memberships.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(m => m.UserId == id).ToListAsync(cancel));
        db.Remove(user); // the database takes sessions, tokens and keys along
        await db.SaveChangesAsync(cancel);
        await history.EraseUserAsync(id, address, texts["clientusers.forgotten"].Value, cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        cache.Forget(id);
    }

    private IQueryable<User> Due(RetentionScope scope)
    {
        var (memberships, entries) = (db.Memberships, db.Set<HistoryEntry>());
        return db.Set<User>().IgnoreQueryFilters([User.StaffFilter, TenantDb.TrashFilter]).Where(u => u.Kind == UserKind.Portal && u.CreatedUtc < scope.BeforeUtc
            && !memberships.Any(m => m.UserId == u.Id && (m.DeletedUtc == null || m.DeletedUtc >= scope.BeforeUtc || scope.Held.Contains(m.ClientId)))
            && !entries.Any(e => e.UserId == u.Id && e.AtUtc >= scope.BeforeUtc));
    }
}
