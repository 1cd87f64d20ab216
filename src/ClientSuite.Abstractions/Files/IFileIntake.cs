namespace ClientSuite.Files;

/// <summary>Takes in what people send: streams it to a draft on the host's disk while counting, finds its type by its content, has it scanned.
/// Scoped.</summary>
public interface IFileIntake
{
    /// <summary>What this tenant may store.</summary>
    FileLimits Limits { get; }

    /// <summary>Receives a file. Dispose of the draft: what was not stored goes with it.</summary>
    /// <param name="content">The bytes, read once.</param>
    /// <param name="maxBytes">The largest size taken; the tenant's limit holds as well.</param>
    /// <param name="cancel">Ends the work; nothing stays.</param>
    /// <exception cref="FileRefusedException">Empty, too large, a program, infected, or the scanner does not answer.</exception>
    Task<FileDraft> ReceiveAsync(Stream content, long maxBytes, CancellationToken cancel);
}

/// <summary>What a tenant may store.</summary>
/// <param name="MaxFileBytes">Bytes of one file.</param>
/// <param name="MaxTotalBytes">Bytes of all its files together.</param>
public sealed record FileLimits(long MaxFileBytes, long MaxTotalBytes);

/// <summary>A file that was received and checked, and not stored yet.</summary>
public sealed class FileDraft(string key, string path, long sizeBytes, string sha256, string contentType) : IAsyncDisposable
{
    /// <summary>Key under which it will be stored: 26 characters.</summary>
    public string Key { get; } = key;

    /// <summary>Where it lies on this host.</summary>
    public string Path { get; } = path;

    /// <summary>Its size.</summary>
    public long SizeBytes { get; } = sizeBytes;

    /// <summary>SHA-256 of its bytes, lower-case hexadecimal.</summary>
    public string Sha256 { get; } = sha256;

    /// <summary>Type by content, one of <see cref="FileTypes"/>.</summary>
    public string ContentType { get; } = contentType;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A file is not taken. The answer has the status and the text in the caller's language.</summary>
/// <param name="status">413, 422 or 503.</param>
/// <param name="key">Text key of the sentence.</param>
/// <param name="args">Arguments of the sentence.</param>
public sealed class FileRefusedException(int status, string key, params object[] args) : Exception(key)
{
    /// <summary>413, 422 or 503.</summary>
    public int Status { get; } = status;

    /// <summary>Text key of the sentence.</summary>
    public string Key { get; } = key;

    /// <summary>Arguments of the sentence.</summary>
    public IReadOnlyList<object> Args { get; } = args;
}
