using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Outbox;

internal sealed class OutboxDesk(TenantDb db, TenantContext tenant, TenantClock clock, WorkSignals signals, IHistory history) : IOutbox
{
    private const int CountCap = 1000;

    public async Task<IReadOnlyList<WaitingEvent>> ListAsync(bool? parked, int skip, int take, CancellationToken cancel) =>
        await Of(parked).OrderByDescending(e => e.Id).SkipVarying(skip).TakeVarying(take)
            .Select(e => new WaitingEvent(e.Id, e.Type, e.RecordKey, e.CreatedUtc, e.Attempts, e.NextAttemptUtc, e.ParkedUtc, e.Error, e.CorrelationId))
            .ToListAsync(cancel);

    public async Task<OutboxCounts> CountAsync(CancellationToken cancel) =>
        new(await Of(false).OrderBy(e => e.Id).Take(CountCap).CountAsync(cancel), await Of(true).OrderBy(e => e.Id).Take(CountCap).CountAsync(cancel));

    public async Task<int> RetryAsync(long? eventId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await signals.MarkAsync(tenant.Name, cancel);
        try
        {
            return await db.Set<OutboxEvent>().Where(e => eventId == null ? e.ParkedUtc != null : e.Id == eventId)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.Attempts, 0).SetProperty(x => x.NextAttemptUtc, now).SetProperty(x => x.ParkedUtc, (DateTime?)null), cancel);
        }
        finally
        {
            signals.Ended(tenant.Name, committed: true);
        }
    }

    public async Task DiscardAsync(long eventId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var type = await db.Set<OutboxEvent>().Where(e => e.Id == eventId && e.ParkedUtc != null).Select(e => e.Type).FirstOrDefaultAsync(cancel)
            ?? throw new RuleBrokenException("jobs.events.notParked");
        await db.Set<OutboxEvent>().Where(e => e.Id == eventId).ExecuteDeleteAsync(cancel);
        await db.Set<OutboxProcessed>().Where(p => p.EventId == eventId).ExecuteDeleteAsync(cancel);
        await history.AddAsync("discarded", "Outbox.Event", eventId, type.Length > 255 ? type[^255..] : type, null, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private IQueryable<OutboxEvent> Of(bool? parked) =>
        db.Set<OutboxEvent>().AsNoTracking().Where(e => parked == null || (e.ParkedUtc != null) == parked);
}
