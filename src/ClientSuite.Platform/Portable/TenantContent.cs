using System.Runtime.CompilerServices;
using ClientSuite.Files;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;

namespace ClientSuite.Portable;

/// <summary>The files of a tenant beside its database, wherever they lie. Those of an S3 store go by the names that they would have in the
/// tenant's folder, so that backups and archives lead from one kind of store to the other.</summary>
internal sealed class TenantContent(HostPaths paths, S3Store store)
{
    private const string Stored = "stored";

    /// <summary>Each file's name and content, which the caller disposes of. One that is deleted meanwhile is left out.</summary>
    public async IAsyncEnumerable<(string Path, Stream Content)> ReadAsync(ShellSettings tenant, [EnumeratorCancellation] CancellationToken cancel)
    {
        // An installation that changed over to a store may have left some on the disk.
        var onDisk = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, full) in TenantFolder.Files(paths.Site(tenant.Name)))
        {
            if (Open(full) is { } content)
            {
                onDisk.Add(path);
                yield return (path, content);
            }
        }

        if (!store.IsUsed)
        {
            yield break;
        }

        await foreach (var (area, file) in store.ListAsync(tenant.TenantId, area: null, cancel))
        {
            var path = $"{Stored}/{area}/{file.Key[^2..]}/{file.Key}";
            if (!onDisk.Contains(path) && await store.OpenAsync(tenant.TenantId, area, file.Key, cancel) is { } content)
            {
                yield return (path, content);
            }
        }
    }

    /// <summary>Fails where files lie in a store that does not answer.</summary>
    public async Task ReachAsync(CancellationToken cancel)
    {
        if (store.IsUsed)
        {
            await store.ListAsync("", area: null, cancel).AnyAsync(cancel);
        }
    }

    /// <summary>Puts a stored file into the store; false where it belongs on the disk. A key is used once, so that nothing else is replaced.</summary>
    public async Task<bool> StoreAsync(string tenantId, string path, string full, CancellationToken cancel)
    {
        if (!store.IsUsed || path.Split('/') is not [Stored, var area, _, var key])
        {
            return false;
        }

        await using var content = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        await store.PutAsync(tenantId, area, key, content, cancel);
        return true;
    }

    private static FileStream? Open(string full)
    {
        try
        {
            return new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
