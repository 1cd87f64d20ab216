using ClientSuite.Data;
using ClientSuite.Search;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

/// <summary>Notes in the global search, newest first; a hit leads to the client's notes.</summary>
internal sealed class NoteSearch(TenantDb db, ISearchIndex index) : ISearchSource
{
    private const int Found = 100;

    public string Title => "notes.title";

    public int Order => 60;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (await index.FindAsync(db, InternalNote.RecordType, query, Found, withSensitive: false, cancel) is not { Ids.Count: > 0 } result)
        {
            return [];
        }

        var ids = result.Ids;
        var notes = await db.Notes.AsNoTracking().Where(n => EF.Parameter(ids).Contains(n.Id)).OrderByDescending(n => n.Id).Take(limit).Select(n => new { n.ClientId, n.DisplayText, n.Category }).ToListAsync(cancel);
        return [.. notes.Select(n => new SearchHit(n.DisplayText, n.Category.Length > 0 ? n.Category : null, FormattableString.Invariant($"/admin/clients/{n.ClientId}/notes"), "note"))];
    }
}
