using System.Collections.Concurrent;
using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Search;

/// <summary>Asks the search table: FTS5 with trigrams on SQLite, pg_trgm on PostgreSQL. Words are AND-ed. Trigrams need three
/// characters: shorter words filter the hits of the longer ones, alone they match the beginning of the name.</summary>
internal sealed class SearchIndex : ISearchIndex
{
    private const int Trigram = 3;
    private const int MaxWords = 8;

    /// <summary>So many records of a type are read through in a millisecond or two.</summary>
    private const int Few = 1_000;

    /// <summary>Rows that an estimate looks at.</summary>
    private const int Sample = 600;

    /// <summary>Names that begin with words too short for the index are counted up to here: enough to tell that a list of millions is better walked.</summary>
    private const int Beginnings = 10_000;

    /// <summary>Hits from the newest on, whose distance tells how dense they lie.</summary>
    private const int Density = 200;

    private readonly ConcurrentDictionary<(string Tenant, string RecordType), bool> _large = new();

    public async Task<SearchResult?> FindAsync(TenantDb db, string recordType, string query, int limit, bool withSensitive, CancellationToken cancel)
    {
        if (Matching(db, recordType, query, withSensitive) is not { } matching)
        {
            return null;
        }

        if (!withSensitive && Words(query).Exists(IsLong) && !await HasManyAsync(db, recordType, cancel))
        {
            matching = Passing(db, recordType, query)!.Select(e => e.RecordId); // has words
        }

        return await TakeAsync(matching, limit, cancel);
    }

