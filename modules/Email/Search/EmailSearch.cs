using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Mails in the global search, newest first, by words of subject and reader, never by what they say.</summary>
internal sealed class EmailSearch(TenantDb db, TenantClock clock) : ISearchSource
{
    /// <summary>Shorter words are no help to an index of trigrams.</summary>
    private const int Shortest = 3;

    public string Title => "email.title";

    public int Order => 50;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (!TextFolding.Fold(query).Split(' ').Any(w => w.Length >= Shortest))
        {
            return [];
        }

        var ids = await db.FoundEmails(query).OrderByDescending(id => id).Take(limit).ToListAsync(cancel);
        if (ids.Count == 0)
        {
            return [];
        }

        var mails = await db.EmailMessages.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).OrderByDescending(m => m.Id)
            .Select(m => new { m.Id, m.ToAddress, m.Subject, m.CreatedUtc }).ToListAsync(cancel);
        return [.. mails.Select(m => new SearchHit(m.Subject, m.ToAddress.Length > 0 ? $"{m.ToAddress} · {clock.DayAndTime(m.CreatedUtc)}" : clock.DayAndTime(m.CreatedUtc), FormattableString.Invariant($"/admin/emails/{m.Id}"), "mail"))];
    }
}
