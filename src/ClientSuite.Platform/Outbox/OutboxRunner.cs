using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Notifications;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Outbox;

/// <summary>Takes a tenant's due events and runs their handlers. A claim is a lease on <c>NextAttemptUtc</c>: a killed process gives
/// its events back when the lease ends.</summary>
internal sealed class OutboxRunner(TenantDb db, TenantContext tenant, TenantClock clock, IServiceProvider services, ModuleCatalogHolder catalog, INotifier notifier, ILogger<OutboxRunner> log)
{
    public const int MaxAttempts = 10;
    public const int BatchSize = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<(int Generation, string Name), Type?> Types = new();

    /// <summary>Handles one batch; answers how many events it took.</summary>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (events, taken) = await ClaimAsync(cancel);
        foreach (var item in events)
        {
            await HandleAsync(item, cancel);
        }

        return taken;
    }

    /// <summary>When the next event that waits for its turn is due; null when none waits.</summary>
    public async Task<DateTime?> NextDueAsync(CancellationToken cancel) =>
        await db.Set<OutboxEvent>().Where(e => e.ParkedUtc == null).OrderBy(e => e.NextAttemptUtc).Select(e => (DateTime?)e.NextAttemptUtc).FirstOrDefaultAsync(cancel);

    /// <summary>The events to handle, and how many were taken with those that nobody handles, which are done with.</summary>
    private async Task<(List<OutboxEvent> Events, int Taken)> ClaimAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var until = now + Lease;
        var skip = db.IsSqlite ? "" : " FOR UPDATE SKIP LOCKED";
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Only the first event of each record: its successors wait for it.
#pragma warning disable EF1002 // the parts are constants
        var claimed = await db.Set<OutboxEvent>().FromSqlRaw($$"""
            UPDATE "Outbox_Event" SET "NextAttemptUtc" = {0} WHERE "Id" IN (
              SELECT e."Id" FROM "Outbox_Event" e WHERE e."ParkedUtc" IS NULL AND e."NextAttemptUtc" <= {1}
                AND NOT EXISTS (SELECT 1 FROM "Outbox_Event" f WHERE f."RecordKey" = e."RecordKey" AND f."Id" < e."Id" AND f."ParkedUtc" IS NULL)
              ORDER BY e."Id" LIMIT {{BatchSize}}{{skip}})
            RETURNING *
            """, until, now).AsNoTracking().ToListAsync(cancel);
#pragma warning restore EF1002
        var silent = claimed.Where(e => HandlersOf(e).Count == 0).Select(e => e.Id).ToHashSet();
        if (silent.Count > 0)
        {
            await db.Set<OutboxEvent>().Where(e => silent.Contains(e.Id)).ExecuteDeleteAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return ([.. claimed.Where(e => !silent.Contains(e.Id)).OrderBy(e => e.Id)], claimed.Count);
    }

    private async Task HandleAsync(OutboxEvent item, CancellationToken cancel)
    {
        try
        {
            foreach (var handler in HandlersOf(item))
            {
                await RunHandlerAsync(item, handler, cancel);
            }

            await db.Set<OutboxEvent>().Where(e => e.Id == item.Id).ExecuteDeleteAsync(cancel);
            await db.Set<OutboxProcessed>().Where(p => p.EventId == item.Id).ExecuteDeleteAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            log.LogWarning(error, "Event {Id} {Type} of {Tenant} failed, attempt {Attempt}", item.Id, item.Type, tenant.Name, item.Attempts + 1);
            var attempts = item.Attempts + 1;
            var now = clock.UtcNow;
            DateTime? parked = attempts >= MaxAttempts ? now : null;
            var next = now + TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, attempts)));
            var message = error.GetBaseException().Message;
            await db.Set<OutboxEvent>().Where(e => e.Id == item.Id).ExecuteUpdateAsync(e => e
                .SetProperty(x => x.Attempts, attempts).SetProperty(x => x.NextAttemptUtc, next).SetProperty(x => x.ParkedUtc, parked).SetProperty(x => x.Error, message), cancel);
            if (parked is not null)
            {
                await notifier.NotifyAllAsync(PlatformPermissions.ManageJobs, new NotificationDraft("bad", "jobs.notify.parked", [item.Type[(item.Type.LastIndexOf('.') + 1)..]], "/admin/jobs/events") { Type = "events" }, cancel);
                await db.SaveChangesAsync(cancel);
            }
        }
    }

    /// <summary>The handler's changes and the mark that it ran commit together.</summary>
    private async Task RunHandlerAsync(OutboxEvent item, Type handlerType, CancellationToken cancel)
    {
        using var work = Hosting.Telemetry.Begin(log, "event", handlerType.Name, tenant.Settings, item.CorrelationId);
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantContext>().Bind(tenant.Settings);
        await TenantScope.PrepareAsync(scope.ServiceProvider, cancel);
        var own = scope.ServiceProvider.GetRequiredService<TenantDb>();
        own.Session.UserName = handlerType.Name;
        own.Session.CorrelationId = item.CorrelationId;
        var name = handlerType.FullName!; // handlers are named classes
        await using var transaction = await own.Database.BeginTransactionAsync(cancel);
        // One question, one moment: a host whose lease ended over a long batch marks first, then deletes the event, then the mark.
        var ran = own.Set<OutboxProcessed>().Where(p => p.EventId == item.Id && p.Handler == name);
        if (!await own.Set<OutboxEvent>().AnyAsync(e => e.Id == item.Id && !ran.Any(), cancel))
        {
            return;
        }

        own.Add(new OutboxProcessed { EventId = item.Id, Handler = name });
        var type = TypeOf(item.Type)!; // has handlers, so its type is known
        var payload = JsonSerializer.Deserialize(item.Payload, type, Json.Compact)!; // stored by Raise
        var contract = typeof(IEventHandler<>).MakeGenericType(type);
        var handler = scope.ServiceProvider.GetServices(contract).Single(h => h!.GetType() == handlerType);
        await (Task)contract.GetMethod(nameof(IEventHandler<IEvent>.HandleAsync))!.Invoke(handler, BindingFlags.DoNotWrapExceptions, null, [payload, cancel], null)!;
        await own.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private List<Type> HandlersOf(OutboxEvent item) => TypeOf(item.Type) is { } type
        ? [.. services.GetServices(typeof(IEventHandler<>).MakeGenericType(type)).Select(h => h!.GetType())]
        : [];

    private Type? TypeOf(string name) => Types.GetOrAdd((catalog.Current.Generation, name), key =>
        catalog.Current.Modules.Select(m => m.Assembly).Append(typeof(IEvent).Assembly).Append(typeof(OutboxRunner).Assembly)
            .Select(a => a.GetType(key.Name)).FirstOrDefault(t => t is not null));
}