    public async Task<SearchResult?> FindAnyAsync(TenantDb db, string recordType, string query, int limit, CancellationToken cancel)
    {
        var words = Words(query);
        return db.IsSqlite && words.Count > 0 && words.TrueForAll(IsLong)
            // To read each hit's row costs five times what finding it does.
            ? await TakeAsync(db.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM "Search_Fts" WHERE "Search_Fts" MATCH {Match(words)}"""), limit, cancel)
            : Matching(db, recordType, query, withSensitive: false) is { } matching ? await TakeAsync(matching, limit, cancel) : null;
    }

    public async Task<SearchEstimate?> EstimateAsync(TenantDb db, string recordType, string query, CancellationToken cancel)
    {
        var words = Words(query);
        if (words.Count == 0)
        {
            return null;
        }

        if (!await HasManyAsync(db, recordType, cancel))
        {
            var found = await TakeAsync(words.Exists(IsLong) ? Passing(db, recordType, query)!.Select(e => e.RecordId) : Matching(db, recordType, query, withSensitive: false)!, Few, cancel); // has words
            return new(found.Ids.Count, Few) { All = found };
        }

        return db.IsSqlite ? await EstimateBySqliteAsync(db, recordType, words, cancel) : await EstimateByPostgresAsync(db, recordType, words, cancel);
    }

    /// <summary>From how dense the newest hits lie. Of a word too short for the index it is supposed that half of all rows have its letter,
    /// a tenth its two.</summary>
    private static async Task<SearchEstimate> EstimateBySqliteAsync(TenantDb db, string recordType, List<string> words, CancellationToken cancel)
    {
        var last = await LastAsync(db, cancel);
        var longer = words.Where(IsLong).ToList();
        if (longer.Count == 0)
        {
            return new(await ByNameStart(db, recordType, words[0]).Take(Beginnings).CountAsync(cancel), last);
        }

        var newest = await db.Database.SqlQuery<long>($"""SELECT rowid AS "Value" FROM "Search_Fts" WHERE "Search_Fts" MATCH {Match(longer)} ORDER BY rowid DESC LIMIT {Density}""").ToListAsync(cancel);
        return newest.Count < Density
            ? new(newest.Count, last) { All = longer.Count == words.Count ? new SearchResult(newest, IsCut: false) : null }
            : new(words.Except(longer).Aggregate((long)Density * last / Math.Max(Density, last - newest[^1]), (hits, word) => hits / (word.Length == 1 ? 2 : 10)), last);
    }

    /// <summary>From a sample of the table's pages, of about as many rows; a table without statistics is judged by its size.</summary>
    private static async Task<SearchEstimate?> EstimateByPostgresAsync(TenantDb db, string recordType, List<string> words, CancellationToken cancel)
    {
        if (!words.Exists(IsLong))
        {
            return new(await ByNameStart(db, recordType, words[0]).Take(Beginnings).CountAsync(cancel), await LastAsync(db, cancel));
        }

        var patterns = words.ConvertAll(LikePattern.Containing).ToArray();
        return (await db.Database.SqlQuery<Sampled>($"""
            WITH size AS (SELECT greatest(reltuples, pg_relation_size(oid) / 400, 1)::bigint AS rows FROM pg_class WHERE oid = '"Search_Entry"'::regclass)
            SELECT count(*) FILTER (WHERE "RecordType" = {recordType} AND "Keys" LIKE ALL ({patterns})) * rows / count(*) AS "Hits", rows AS "Of"
            FROM "Search_Entry" TABLESAMPLE SYSTEM (least(100, 100.0 * {Sample} / (SELECT rows FROM size))), size GROUP BY rows
            """).ToListAsync(cancel)).Select(s => new SearchEstimate(s.Hits, s.Of)).SingleOrDefault();
    }

    private sealed record Sampled(long Hits, long Of);

    private static Task<long> LastAsync(TenantDb db, CancellationToken cancel) => db.Set<SearchEntry>().MaxAsync(e => e.RecordId, cancel); // there are many

    private static async Task<SearchResult> TakeAsync(IQueryable<long> matching, int limit, CancellationToken cancel)
    {
        var ids = await matching.TakeVarying(limit + 1).ToListAsync(cancel);
        return new SearchResult(ids.Count > limit ? ids[..limit] : ids, ids.Count > limit);
    }

    /// <summary>Whether reading all records of a type takes longer than the index: it follows a word that a million clients have through
    /// all of them to find that no note has it. Remembered once true.</summary>
    private async Task<bool> HasManyAsync(TenantDb db, string recordType, CancellationToken cancel)
    {
        var key = (db.Session.Tenant, recordType);
        if (_large.ContainsKey(key))
        {
            return true;
        }

        var hasMany = await db.Set<SearchEntry>().Where(e => e.RecordType == recordType).OrderBy(e => e.Name).Skip(Few).AnyAsync(cancel);
        if (hasMany)
        {
            _large[key] = true;
        }

        return hasMany;
    }

    public IQueryable<long>? Matching(TenantDb db, string recordType, string query, bool withSensitive)
    {
        var words = Words(query);
        if (words.Count == 0)
        {
            return null;
        }

        var longer = words.Where(IsLong).ToList();
        var shorter = words.Except(longer).ToList();
        var entries = longer.Count == 0
            ? ByNameStart(db, recordType, shorter[0])
            : db.IsSqlite ? BySqlite(db, recordType, longer) : ByPostgres(db, recordType, longer);
        foreach (var word in longer.Count == 0 ? shorter.Skip(1) : shorter)
        {
            entries = entries.Where(e => e.Keys.Contains(word));
        }

        if (withSensitive)
        {
            var sensitive = db.Set<SearchEntry>().Where(e => e.RecordType == recordType && e.Sensitive != "");
            sensitive = words.Aggregate(sensitive, (all, word) => all.Where(e => e.Sensitive.Contains(word)));
            return entries.Select(e => e.RecordId).Union(sensitive.Select(e => e.RecordId));
        }

        var found = entries.Select(e => e.RecordId);
        return ShortId(words) is { } id
            ? found.Union(db.Set<SearchEntry>().Where(e => e.RecordType == recordType && e.RecordId == id).Select(e => e.RecordId))
            : found;
    }

    public (string From, string Before)? NameStart(string query)
    {
        var words = Words(query);
        return words.Count > 0 && !words.Exists(IsLong) && ShortId(words) is null ? Start(words[0]) : null;
    }

    public IQueryable<SearchEntry>? Passing(TenantDb db, string recordType, string query)
    {
        var words = Words(query);
        if (words.Count == 0)
        {
            return null;
        }

        var isShort = !words.Exists(IsLong);
        if (ShortId(words) is { } id)
        {
            var (from, before) = Start(words[0]);
#pragma warning disable CA1309, MA0074 // translated to SQL, where the column's own order counts
            return db.Set<SearchEntry>().Where(e => e.RecordType == recordType && (e.RecordId == id || (string.Compare(e.Name, from) >= 0 && string.Compare(e.Name, before) < 0)));
#pragma warning restore CA1309, MA0074
        }

        var entries = isShort ? ByNameStart(db, recordType, words[0]) : db.Set<SearchEntry>().Where(e => e.RecordType == recordType);
        // Not as LIKE, for which PostgreSQL would take the index after all: to its planner, a word that it has no statistics of is rare.
#pragma warning disable CA1307, CA1310, CA2249, MA0001, MA0074 // translated to SQL
        return words.Skip(isShort ? 1 : 0).Aggregate(entries, (all, word) => all.Where(e => e.Keys.IndexOf(word) >= 0));
#pragma warning restore CA1307, CA1310, CA2249, MA0001, MA0074
    }

    private static List<string> Words(string query) => [.. TextFolding.Words(query).Distinct(StringComparer.Ordinal).Take(MaxWords)];

    private static bool IsLong(string word) => word.EnumerateRunes().Count() >= Trigram;

    /// <summary>An id is too short for trigrams until the thousands, and no name begins with it.</summary>
    private static long? ShortId(List<string> words) =>
        words is [var only] && !IsLong(only) && long.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>A range instead of LIKE: both planners walk the ordered name index. It ends before the last of all code points, which no name has.</summary>
    private static (string From, string Before) Start(string word) => (word, word + "\U0010FFFF");

    private static IQueryable<SearchEntry> ByNameStart(TenantDb db, string recordType, string word)
    {
        var (from, before) = Start(word);
#pragma warning disable CA1309, MA0074 // translated to SQL, where the column's own order counts
        return db.Set<SearchEntry>().Where(e => e.RecordType == recordType && string.Compare(e.Name, from) >= 0 && string.Compare(e.Name, before) < 0);
#pragma warning restore CA1309, MA0074
    }

    private static IQueryable<SearchEntry> BySqlite(TenantDb db, string recordType, IEnumerable<string> words)
    {
        return db.Set<SearchEntry>().FromSql($"""
            SELECT e.* FROM "Search_Fts" f CROSS JOIN "Search_Entry" e ON e."RecordId" = f.rowid
            WHERE "Search_Fts" MATCH {Match(words)} AND e."RecordType" = {recordType}
            """);
    }

    private static IQueryable<SearchEntry> ByPostgres(TenantDb db, string recordType, IEnumerable<string> words)
    {
        var entries = db.Set<SearchEntry>().Where(e => e.RecordType == recordType);
        foreach (var word in words)
        {
            var pattern = LikePattern.Containing(word);
            entries = entries.Where(e => EF.Functions.Like(e.Keys, pattern, LikePattern.Escape));
        }

        return entries;
    }

    private static string Match(IEnumerable<string> words) => string.Join(" AND ", words.Select(w => "\"" + w.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
}
