using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Search;
using ClientSuite.Users.List;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Users;

/// <summary>Staff in the global search, by name, login and e-mail, found and ordered as in their list.</summary>
internal sealed class UserSearch(TenantDb db) : ISearchSource
{
    private const int Shortest = 2;

    public string Title => "users.title";

    public int Order => 70;

    public string? Permission => PlatformPermissions.ManageUsers;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (query.Trim().Length < Shortest)
        {
            return [];
        }

        var state = new ListState { Q = query, Sort = UserFilter.DefaultSort };
        var found = await (await db.MatchingAsync(state, cancel)).AsNoTracking().Sorted(state).Take(limit).Select(u => new { u.Id, u.FullName, u.UserName, u.Email }).ToListAsync(cancel);
        return [.. found.Select(u => new SearchHit(u.FullName.Length > 0 ? u.FullName : u.UserName ?? "",
            string.Join(" · ", new[] { u.UserName, u.Email }.Where(t => !string.IsNullOrEmpty(t)).Distinct(StringComparer.OrdinalIgnoreCase)), FormattableString.Invariant($"/admin/users/{u.Id}"), "user-cog"))];
    }
}
