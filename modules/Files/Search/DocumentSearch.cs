using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Documents in the global search, by words of name and category, newest first; a hit leads to the document's page.</summary>
internal sealed class DocumentSearch(TenantDb db, ISearchIndex index, IClientDirectory clients) : ISearchSource
{
    /// <summary>Of a word that more documents have, some of them.</summary>
    private const int Found = 1_000;

    /// <summary>Hits whose clients are looked up, where some may be in the trash.</summary>
    private const int Named = 50;

    public string Title => "files.title";

    public int Order => 40;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (await index.FindAsync(db, Document.RecordType, query, Found, withSensitive: false, cancel) is not { Ids: { Count: > 0 } ids })
        {
            return [];
        }

        var found = await db.Documents.AsNoTracking().Where(d => EF.Parameter(ids).Contains(d.Id)).OrderByDescending(d => d.Id).Take(Named)
            .Select(d => new { d.Id, d.ClientId, d.Name, d.Category, d.ContentType }).ToListAsync(cancel);

        var names = await clients.Names(db).Where(c => !c.IsDeleted).ByIdAsync(found.Select(d => d.ClientId), cancel);
        return [.. found.Where(d => names.ContainsKey(d.ClientId)).Take(limit)
            .Select(d => new SearchHit(d.Name, d.Category.Length > 0 ? $"{names[d.ClientId]} · {d.Category}" : names[d.ClientId],
                FormattableString.Invariant($"/admin/clients/{d.ClientId}/documents/{d.Id}"), FileIcons.Of(d.ContentType)))];
    }
}
