using System.Collections.Concurrent;
using System.Data.Common;
using ClientSuite.Data;
using ClientSuite.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientSuite.Outbox;

/// <summary>Knows which tenants may have events or operations waiting. The host's row is written before the tenant commits, once
/// per turn from clean to dirty, and deleted only after an empty claim with no save in flight: so a process killed anywhere
/// leaves at worst a row too many.</summary>
internal sealed class WorkSignals(HostDatabase host, InstallationOptions options, TimeProvider time)
{
    // Several hosts: one may delete the row that another counts on, so a row stays for a while, and is written again long before it may go.
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MarkAgain = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Mark> _marks = new(StringComparer.Ordinal);

    /// <summary>Tenants to visit on this host.</summary>
    public VisitQueue Visits { get; } = new(time);

    /// <summary>Before the commit.</summary>
    public async Task MarkAsync(string tenant, CancellationToken cancel)
    {
        var mark = _marks.GetOrAdd(tenant, _ => new Mark());
        lock (mark)
        {
            mark.InFlight++;
            mark.Generation++;
            if (mark.IsStored && (host.IsSqlite || time.GetElapsedTime(mark.StoredAt) < MarkAgain))
            {
                return;
            }
        }

        try
        {
            await StoreAsync(tenant, cancel);
        }
        catch
        {
            Lower(mark); // nobody commits, and nobody tells of an end
            throw;
        }

        lock (mark)
        {
            (mark.IsStored, mark.StoredAt) = (true, time.GetTimestamp());
        }
    }

    /// <summary>After the commit or the rollback.</summary>
    public void Ended(string tenant, bool committed)
    {
        if (_marks.TryGetValue(tenant, out var mark))
        {
            Lower(mark);
        }

        if (committed)
        {
            Wake(tenant);
        }
    }

    public void Wake(string tenant)
    {
        // Without a dispatcher on this host nobody would ever take it out.
        if (options.RunsBackgroundWork)
        {
            Visits.Wake(tenant);
        }
    }

    public int GenerationOf(string tenant)
    {
        var mark = _marks.GetOrAdd(tenant, _ => new Mark());
        lock (mark)
        {
            return mark.InFlight > 0 ? -1 : mark.Generation;
        }
    }

    /// <summary>Deletes the row when nothing came since <paramref name="generation"/>, which was read before the empty claim.</summary>
    public async Task ClearAsync(string tenant, int generation, CancellationToken cancel)
    {
        var mark = _marks.GetOrAdd(tenant, _ => new Mark());
        long before;
        lock (mark)
        {
            if (generation < 0 || mark.InFlight > 0 || mark.Generation != generation)
            {
                return;
            }

            mark.IsStored = false;
            before = (time.GetUtcNow() - (host.IsSqlite ? TimeSpan.Zero : Stays)).UtcTicks; // a save that begins from here on keeps its row
        }

        await using var db = host.Open();
        await db.Dirty.Where(d => d.Tenant == tenant && d.MarkedTicks < before).ExecuteDeleteAsync(cancel);
        lock (mark)
        {
            if (mark.Generation == generation)
            {
                return;
            }
        }

        // A save began while the row went: put it back before that save can matter.
        await StoreAsync(tenant, cancel);
    }

    public async Task<List<string>> DirtyTenantsAsync(CancellationToken cancel)
    {
        await using var db = host.Open();
        return await db.Dirty.Select(d => d.Tenant).ToListAsync(cancel);
    }

    private static void Lower(Mark mark)
    {
        lock (mark)
        {
            mark.InFlight = Math.Max(0, mark.InFlight - 1);
        }
    }

    private async Task StoreAsync(string tenant, CancellationToken cancel)
    {
        await using var db = host.Open();
        var ticks = time.GetUtcNow().UtcTicks;
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "Dirty" ("Tenant", "MarkedTicks") VALUES ({tenant}, {ticks}) ON CONFLICT ("Tenant") DO UPDATE SET "MarkedTicks" = {ticks}""", cancel);
    }

    private sealed class Mark
    {
        public int InFlight;
        public int Generation;
        public bool IsStored;
        public long StoredAt;
    }
}

/// <summary>Tells <see cref="WorkSignals"/> which saves with events were committed; of the others <see cref="DbSession.WriteOver"/> tells.</summary>
internal sealed class CommitSignals(WorkSignals signals) : IDbTransactionInterceptor
{
    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => End(eventData.Context, true);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        End(eventData.Context, true);
        return Task.CompletedTask;
    }

    public void End(DbContext? context, bool committed)
    {
        if (context is TenantDb db)
        {
            for (; db.Session.MarkedSaves > 0; db.Session.MarkedSaves--)
            {
                signals.Ended(db.Session.Tenant, committed);
            }
        }
    }
}
