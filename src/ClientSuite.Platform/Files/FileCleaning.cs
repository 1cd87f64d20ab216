using ClientSuite.Tenancy;

namespace ClientSuite.Files;

internal sealed class FileCleaning(IFileStorage storage, TenantClock clock) : IFileCleaning
{
    private const int Batch = 500;

    /// <summary>An upload under way has stored its bytes and not yet its record; no request lasts that long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public async Task<int> CleanAsync(string area, Func<IReadOnlyList<string>, Task<List<string>>> used, CancellationToken cancel)
    {
        var deleted = 0;
        var keys = new List<string>(Batch);
        await foreach (var file in storage.ListAsync(area, clock.UtcNow - Grace, cancel))
        {
            keys.Add(file.Key);
            if (keys.Count == Batch)
            {
                deleted += await DropAsync();
            }
        }

        return deleted + await DropAsync();

        async Task<int> DropAsync()
        {
            var unused = keys.Except(keys.Count == 0 ? [] : await used(keys), StringComparer.Ordinal).ToList();
            keys.Clear();
            foreach (var key in unused)
            {
                await storage.DeleteAsync(area, key, cancel);
            }

            return unused.Count;
        }
    }
}
