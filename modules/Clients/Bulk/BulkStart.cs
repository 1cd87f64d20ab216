using System.Globalization;
using System.Text.Json;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>What a bulk action will do.</summary>
/// <param name="Total">Clients chosen.</param>
/// <param name="AlreadyDone">Those that are so already.</param>
/// <param name="Names">Names of the first that will change.</param>
internal sealed record BulkPreview(int Total, int AlreadyDone, IReadOnlyList<string> Names)
{
    public int Changes => Total - AlreadyDone;

    /// <summary>What another module's action shows with it; null for nothing.</summary>
    public ClientBulkForm? More { get; init; }

    public bool IsLong => Total > ClientBulk.AtOnce;
}

/// <summary>Looks ahead at bulk actions and starts them, from the page and from the API.</summary>
internal sealed class BulkStart(TenantDb db, ClientList list, ClientBulk bulk, SameDocument documents, IOperations operations, TenantClock clock, IStringLocalizer texts)
{
    private const int NamesShown = 5;

    public async Task<BulkPreview> PreviewAsync(BulkTask task, ClientSelection selection, CancellationToken cancel)
    {
        var clients = await selection.OfAsync(list, task.IsOfTrash, cancel);
        var toDo = System.Linq.Expressions.Expression.Lambda<Func<Client, bool>>(System.Linq.Expressions.Expression.Not(task.IsDone.Body), task.IsDone.Parameters);
        var first = await clients.Where(toDo).OrderBy(c => c.Id).Take(NamesShown).Select(c => new { c.Id, c.TradeName }).ToListAsync(cancel);
        var preview = new BulkPreview(await clients.CountAsync(cancel), await clients.CountAsync(task.IsDone, cancel), [.. first.Select(c => c.TradeName)]);
        if (task.Preview is null)
        {
            return preview;
        }

        var leftOut = await clients.Where(task.IsDone).OrderBy(c => c.Id).Take(NamesShown).Select(c => c.TradeName).ToListAsync(cancel);
        return preview with { More = await task.Preview(new ClientBulkSample(first.FirstOrDefault()?.Id, leftOut, preview.AlreadyDone, clients.Select(c => c.Id))) };
    }

    /// <summary>Does it with few clients, and queues an operation for many; answers the operation either way, by which it is taken back.</summary>
    public async Task<Operation> StartAsync(BulkTask task, ClientSelection selection, BulkPreview preview, CancellationToken cancel)
    {
        var title = texts.Plural(task.Texts + ".title", preview.Changes, task.Subject);
        var arguments = JsonSerializer.Serialize(new BulkArguments(task.Id, selection, CultureInfo.CurrentUICulture.Name) { With = task.With, Act = task.Act });
        var operation = await operations.StartAsync(ClientBulk.OperationKind, title, arguments, task.CanUndo, cancel);
        operation.Total = preview.Total;
        if (preview.IsLong)
        {
            await db.SaveChangesAsync(cancel);
            operations.Signal();
            return operation;
        }

        operation.StartedUtc = clock.UtcNow;
        End(operation, OperationState.Succeeded);
        db.Session.OperationId = operation.Id;
        await OnceAsync(() => bulk.DoAsync(operation, ClientBulk.AtOnce, cancel));
        return operation;
    }

    /// <summary>Takes few clients back at once, and queues it for many.</summary>
    public async Task UndoAsync(Operation operation, CancellationToken cancel)
    {
        if (operation.Updated > ClientBulk.AtOnce || operation.State != OperationState.Succeeded || !operations.CanUndo(operation))
        {
            await operations.UndoAsync(operation, cancel);
            operations.Signal();
            return;
        }

        operation.Progress = "{}";
        operation.IsUndo = true;
        operation.CanUndo = false;
        End(operation, OperationState.Undone);
        db.Session.OperationId = operation.Id;
        await OnceAsync(() => bulk.TakeBackAsync(operation, ClientBulk.AtOnce, cancel));
    }

    private async Task OnceAsync(Func<Task> batch)
    {
        try
        {
            await batch();
        }
        catch (Exception failure) when (documents.IsBroken(failure))
        {
            throw new RuleBrokenException("clients.error.notSaved"); // somebody took a document in the moment between: nothing was done
        }
    }

    private void End(Operation operation, OperationState state)
    {
        operation.State = state;
        operation.FinishedUtc = clock.UtcNow;
    }
}
