using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Documents in the global search, by words of name and category, newest first; a hit leads to the document's page. Only the newest
/// <see cref="Newest"/> are looked through, because names have an index within a client alone; a client's tab searches all of its own.</summary>
internal sealed class DocumentSearch(TenantDb db, IClientDirectory clients) : ISearchSource
{
    private const int Shortest = 2;
    private const int Newest = 1_000;

    /// <summary>Hits whose clients are looked up, where some may be in the trash.</summary>
    private const int Named = 50;

    public string Title => "files.title";

    public int Order => 40;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (query.Trim().Length < Shortest)
        {
            return [];
        }

        var words = TextFolding.Fold(query).Split(' ', StringSplitOptions.RemoveEmptyEntries); // as the tab's: a name may hold a mask
        var found = (await db.Documents.AsNoTracking().OrderByDescending(d => d.Id).Take(Newest).Select(d => new { d.Id, d.ClientId, d.Name, d.NameSort, d.Category, d.ContentType }).ToListAsync(cancel))
            .Where(d => TextFolding.Fold(d.Category) is var category && words.All(w => d.NameSort.Contains(w, StringComparison.Ordinal) || category.Contains(w, StringComparison.Ordinal)))
            .Take(Named).ToList();
        if (found.Count == 0)
        {
            return [];
        }

        var ids = found.Select(d => d.ClientId).Distinct().ToList();
        var names = await clients.Names(db).Where(c => !c.IsDeleted && EF.Parameter(ids).Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        return [.. found.Where(d => names.ContainsKey(d.ClientId)).Take(limit)
            .Select(d => new SearchHit(d.Name, d.Category.Length > 0 ? $"{names[d.ClientId]} · {d.Category}" : names[d.ClientId],
                FormattableString.Invariant($"/admin/clients/{d.ClientId}/documents/{d.Id}"), FileIcons.Of(d.ContentType)))];
    }
}
