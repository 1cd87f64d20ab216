using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Takes the bytes away that no version names any more.</summary>
internal sealed class CleanDocuments(TenantDb db, IFileCleaning cleaning) : IBackgroundTask
{
    public string Name => "Files.CleanDocuments";

    public string Title => "files.clean";

    public string Schedule => "10 4 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var deleted = await cleaning.CleanAsync(FilesData.Area, keys => db.DocumentVersions.Where(v => EF.Parameter(keys).Contains(v.StorageKey)).Select(v => v.StorageKey).Distinct().ToListAsync(cancel), cancel);
        return deleted == 0 ? null : deleted.ToString(CultureInfo.InvariantCulture);
    }
}
