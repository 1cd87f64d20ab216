using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers;

/// <summary>Clients' users in the global search, newest first; a hit leads to the users of its client. Any part of name and e-mail is looked for
/// among the newest <see cref="Newest"/>, because no index folds them; a whole e-mail among all.</summary>
internal sealed class PortalUserSearch(TenantDb db, PortalUsers users, IClientDirectory clients) : ISearchSource
{
    private const int Shortest = 2;
    private const int Newest = 1_000;

    /// <summary>Hits whose clients are looked up, where some may be in the trash.</summary>
    private const int Named = 50;

    public string Title => "clientusers.feature"; // "Usuários" alone are the staff

    public int Order => 30;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (query.Trim() is not { Length: >= Shortest } text)
        {
            return [];
        }

        var words = TextFolding.Words(text);
        var accounts = db.Memberships.AsNoTracking().OrderByDescending(m => m.Id).Select(m => new { m.Id, m.ClientId, m.UserId, m.Name, m.Email });
        var found = (await accounts.Take(Newest).ToListAsync(cancel))
            .Where(a => TextFolding.Fold($"{a.Name} {a.Email}") is var folded && words.All(w => folded.Contains(w, StringComparison.Ordinal))).Take(Named).ToList();
        if (EmailAddress.IsValid(text) && await users.FindByEmailAsync(text) is { Id: var userId })
        {
            found = [.. found.Concat(await accounts.Where(a => a.UserId == userId).Take(Named).ToListAsync(cancel)).DistinctBy(a => a.Id)];
        }

        if (found.Count == 0)
        {
            return [];
        }

        var ids = found.Select(a => a.ClientId).Distinct().ToList();
        var names = await clients.Names(db).Where(c => !c.IsDeleted && EF.Parameter(ids).Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        return [.. found.Where(a => names.ContainsKey(a.ClientId)).Take(limit)
            .Select(a => new SearchHit(a.Name, $"{a.Email} · {names[a.ClientId]}", FormattableString.Invariant($"/admin/clients/{a.ClientId}/users"), "user"))];
    }
}
