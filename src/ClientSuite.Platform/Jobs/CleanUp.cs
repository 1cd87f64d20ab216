using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Outbox;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Jobs;

/// <summary>Drops what has served: answers of idempotent requests, ended sessions and tokens, marks of handled events, files of old uploads and operations.
/// Then keeps what the tenant takes, so that the operator's list sorts by it.</summary>
internal sealed class CleanUp(TenantDb db, TenantContext tenant, TenantClock clock, ITenantFiles files, TenantUses uses) : IBackgroundTask
{
    /// <summary>How long the files of uploads and operations are kept after their last change.</summary>
    private static readonly TimeSpan FilesKept = TimeSpan.FromDays(30);

    public string Name => "Platform.CleanUp";

    public string Title => "jobs.cleanUp";

    public string Schedule => "40 3 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var old = now - IdempotencyStore.Kept;
        var dropped = await db.Set<IdempotentRequest>().Where(r => r.CreatedUtc < old).ExecuteDeleteAsync(cancel)
            + await db.Set<UserSession>().Where(s => s.ExpiresUtc < now).ExecuteDeleteAsync(cancel)
            + await db.Set<ApiToken>().Where(t => t.ExpiresUtc < old).ExecuteDeleteAsync(cancel)
            + await db.Set<OutboxProcessed>().Where(p => !db.Set<OutboxEvent>().Any(e => e.Id == p.EventId)).ExecuteDeleteAsync(cancel);
        dropped += files.DeleteOlderThan(now - FilesKept);
        await uses.MeasureAsync(tenant.Settings, cancel);
        return dropped == 0 ? null : dropped.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
