using ClientSuite.Access;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>Failed sign-ins of a user stand with each client that has him.</summary>
internal sealed class PortalAccounts(TenantDb db) : IPortalAccounts
{
    private const int Most = 200; // as many as the account chooser shows

    public async Task<IReadOnlyList<PortalAccountName>> OfUserAsync(long userId, CancellationToken cancel) =>
        [.. (await db.Memberships.AsNoTracking().Where(m => m.UserId == userId).OrderBy(m => m.Id).Take(Most).Select(m => new { m.Id, m.Name, m.ClientId }).ToListAsync(cancel))
            .Select(m => new PortalAccountName(ClientMembership.RecordType, m.Id, m.Name, m.ClientId))];
}
