using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Notifications;
using ClientSuite.Outbox;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Operations;

internal sealed class OperationQueue(TenantDb db, TenantClock clock, TenantContext tenant, ICurrentUser user, WorkSignals signals, IServiceProvider services) : IOperations
{
    public Task<Operation> StartAsync(string kind, string title, string argumentsJson, bool canUndo, CancellationToken cancel)
    {
        var operation = new Operation
        {
            PublicId = PublicId.New(TimeProvider.System),
            Kind = kind,
            Title = title.Length <= 255 ? title : title[..255],
            State = OperationState.Queued,
            Arguments = argumentsJson,
            CanUndo = canUndo,
            UserId = user.Id,
            UserName = user.Name ?? "",
            RemoteIp = db.Session.RemoteIp,
            CreatedUtc = clock.UtcNow,
        };
        db.Add(operation);
        return Task.FromResult(operation);
    }

    public void Signal() => signals.Wake(tenant.Name);

    public async Task<Operation?> FindAsync(string publicId, CancellationToken cancel)
    {
        var operation = await db.Set<Operation>().FirstOrDefaultAsync(o => o.PublicId == publicId, cancel);
        if (operation is null || operation.UserId == user.Id || user.Has(PlatformPermissions.ManageJobs))
        {
            return operation;
        }

        return HandlerOf(operation) is { } handler && user.Has(handler.Permission) ? operation : null;
    }

    public async Task CancelAsync(Operation operation, CancellationToken cancel)
    {
        if (operation.IsOver)
        {
            throw new RuleBrokenException("operations.isOver");
        }

        MustBeStoppable(operation);
        await SetStateAsync(operation, OperationState.Cancelled, clock.UtcNow, cancel);
    }

    public async Task PauseAsync(Operation operation, bool paused, CancellationToken cancel)
    {
        if (operation.IsOver)
        {
            throw new RuleBrokenException("operations.isOver");
        }

        MustBeStoppable(operation);
        await SetStateAsync(operation, paused ? OperationState.Paused : OperationState.Queued, null, cancel);
    }

    public async Task UndoAsync(Operation operation, CancellationToken cancel)
    {
        if (!IsUndoable(operation))
        {
            throw new RuleBrokenException("operations.cantUndo");
        }

        if (!CanUndo(operation))
        {
            throw new RuleBrokenException("operations.mayNotUndo");
        }

        operation.IsUndo = true;
        operation.RemoteIp = db.Session.RemoteIp;
        operation.Progress = "{}";
        await SetStateAsync(operation, OperationState.Queued, null, cancel);
    }

    public bool CanStop(Operation operation) => HandlerOf(operation) is not { CanStop: false };

    public bool CanUndo(Operation operation) => IsUndoable(operation) && HandlerOf(operation)?.UndoPermissions(operation).All(user.Has) == true;

    public bool IsPreview(Operation operation) => HandlerOf(operation)?.IsPreview(operation) == true;

    private static bool IsUndoable(Operation operation) => operation is { CanUndo: true, State: OperationState.Succeeded or OperationState.Cancelled or OperationState.Failed };

    private IOperationHandler? HandlerOf(Operation operation) => services.GetServices<IOperationHandler>().FirstOrDefault(h => h.Kind == operation.Kind);

    private void MustBeStoppable(Operation operation)
    {
        if (!CanStop(operation))
        {
            throw new RuleBrokenException("operations.cantStop");
        }
    }

