using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Queues a search for duplicates where the tenant wants that and clients changed since the last one began.</summary>
internal sealed class SearchDuplicatesByNight(TenantDb db, ISettings<ClientSettings> settings, IOperations operations, IStringLocalizer texts) : IBackgroundTask
{
    public string Name => "Clients.SearchDuplicates";

    public string Title => "clients.duplicates.byNight";

    public string Schedule => "40 3 * * *";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        if (!(await settings.GetAsync(cancel)).SearchesDuplicates)
        {
            return null;
        }

        var last = await db.Set<Operation>().Where(o => o.Kind == DuplicateSearch.OperationKind && o.State == OperationState.Succeeded).OrderByDescending(o => o.Id).Select(o => o.StartedUtc).FirstOrDefaultAsync(cancel) ?? default;
        if (!await db.Clients.AnyAsync(c => c.ModifiedUtc >= last, cancel))
        {
            return null;
        }

        await DuplicateSearch.StartAsync(db, operations, texts, cancel);
        await db.SaveChangesAsync(cancel);
        operations.Signal();
        return texts["clients.duplicates.queued"].Value;
    }
}
