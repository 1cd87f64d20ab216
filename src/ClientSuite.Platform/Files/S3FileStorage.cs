using System.Runtime.CompilerServices;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Files;

/// <summary>Files in the installation's S3-compatible store.</summary>
internal sealed class S3FileStorage(S3Store store, TenantContext tenant) : IFileStorage
{
    private string TenantId => tenant.Settings.TenantId;

    public async Task SaveAsync(string area, FileDraft draft, CancellationToken cancel)
    {
        await using var content = new FileStream(draft.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true);
        try
        {
            await store.PutAsync(TenantId, area, draft.Key, content, cancel);
        }
        catch (S3StoreException failed) when (failed.IsAway)
        {
            throw Away();
        }
    }

    public async Task<Stream?> OpenAsync(string area, string key, CancellationToken cancel)
    {
        try
        {
            return await store.OpenAsync(TenantId, area, key, cancel);
        }
        catch (S3StoreException failed) when (failed.IsAway)
        {
            throw Away();
        }
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(string area, DateTime before, [EnumeratorCancellation] CancellationToken cancel)
    {
        FileKeys.Check(area);
        await foreach (var (_, file) in store.ListAsync(TenantId, area, cancel))
        {
            if (file.SavedUtc < before)
            {
                yield return file;
            }
        }
    }

    public Task DeleteAsync(string area, string key, CancellationToken cancel) => store.DeleteAsync(TenantId, area, key, cancel);

    private static FileRefusedException Away() => new(StatusCodes.Status503ServiceUnavailable, "storage.away");
}
