using ClientSuite.Search;
using ClientSuite.Values;

namespace ClientSuite.Groups;

/// <summary>Groups in the global search, by name, found as in their list: a tenant has at most <see cref="GroupCatalog.Most"/>.</summary>
internal sealed class GroupSearch(GroupCatalog catalog) : ISearchSource
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
        return [.. (await catalog.ListAsync(cancel)).Where(g => TextFolding.Fold(g.Classification) is var classification
                && words.All(w => g.NameKey.Contains(w, StringComparison.Ordinal) || classification.Contains(w, StringComparison.Ordinal)))
            .Take(limit).Select(g => new SearchHit(g.Name, g.Classification.Length > 0 ? g.Classification : null, GroupPaths.Of(g.Id), "tags"))];
    }
}
