namespace ClientSuite.Files;

/// <summary>Keeps the tenant's files for good, on the host's disk or in an S3-compatible store, as the installation is configured. A file has an opaque
/// key and never changes. Bytes come first and the record that names their key after: a killed process leaves bytes that no record
/// names, which <see cref="IFileCleaning"/> takes away, and never a record without bytes. Scoped.</summary>
public interface IFileStorage
{
    /// <summary>Stores a draft for good under its key; it is on the disk, or in the store, when this returns.</summary>
    /// <param name="area">The kind of file, one per owner: lower-case letters and <c>-</c>.</param>
    /// <param name="draft">What was received; its file is used up.</param>
    /// <param name="cancel">Ends the work; nothing is stored then.</param>
    Task SaveAsync(string area, FileDraft draft, CancellationToken cancel);

    /// <summary>The bytes, to be read forwards and disposed of; null where there is no such file.</summary>
    Task<Stream?> OpenAsync(string area, string key, CancellationToken cancel);

    /// <summary>The files of an area that were stored before a time, UTC, in any order.</summary>
    IAsyncEnumerable<StoredFile> ListAsync(string area, DateTime before, CancellationToken cancel);

    /// <summary>Deletes a file; one that is not there is a quiet success.</summary>
    Task DeleteAsync(string area, string key, CancellationToken cancel);
}

/// <summary>A stored file.</summary>
/// <param name="Key">What finds it.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="SavedUtc">When it was stored, UTC.</param>
public sealed record StoredFile(string Key, long SizeBytes, DateTime SavedUtc);
