namespace ClientSuite.Privacy;

/// <summary>Notes who saw what of which client (LGPD art. 46, Marco Civil art. 15). Costs the caller nothing: what is noted is stored within a
/// second, outside its transaction. Scoped; where the feature Privacy is off, nothing is kept.</summary>
public interface IAccessLog
{
    /// <summary>Notes that the user of this scope saw a client; the same way by the same user within some minutes is noted once.</summary>
    /// <param name="clientId">The client.</param>
    /// <param name="how">What was done: a page, an answer of the API, a download, an export.</param>
    /// <param name="detail">Which one, without personal data: the tab, the document's number; empty for none. At most 100 characters.</param>
    void Note(long clientId, AccessKind how, string detail = "");

    /// <summary>Notes that a list of clients was downloaded: one entry each time.</summary>
    /// <param name="count">How many clients it had.</param>
    /// <param name="filter">The list's query; empty for all clients. At most 500 characters are kept.</param>
    /// <param name="detail">Kind of the file.</param>
    void NoteList(long count, string filter, string detail);

    /// <summary>Takes out of the queries of noted lists what was looked for, where that was somebody who is being forgotten. Saves by itself, in the
    /// transaction that is open if there is one.</summary>
    /// <param name="names">True for words that name, or would find, the person.</param>
    /// <param name="cancel">Cancels.</param>
    Task ForgetListsAsync(Func<string, bool> names, CancellationToken cancel);
}

/// <summary>How somebody came to see a client's data.</summary>
public enum AccessKind
{
    /// <summary>A page of the admin.</summary>
    Page,

    /// <summary>An answer of the API.</summary>
    Api,

    /// <summary>A file was downloaded or shown.</summary>
    Download,

    /// <summary>The data left in an export.</summary>
    Export,
}
