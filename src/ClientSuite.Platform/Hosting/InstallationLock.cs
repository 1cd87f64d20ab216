using System.Globalization;

namespace ClientSuite.Hosting;

/// <summary>Keeps two processes from sharing one SQLite installation by accident: an open, locked file in the data directory. The
/// system lets go of it when the process ends, however it ends. Hosts with their host database on PostgreSQL take none:
/// there may be several, which see each other in it.</summary>
internal sealed class InstallationLock(HostPaths paths, HostDatabase database) : IDisposable
{
    private FileStream? _file;

    private string Holder => paths.Lock + ".holder";

    /// <exception cref="InstallationInUseException">Another process has it.</exception>
    public void Take()
    {
        if (_file is not null || !database.IsSqlite)
        {
            return;
        }

        Directory.CreateDirectory(paths.Data);
        try
        {
            // FileShare.None is an exclusive flock on Unix.
            _file = new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(paths.Lock))
        {
            var holder = File.Exists(Holder) ? File.ReadAllText(Holder) : "another process";
            throw new InstallationInUseException($"The data directory {paths.Data} is in use by {holder}. Stop it first, or give another directory with --data.");
        }

        // Beside it, because nobody else can read a locked file.
        File.WriteAllText(Holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}"));
    }

    public void Dispose()
    {
        if (_file is null)
        {
            return;
        }

        File.Delete(Holder);
        _file.Dispose();
        _file = null;
    }
}

/// <summary>Others run, beside whom this process must not.</summary>
internal sealed class InstallationInUseException(string message) : Exception(message);
