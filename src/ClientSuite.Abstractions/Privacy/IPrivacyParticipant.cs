namespace ClientSuite.Privacy;

/// <summary>Whose data it is about: a client, with those that were merged into it.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="ClientIds">The client and those that became it, the client first.</param>
/// <param name="Addresses">E-mail addresses of the client and its users, lower case; once they are removed, none.</param>
public sealed record DataSubject(long ClientId, IReadOnlyList<long> ClientIds, IReadOnlyList<string> Addresses)
{
    /// <summary>What stands where the name stood; the same for the client and everybody of it.</summary>
    public string AnonymousName { get; init; } = "";
}

/// <summary>What a module holds about a client: gives it out whole and makes it nobody's. Scoped. Every table that refers to a client
/// needs one that names it: a test asks for it, and where a module leaves it out, a client with rows there is not anonymised.</summary>
public interface IPrivacyParticipant
{
    /// <summary>Name of its section in <c>data.json</c>, camelCase. It is part of the format that people get.</summary>
    string Section { get; }

    /// <summary>Turn: lower ones first. What the others need to find theirs (the record with its addresses) comes late.</summary>
    int Order => 0;

    /// <summary>The tables that refer to a client and that it answers for.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>E-mail addresses by which other modules may know the client; asked before an export and before an anonymisation.</summary>
    Task<IReadOnlyList<string>> AddressesAsync(IReadOnlyList<long> clientIds, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Writes its section: all that the module holds about the client, in the trash too, without secrets. Called while the file
    /// is written; a throw fails the export.</summary>
    Task ExportAsync(DataSubject subject, IPersonalData data, CancellationToken cancel);

    /// <summary>Removes what says who the client is, and leaves ids, amounts, dates, states and counts. Saves by itself, in as many transactions
    /// as it takes, outside of any other. Called again after a killed process or a throw: finds by itself what is left to do.</summary>
    Task AnonymizeAsync(DataSubject subject, CancellationToken cancel);
}

/// <summary>Takes a section of an export.</summary>
public interface IPersonalData
{
    /// <summary>False leaves out what the team writes for itself: internal notes are data about the client, but were never meant for it.</summary>
    bool WithInternalNotes { get; }

    /// <summary>Writes a list of the section; its JSON schema is taken from the type. Names are unique in a section.</summary>
    /// <typeparam name="T">A row: only what the person may read. Instants are UTC.</typeparam>
    Task WriteAsync<T>(string list, IAsyncEnumerable<T> rows, CancellationToken cancel);

    /// <summary>Puts a file into the export, after the lists are written; answers its path there, which is safe and nobody else's.</summary>
    /// <param name="folder">Folder, <c>documents/Contratos</c>; parts are made portable.</param>
    /// <param name="name">Name as people know it.</param>
    /// <param name="open">Opens the bytes when it is their turn; null where they are gone, and the export goes on without.</param>
    string AddFile(string folder, string name, Func<CancellationToken, Task<Stream?>> open);
}

/// <summary>Says why a client may be neither anonymised nor erased now: an open invoice, a record that the law keeps. Scoped; all are asked before
/// an anonymisation begins, none once it has begun, and before clients are erased: many that go at once are asked about as one subject.</summary>
public interface IAnonymizationObstacle
{
    /// <summary>The reason why one of the subject's <see cref="DataSubject.ClientIds"/> stays, or null for none.</summary>
    Task<AnonymizationObstacle?> FindAsync(DataSubject subject, CancellationToken cancel);
}

/// <summary>Why not.</summary>
/// <param name="Text">Text key of the sentence.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Path">Page below the tenant where it can be settled; null for none.</param>
public sealed record AnonymizationObstacle(string Text, IReadOnlyList<string> Args, string? Path = null);

/// <summary>A value that says who somebody is although it is no text: a birth date. Texts are taken to be personal anyway; numbers, dates,
/// flags and states without it stay in the history when a client is anonymised.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