    private async Task SetStateAsync(Operation operation, OperationState state, DateTime? finishedUtc, CancellationToken cancel)
    {
        operation.State = state;
        operation.FinishedUtc = finishedUtc;
        operation.RemoteIp = operation.IsOver ? null : operation.RemoteIp;
        if (state == OperationState.Queued)
        {
            await signals.MarkAsync(tenant.Name, cancel);
            db.Session.MarkedSaves++;
        }

        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Runs one operation to its end, its pause or the host's stop.</summary>
internal sealed class OperationRun(TenantDb db, Operation operation) : IOperationRun
{
    public Operation Operation => operation;

    public async Task<bool> ContinueAsync(CancellationToken cancel) =>
        !cancel.IsCancellationRequested
        && await db.Set<Operation>().AsNoTracking().Where(o => o.Id == operation.Id).Select(o => o.State).FirstAsync(cancel) == OperationState.Running;

    public static async Task RunAsync(IServiceProvider scope, long operationId, ILogger log, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<TenantDb>();
        var clock = scope.GetRequiredService<TenantClock>();
        await using var claim = await OperationClaim.TakeAsync(scope, log, operationId, cancel);
        if (claim is null || await claim.In(db).FirstOrDefaultAsync(cancel) is not { } operation)
        {
            return;
        }

        db.Session.UserId = operation.UserId;
        db.Session.UserName = operation.UserName;
        db.Session.RemoteIp = operation.RemoteIp;
        db.Session.OperationId = operation.Id;
        db.Session.CorrelationId = operation.PublicId;
        OperationState? end = operation.IsUndo ? OperationState.Undone : OperationState.Succeeded;
        string? error = null;
        try
        {
            var handler = scope.GetServices<IOperationHandler>().FirstOrDefault(h => h.Kind == operation.Kind)
                ?? throw new RuleBrokenException("operations.noHandler", operation.Kind);
            var run = new OperationRun(db, operation);
            await (operation.IsUndo ? handler.UndoAsync(run, cancel) : handler.RunAsync(run, cancel));
            if (!await run.ContinueAsync(CancellationToken.None) || cancel.IsCancellationRequested)
            {
                return; // paused or cancelled by its user, or the host stops and it goes on later
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
        catch (RuleBrokenException rule)
        {
            end = OperationState.Failed;
            error = JsonSerializer.Serialize(new[] { rule.Key }.Concat(rule.Args.Select(a => a.ToString())), Json.Compact);
        }
        catch (Exception failure)
        {
            if (!await claim.In(db).AnyAsync(CancellationToken.None))
            {
                log.LogWarning(failure, "Operation {Id} {Kind} is another host's by now", operation.PublicId, operation.Kind);
                return;
            }

            log.LogError(failure, "Operation {Id} {Kind} failed", operation.PublicId, operation.Kind);
            end = OperationState.Failed;
            error = JsonSerializer.Serialize(new[] { "operations.failed", operation.PublicId }, Json.Compact);
        }

        await EndAsync(scope, claim, end.Value, error, clock.UtcNow);
    }

    /// <summary>In a fresh context: the handler's own may hold what failed.</summary>
    private static async Task EndAsync(IServiceProvider scope, OperationClaim claim, OperationState state, string? error, DateTime now)
    {
        await using var own = scope.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        own.ServiceProvider.GetRequiredService<TenantContext>().Bind(scope.GetRequiredService<TenantContext>().Settings);
        var db = own.ServiceProvider.GetRequiredService<TenantDb>();
        if (await claim.In(db).FirstOrDefaultAsync() is not { } operation)
        {
            return; // another host's by now
        }

        operation.State = state;
        operation.RemoteIp = null;
        operation.Error = error;
        operation.FinishedUtc = now;
        if (state == OperationState.Undone)
        {
            operation.CanUndo = false;
        }

        if (operation.UserId is { } user)
        {
            var draft = new NotificationDraft(state == OperationState.Failed ? "bad" : operation.Rejected > 0 ? "warn" : "ok",
                "jobs.notify." + state.ToString().ToLowerInvariant(), [operation.Title], "/admin/operations/" + operation.PublicId)
            { Type = "operations" };
            await own.ServiceProvider.GetRequiredService<INotifier>().NotifyAsync(user, draft, CancellationToken.None);
        }

        await db.SaveChangesAsync();
    }
}
