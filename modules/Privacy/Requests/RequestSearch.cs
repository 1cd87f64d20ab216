using ClientSuite.Data;
using ClientSuite.Search;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Requests of data subjects in the global search, by name, contact and text, newest first.</summary>
internal sealed class RequestSearch(TenantDb db, ISearchIndex index, RequestWords words) : ISearchSource
{
    private const int Found = 100;

    public string Title => "privacy.requests";

    public int Order => 70;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (await index.FindAsync(db, DataRequest.RecordType, query, Found, withSensitive: false, cancel) is not { Ids: { Count: > 0 } ids })
        {
            return [];
        }

        var requests = await db.DataRequests.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.Id)).OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancel);
        return [.. requests.Select(r => new SearchHit(r.RequesterName, $"{words.Type(r.Type)} · {words.State(r)}", FormattableString.Invariant($"{RequestListPage.Path}/{r.Id}"), "shield"))];
    }
}
