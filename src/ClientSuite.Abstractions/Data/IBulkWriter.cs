using ClientSuite.History;

namespace ClientSuite.Data;

/// <summary>Writes many rows at once, past the change tracker: prepared statements on SQLite, binary COPY on PostgreSQL. Everything
/// happens in the context's current transaction, which the caller begins and commits; on SQLite keep a batch under 200 ms, because
/// other writers wait.</summary>
public interface IBulkWriter
{
    /// <summary>Readies the context's connection for many batches and keeps it open; dispose the answer when they are done. On SQLite
    /// every row touches a page of every index, so the log is let grow and the cache is raised: a page is then written once for many
    /// rows (measured: 570 rows a second without). On PostgreSQL a batch does not wait for the disk: a server that loses its last batches loses
    /// their progress with them, and more waits for the search index, to be merged at once; the next ordinary commit, such as the end of the operation, makes all before it lasting.</summary>
    Task<IAsyncDisposable> BeginRunAsync(TenantDb db, CancellationToken cancel);

    /// <summary>Tells PostgreSQL's planner what there is after a run: until its own round comes by, it plans lists for the table as it
    /// was (measured after 100,000 rows: 287 requests a second instead of 1,958). Merges what waits for the search index, which every
    /// search would read. Nothing to do on SQLite.</summary>
    /// <typeparam name="T">The record that was written.</typeparam>
    Task RefreshStatisticsAsync<T>(TenantDb db, CancellationToken cancel) where T : class;

    /// <summary>Keeps others from changing records until the transaction ends: read after it what <see cref="SaveRecordsAsync"/> is to
    /// change, or it overwrites what was saved in between. On SQLite the transaction itself does that.</summary>
    /// <typeparam name="T">The record.</typeparam>
    Task HoldAsync<T>(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel) where T : ContentItem;

    /// <summary>Whether another writer waits for the end of the context's transaction: always false on PostgreSQL, where none does. A
    /// transaction of many batches asks between them.</summary>
    bool OthersWait(TenantDb db);

    /// <summary>Inserts rows of a mapped type with their keys already given.</summary>
    Task InsertAsync<T>(TenantDb db, IReadOnlyList<T> rows, CancellationToken cancel) where T : class;

    /// <summary>Does for many records what a save does for one: gives ids and public ids to added ones, stamps, writes the
    /// records, their search rows and one history line each under <paramref name="entry"/>, and the events that were raised on the
    /// context and that a handler of the tenant's features takes. A changed record's line holds the old and new values of what differs, <c>deletedUtc</c> with them; an added record's
    /// line holds its values and no old ones.</summary>
    /// <param name="db">Context with an open transaction.</param>
    /// <param name="entry">The act: saved before, once per operation.</param>
    /// <param name="added">New records, ids 0.</param>
    /// <param name="changed">Records before and after; <c>After.Version</c> is raised here.</param>
    /// <param name="cancel">Cancels.</param>
    Task SaveRecordsAsync<T>(TenantDb db, HistoryEntry entry, IReadOnlyList<T> added, IReadOnlyList<BulkChange<T>> changed, CancellationToken cancel) where T : ContentItem;

    /// <summary>Writes a history line for each of many clients under an act that changed no record of theirs: what was done for them.</summary>
    /// <param name="db">Context with an open transaction.</param>
    /// <param name="entry">The act: saved before, once per operation.</param>
    /// <param name="lines">What was done.</param>
    /// <param name="cancel">Cancels.</param>
    Task AddLinesAsync(TenantDb db, HistoryEntry entry, IReadOnlyList<BulkLine> lines, CancellationToken cancel);
}

/// <summary>A client's line of a bulk act.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Before">Values before, a JSON object; null for none.</param>
/// <param name="After">Values after, of the same fields; null for none.</param>
public sealed record BulkLine(long ClientId, string? Before, string? After);

/// <summary>A record before and after a change. Two separate objects.</summary>
/// <param name="Before">As it is stored.</param>
/// <param name="After">As it shall be.</param>
public sealed record BulkChange<T>(T Before, T After);
