namespace ClientSuite.Files;

/// <summary>Looks for viruses in what people send, before it is stored. The platform asks ClamAV where the installation names one;
/// every scanner that is registered is asked. Scoped.</summary>
public interface IFileScanner
{
    /// <summary>Scans a file.</summary>
    /// <param name="content">The bytes, to be read once.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>Name of what was found, or null for a clean file.</returns>
    /// <exception cref="FileRefusedException">No verdict: the file is not taken (503).</exception>
    Task<string?> ScanAsync(Stream content, CancellationToken cancel);
}
