using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Groups;

/// <summary>Groups in the global search, by name, found as in their list: a tenant has at most <see cref="GroupCatalog.Most"/>.</summary>
internal sealed class GroupSearch(TenantDb db) : ISearchSource
{
    private const int Shortest = 2;

    public string Title => "groups.title";

    public int Order => 20;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (query.Trim().Length < Shortest)
        {
            return [];
        }

        var words = TextFolding.Words(query);
        var groups = await db.Groups.AsNoTracking().OrderBy(g => g.NameKey).ThenBy(g => g.Id).Select(g => new { g.Id, g.Name, g.NameKey, g.Classification }).ToListAsync(cancel);
        return [.. groups.Where(g => TextFolding.Fold(g.Classification) is var classification
                && words.All(w => g.NameKey.Contains(w, StringComparison.Ordinal) || classification.Contains(w, StringComparison.Ordinal)))
            .Take(limit).Select(g => new SearchHit(g.Name, g.Classification.Length > 0 ? g.Classification : null, GroupPaths.Of(g.Id), "tags"))];
    }
}
