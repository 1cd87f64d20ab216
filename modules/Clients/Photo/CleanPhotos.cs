using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Takes photos away that no client shows any more.</summary>
internal sealed class CleanPhotos(TenantDb db, IFileCleaning cleaning) : IBackgroundTask
{
    public string Name => "Clients.CleanPhotos";

    public string Title => "clients.photo.clean";

    public string Schedule => "20 4 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var deleted = await cleaning.CleanAsync(ClientPhotos.Area, keys => db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => EF.Parameter(keys).Contains(c.PhotoKey)).Select(c => c.PhotoKey).ToListAsync(cancel), cancel);
        return deleted == 0 ? null : deleted.ToString(CultureInfo.InvariantCulture);
    }
}
