namespace ClientSuite.Data;

/// <summary>Finds a record by type and id, for what belongs to records of any type. Scoped. It asks for no permission: whether the reader may
/// see records of a type says its <see cref="History.RecordPage"/>.</summary>
public interface IRecordLookup
{
    /// <summary>The record; null where the model has no such type, or none with that id is in use.</summary>
    /// <param name="recordType">Type as the history names it: <c>Files.Document</c>.</param>
    /// <param name="id">The short number.</param>
    /// <param name="cancel">Cancels.</param>
    Task<RecordFound?> FindAsync(string recordType, long id, CancellationToken cancel);

    /// <summary>Those of some records that are there; none where the model has no such type.</summary>
    /// <param name="recordType">Type as the history names it.</param>
    /// <param name="ids">The short numbers.</param>
    /// <param name="withTrash">True finds those in the trash too.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<RecordFound>> FindAsync(string recordType, IReadOnlyCollection<long> ids, bool withTrash, CancellationToken cancel);
}

/// <summary>A record that is in use.</summary>
/// <param name="Id">The short number.</param>
/// <param name="ClientId">The client that it belongs to, by its declared reference; null for none.</param>
public sealed record RecordFound(long Id, long? ClientId);
