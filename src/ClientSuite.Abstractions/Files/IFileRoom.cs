namespace ClientSuite.Files;

/// <summary>The room that a tenant has for its files, those of all modules together. Scoped.
/// A counter holds what is taken. It may be too high, because nobody tells it of what is erased, and is measured again before it refuses
/// anything: an upload costs one small statement, however many files there are, and two at the same moment share the room rightly.</summary>
public interface IFileRoom
{
    /// <summary>Receives a file as <see cref="IFileIntake"/> does, where there is room for it. Outside of a transaction it holds no connection
    /// while the bytes come in.</summary>
    /// <param name="content">The bytes, read once.</param>
    /// <param name="announced">How many they are said to be; null for unknown.</param>
    /// <param name="cancel">Ends the work; nothing stays.</param>
    /// <exception cref="FileRefusedException">No room, or what <see cref="IFileIntake"/> refuses.</exception>
    Task<FileDraft> ReceiveAsync(Stream content, long? announced, CancellationToken cancel);

    /// <summary>Takes the room of a received file. Called in the transaction that stores its record, before the record is saved: others wait
    /// for its end.</summary>
    /// <exception cref="FileRefusedException">Somebody else took the room meanwhile.</exception>
    Task TakeAsync(FileDraft draft, CancellationToken cancel);
}

/// <summary>How many bytes the records of a module name, for <see cref="IFileRoom"/>. Scoped; asked when the room seems to be used up, in a
/// transaction that keeps uploads waiting.</summary>
public interface IFileUse
{
    /// <summary>Bytes of all its files, in the trash or not; bytes that two records share count once.</summary>
    Task<long> SumAsync(CancellationToken cancel);
}
