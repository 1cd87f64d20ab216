using System.Data.Common;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Operations;

/// <summary>A host's claim on an operation: a lease, renewed while it runs, and a number that every claim raises. The number is a
/// concurrency token: a host that was thought dead and goes on fails at its next batch, and what it wrote is rolled back.</summary>
internal sealed class OperationClaim : IAsyncDisposable
{
    public const string Number = "Claim";
    public const string Until = "ClaimedUntilUtc";

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private readonly TenantDbFactory _databases;
    private readonly ShellSettings _tenant;
    private readonly TenantClock _clock;
    private readonly ILogger _log;
    private readonly long _id;
    private readonly int _number;
    private readonly bool _hasLease;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewal;

    private OperationClaim(IServiceProvider scope, ILogger log, long id, int number, bool hasLease)
    {
        _databases = scope.GetRequiredService<TenantDbFactory>();
        _tenant = scope.GetRequiredService<TenantContext>().Settings;
        _clock = scope.GetRequiredService<TenantClock>();
        (_log, _id, _number, _hasLease) = (log, id, number, hasLease);
        _renewal = hasLease ? RenewAsync() : Task.CompletedTask;
    }

    /// <summary>Marks a queued or running operation as running here; null where it is over, paused or another host's.</summary>
    public static async Task<OperationClaim?> TakeAsync(IServiceProvider scope, ILogger log, long id, CancellationToken cancel)
    {
        var db = scope.GetRequiredService<TenantDb>();
        var now = scope.GetRequiredService<TenantClock>().UtcNow;
        // Where there is one host, it need not wait for the lease of the process that it was before it started again. On SQLite every
        // renewal would also cost the run its page cache, which a write on another connection makes worthless (measured: 120 MB more).
        var hasLease = !db.IsSqlite && !scope.GetRequiredService<HostDatabase>().IsSqlite;
        var open = db.Set<Operation>().Where(o => o.Id == id && (o.State == OperationState.Queued || o.State == OperationState.Running)
            && (!hasLease || EF.Property<DateTime?>(o, Until) == null || EF.Property<DateTime?>(o, Until) <= now));
        DateTime? until = hasLease ? now + Length : null;
        var taken = await open.ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OperationState.Running).SetProperty(x => x.StartedUtc, x => x.StartedUtc ?? now)
            .SetProperty(x => EF.Property<int>(x, Number), x => EF.Property<int>(x, Number) + 1).SetProperty(x => EF.Property<DateTime?>(x, Until), until), cancel);
        return taken == 0 ? null : new OperationClaim(scope, log, id, await db.Set<Operation>().Where(o => o.Id == id).Select(o => EF.Property<int>(o, Number)).FirstAsync(cancel), hasLease);
    }

    /// <summary>The operation while nobody else has claimed it.</summary>
    public IQueryable<Operation> In(TenantDb db) => db.Set<Operation>().Where(o => o.Id == _id && EF.Property<int>(o, Number) == _number);

    /// <summary>Lets go of it, so that whoever goes on need not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewal;
        _ended.Dispose();
        if (_hasLease)
        {
            await SetAsync(null);
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                await SetAsync(_clock.UtcNow + Length);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // It has ended here.
        }
    }

    private async Task SetAsync(DateTime? until)
    {
        try
        {
            await using var db = _databases.Rent(_tenant);
            await In(db).ExecuteUpdateAsync(o => o.SetProperty(x => EF.Property<DateTime?>(x, Until), until));
        }
        catch (DbException away)
        {
            _log.LogWarning(away, "The claim on operation {Id} of {Tenant} could not be renewed", _id, _tenant.Name);
        }
    }
}
