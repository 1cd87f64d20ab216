using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Arguments of a bulk operation.</summary>
internal sealed record BulkArguments(string Action, ClientSelection Selection);

/// <summary>Does one thing with many clients, in the order of their ids, so that a killed process goes on after the last one
/// saved and a filter that its own work empties does not confuse it.</summary>
internal sealed class ClientBulk(TenantDb db, ClientList list, TenantClock clock) : IOperationHandler
{
    public const string OperationKind = "clients.bulk";

    /// <summary>Up to here a bulk action is done at once.</summary>
    public const int AtOnce = 200;

    private const int Batch = 200;

    public string Kind => OperationKind;

    public string Permission => Permissions.Edit;

    public async Task RunAsync(IOperationRun run, CancellationToken cancel)
    {
        var operation = run.Operation;
        var arguments = operation.ArgumentsAs<BulkArguments>();
        var action = BulkAction.Find(arguments.Action) ?? throw new InvalidOperationException($"There is no bulk action {arguments.Action}.");
        var last = JsonSerializer.Deserialize<Position>(operation.Progress)?.LastId ?? 0;
        while (await run.ContinueAsync(cancel))
        {
            var clients = await LoadAsync(arguments.Selection, last, Batch, cancel);
            if (clients.Count == 0)
            {
                return;
            }

            last = clients[^1].Id;
            operation.Updated += Do(action, clients);
            operation.Processed += clients.Count;
            operation.Progress = JsonSerializer.Serialize(new Position(last));
            await db.SaveChangesAsync(cancel);
            foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is not Operation).ToList())
            {
                entry.State = EntityState.Detached;
            }
        }
    }

    public Task UndoAsync(IOperationRun run, CancellationToken cancel) => throw new RuleBrokenException("operations.cantUndo");

    /// <summary>The first clients of a selection beyond an id, to be changed. In two queries: another module's column may say
    /// AsNoTracking, which holds for the whole query that it becomes part of, and nothing would be saved.</summary>
    public async Task<List<Client>> LoadAsync(ClientSelection selection, long afterId, int count, CancellationToken cancel)
    {
        var ids = await selection.Of(list).Where(c => c.Id > afterId).OrderBy(c => c.Id).Take(count).Select(c => c.Id).ToListAsync(cancel);
        return await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => EF.Parameter(ids).Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel);
    }

    /// <summary>Does it with clients already loaded; the caller saves.</summary>
    public int Do(BulkAction action, IEnumerable<Client> clients)
    {
        var changed = 0;
        foreach (var client in clients)
        {
            if (action.Do(client, clock.UtcNow) is { } happened)
            {
                db.Raise(client, happened);
                changed++;
            }
        }

        return changed;
    }

    private sealed record Position(long LastId);
}
