namespace ClientSuite.Clients.Contracts;

/// <summary>Questions to the clients' list in its own words: the query of its address, as links and saved views keep it
/// (<c>state=MG&amp;blocked=no</c>). Scoped.</summary>
public interface IClientQueries
{
    /// <summary>What narrows in a query: search and filters, without order, page and columns. Null where nothing narrows, where a value
    /// cannot be read, or where the user may not filter so.</summary>
    /// <param name="query">Query of an address, with or without <c>?</c>.</param>
    string? Narrowing(string query);

    /// <summary>Ids of the clients in use that a query matches, whoever asks; to be composed further. Null where the list cannot read it
    /// (any more): the module that gave a filter is switched off.</summary>
    Task<IQueryable<long>?> MatchingAsync(string query, CancellationToken cancel);

    /// <summary>A query in the reader's words, one line per filter.</summary>
    Task<IReadOnlyList<ClientCondition>> InWordsAsync(string query, CancellationToken cancel);
}

/// <summary>A filter as people read it.</summary>
/// <param name="Name">Name in the query.</param>
/// <param name="Title">"Estado".</param>
/// <param name="Value">"MG, SP".</param>
public sealed record ClientCondition(string Name, string Title, string Value);
