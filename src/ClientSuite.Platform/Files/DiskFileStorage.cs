using System.Runtime.CompilerServices;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using ClientSuite.Values;

namespace ClientSuite.Files;

/// <summary>Files in the tenant's folder, where backups and archives find them: <c>Sites/{tenant}/stored/{area}/{last two of the key}/{key}</c>.</summary>
internal sealed class DiskFileStorage(HostPaths paths, TenantContext tenant) : IFileStorage
{
    public Task SaveAsync(string area, FileDraft draft, CancellationToken cancel)
    {
        var path = PathOf(area, draft.Key);
        cancel.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a path inside a folder has one
        using (var file = new FileStream(draft.Path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        File.Move(draft.Path, path);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string area, string key, CancellationToken cancel)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(area, key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string area, DateTime before, [EnumeratorCancellation] CancellationToken cancel)
    {
        FileKeys.Check(area);
        await Task.CompletedTask;
        var folder = new DirectoryInfo(Path.Combine(Root, area));
        foreach (var file in folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            cancel.ThrowIfCancellationRequested();
            if (PublicId.IsValid(file.Name) && file.LastWriteTimeUtc < before)
            {
                yield return new StoredFile(file.Name, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    public Task DeleteAsync(string area, string key, CancellationToken cancel)
    {
        var path = PathOf(area, key);
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    private string Root => Path.Combine(paths.Site(tenant.Name), "stored");

    private string PathOf(string area, string key)
    {
        FileKeys.Check(area, key);
        return Path.Combine(Root, area, key[^2..], key);
    }
}
