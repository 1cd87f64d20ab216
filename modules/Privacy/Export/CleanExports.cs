using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Deletes the files of exports whose time is over, and bytes that a killed process left.</summary>
internal sealed class CleanExports(TenantDb db, IFileStorage storage, IFileCleaning cleaning, TenantClock clock) : IBackgroundTask
{
    public string Name => "Privacy.CleanExports";

    public string Title => "privacy.export.clean";

    public string Schedule => "50 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var over = await db.PersonalDataExports.Where(e => e.ExpiresUtc <= now && e.StorageKey != "").ToListAsync(cancel);
        var keys = over.ConvertAll(e => e.Forget());
        await db.SaveChangesAsync(cancel);
        foreach (var key in keys)
        {
            await storage.DeleteAsync(PrivacyData.ExportArea, key, cancel);
        }

        var deleted = keys.Count + await cleaning.CleanAsync(PrivacyData.ExportArea, used => db.PersonalDataExports.Where(e => EF.Parameter(used).Contains(e.StorageKey)).Select(e => e.StorageKey).ToListAsync(cancel), cancel);
        return deleted == 0 ? null : deleted.ToString(CultureInfo.InvariantCulture);
    }
}
