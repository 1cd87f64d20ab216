using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Email;

/// <summary>Mails in the global search, newest first, by words of subject and address, never by what they say. They are looked for among the newest
/// <see cref="Newest"/>, because no index folds subjects; a whole address among all.</summary>
internal sealed class EmailSearch(TenantDb db, TenantClock clock) : ISearchSource
{
    private const int Shortest = 2;
    private const int Newest = 1_000;

    public string Title => "email.title";

    public int Order => 50;

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        if (query.Trim() is not { Length: >= Shortest } text)
        {
            return [];
        }

        var words = TextFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // What stands behind the bodies in a row is dear to read on SQLite: the hits' own comes afterwards.
        var newest = await db.EmailMessages.AsNoTracking().OrderByDescending(m => m.Id).Take(Newest).Select(m => new { m.Id, m.ToAddress, m.Subject }).ToListAsync(cancel);
        var ids = newest.Where(m => TextFolding.Fold($"{m.Subject} {m.ToAddress}") is var folded && words.All(w => folded.Contains(w, StringComparison.Ordinal))).Take(limit).Select(m => m.Id).ToList();
        if (ids.Count < limit && EmailAddress.IsValid(text))
        {
            List<string> spellings = [text, text.ToLowerInvariant()];
            ids.AddRange(await db.EmailMessages.Where(m => EF.Parameter(spellings).Contains(m.ToAddress)).OrderByDescending(m => m.Id).Take(limit).Select(m => m.Id).ToListAsync(cancel));
        }

        if (ids.Count == 0)
        {
            return [];
        }

        var mails = await db.EmailMessages.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).OrderByDescending(m => m.Id).Take(limit)
            .Select(m => new { m.Id, m.ToAddress, m.Subject, m.CreatedUtc }).ToListAsync(cancel);
        return [.. mails.Select(m => new SearchHit(m.Subject, m.ToAddress.Length > 0 ? $"{m.ToAddress} · {clock.DayAndTime(m.CreatedUtc)}" : clock.DayAndTime(m.CreatedUtc), FormattableString.Invariant($"/admin/emails/{m.Id}"), "mail"))];
    }
}
