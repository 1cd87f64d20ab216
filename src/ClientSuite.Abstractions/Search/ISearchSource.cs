using ClientSuite.Data;

namespace ClientSuite.Search;

/// <summary>Gives global search hits of one record type. Scoped; called per keystroke: answer within milliseconds.</summary>
public interface ISearchSource
{
    /// <summary>Text key of the group's heading.</summary>
    string Title { get; }

    /// <summary>Order of the group.</summary>
    int Order { get; }

    /// <summary>Permission without which the source is not asked; null for none.</summary>
    string? Permission { get; }

    /// <summary>At most <paramref name="limit"/> hits, best first: exact id and document, then name.</summary>
    Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel);
}

/// <summary>A hit.</summary>
/// <param name="Title">Name of the record.</param>
/// <param name="Detail">Second line: document, city; null for none.</param>
/// <param name="Path">Page below the tenant.</param>
/// <param name="Icon">Icon name.</param>
public sealed record SearchHit(string Title, string? Detail, string Path, string Icon);

/// <summary>Finds records by text over the search rows that the platform keeps. Singleton.</summary>
public interface ISearchIndex
{
    /// <summary>Ids of the records of a type that match every word of <paramref name="query"/>, at most
    /// <paramref name="limit"/>, in no order; null when the query has no word to search by (then everything matches).</summary>
    Task<SearchResult?> FindAsync(TenantDb db, string recordType, string query, int limit, bool withSensitive, CancellationToken cancel);

    /// <summary>As <see cref="FindAsync"/>, but ids of other types may be among them, which costs less: ids are unique over all types, so
    /// who looks them up in its own table leaves the others out.</summary>
    Task<SearchResult?> FindAnyAsync(TenantDb db, string recordType, string query, int limit, CancellationToken cancel);

    /// <summary>About how many records match, told from a sample in about a millisecond; where there are few records of the type, all that
    /// do. Null when the query has no word.</summary>
    Task<SearchEstimate?> EstimateAsync(TenantDb db, string recordType, string query, CancellationToken cancel);

    /// <summary>What the folded name of every match lies between, the end left out, where a name has to begin with the query's first word because no
    /// word is long enough for the index; null where any key may match.</summary>
    (string From, string Before)? NameStart(string query);

    /// <summary>The whole match as a query of ids, for exports and exact totals; null when the query has no word.</summary>
    IQueryable<long>? Matching(TenantDb db, string recordType, string query, bool withSensitive);

    /// <summary>The same match as rows to be looked at one by one, for a walk in another order that stops after a page: where much
    /// matches, cheaper than finding it all first. Null when the query has no word.</summary>
    IQueryable<SearchEntry>? Passing(TenantDb db, string recordType, string query);
}

/// <summary>What a search found.</summary>
/// <param name="Ids">Ids found.</param>
/// <param name="IsCut">True when there are more than were asked for.</param>
public sealed record SearchResult(IReadOnlyList<long> Ids, bool IsCut);

/// <summary>How much a search will find.</summary>
/// <param name="Hits">About so many.</param>
/// <param name="Of">About so many records there are.</param>
public sealed record SearchEstimate(long Hits, long Of)
{
    /// <summary>The hits, those of other types too, where looking for some found them all; else null.</summary>
    public SearchResult? All { get; init; }
}

/// <summary>A row of the search table.</summary>
public sealed class SearchEntry
{
    /// <summary>Id: that of the record, unique over all types.</summary>
    public long RecordId { get; set; }

    /// <summary>Type of the record.</summary>
    public string RecordType { get; set; } = "";

    /// <summary>Folded name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Folded name and keys, separated by line ends.</summary>
    public string Keys { get; set; } = "";

    /// <summary>Folded sensitive text; empty for none.</summary>
    public string Sensitive { get; set; } = "";
}
