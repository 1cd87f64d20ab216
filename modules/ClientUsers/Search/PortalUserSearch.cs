using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Clients' users in the global search, by any part of name and e-mail, newest first; a hit leads to the users of its client.</summary>
internal sealed class PortalUserSearch(TenantDb db, ISearchIndex index, IClientDirectory clients) : ISearchSource
{
    /// <summary>Of a word that more users have, some of them.</summary>
    private const int Found = 1_000;

    /// <summary>Hits whose clients are looked up, where some may be in the trash.</summary>
    private const int Named = 50;

    public string Title => "clientusers.feature"; // "Usuários" alone are the staff

    public int Order => 30;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (await index.FindAsync(db, ClientMembership.RecordType, query, Found, withSensitive: false, cancel) is not { Ids: { Count: > 0 } ids })
        {
            return [];
        }

        var found = await db.Memberships.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).OrderByDescending(m => m.Id).Take(Named)
            .Select(m => new { m.ClientId, m.Name, m.Email }).ToListAsync(cancel);

        var names = await clients.Names(db).Where(c => !c.IsDeleted).ByIdAsync(found.Select(a => a.ClientId), cancel);
        return [.. found.Where(a => names.ContainsKey(a.ClientId)).Take(limit)
            .Select(a => new SearchHit(a.Name, $"{a.Email} · {names[a.ClientId]}", FormattableString.Invariant($"/admin/clients/{a.ClientId}/users"), "user"))];
    }
}
