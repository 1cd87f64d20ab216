using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

/// <summary>Begins anonymisations again that failed: what was begun must end.</summary>
internal sealed class FinishAnonymizations(TenantDb db, AnonymizationStart start) : IBackgroundTask
{
    public string Name => "Privacy.FinishAnonymizations";

    public string Title => "privacy.anonymize.finish";

    public string Schedule => "5 * * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var operations = db.Set<Operation>();
        var failed = await db.Anonymizations.Where(a => a.FinishedUtc == null && !operations.Any(o => o.PublicId == a.OperationId && o.State != OperationState.Failed)).ToListAsync(cancel);
        foreach (var anonymization in failed)
        {
            await start.QueueAsync(anonymization, cancel);
        }

        return failed.Count == 0 ? null : failed.Count.ToString(CultureInfo.InvariantCulture);
    }
}
