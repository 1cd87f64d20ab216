using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ClientSuite.Data;
using ClientSuite.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Tenancy;

/// <summary>Hands out shells by feature set, builds what is missing, drops the least recently used beyond a cap.</summary>
internal sealed class ShellManager(ModuleCatalogHolder catalog, ShellBuilder builder, TenantStore tenants, Migrator migrator, TimeProvider time) : IShellHost
{
    private readonly ConcurrentDictionary<ShellKey, Lazy<Shell>> _shells = new();
    private readonly ConditionalWeakTable<ShellSettings, KnownKey> _keys = [];

    /// <summary>Most shells kept; each costs a few megabytes.</summary>
    public int Cap { get; init; } = 320;

    public int Count => _shells.Count;

    /// <summary>The tenant's shell with a reference that the caller releases.</summary>
    public Shell Acquire(ShellSettings tenant)
    {
        var key = KeyOf(tenant);
        for (; ; )
        {
            var shell = _shells.GetOrAdd(key, k => new Lazy<Shell>(() => builder.Build(k, tenant.Features))).Value;
            if (shell.TryAcquire())
            {
                shell.LastUsed = time.GetTimestamp();
                Trim(key);
                return shell;
            }

            _shells.TryRemove(key, out _);
        }
    }

    /// <summary>Builds the shell of a feature set that a tenant is about to get, so that no request waits for it.</summary>
    public void Warm(ShellSettings tenant) => Acquire(tenant).Release();

    /// <summary>Releases shells that no tenant maps to any more.</summary>
    public void Sweep()
    {
        var used = tenants.All.Where(t => t.State is TenantState.Running or TenantState.Initializing).Select(KeyOf).ToHashSet();
        foreach (var key in _shells.Keys.Where(k => !used.Contains(k)))
        {
            Drop(key);
        }
    }

    public async Task RunInTenantAsync(string tenant, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancel)
    {
        var settings = tenants.Find(tenant) ?? throw new RuleBrokenException("tenants.unknown", tenant);
        if (settings.State is not TenantState.Running)
        {
            throw new RuleBrokenException("tenants.notRunning", tenant);
        }

        await RunAsync(settings, work, cancel);
    }

    /// <summary>Runs work in a tenant whatever its state: setup needs it before the tenant is in service.</summary>
    public async Task RunAsync(ShellSettings settings, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancel)
    {
        await migrator.MigrateAsync(settings, cancel);
        var outer = TenantContext.Current;
        var shell = Acquire(settings);
        try
        {
            await using var scope = shell.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantContext>().Bind(settings);
            await TenantScope.PrepareAsync(scope.ServiceProvider, cancel);
            await work(scope.ServiceProvider, cancel);
        }
        finally
        {
            TenantContext.SetCurrent(outer);
            shell.Release();
        }
    }

    /// <summary>Settings are immutable, so their key is computed once per catalog and not per request.</summary>
    private ShellKey KeyOf(ShellSettings tenant)
    {
        var generation = catalog.Current.Generation;
        if (_keys.TryGetValue(tenant, out var known) && known.Generation == generation)
        {
            return known.Key;
        }

        var key = MakeKey(tenant);
        _keys.AddOrUpdate(tenant, new KnownKey(generation, key));
        return key;
    }

    private ShellKey MakeKey(ShellSettings tenant)
    {
        var features = catalog.Current.Closure(tenant.Features);
        var versions = string.Join(',', features.Select(f => f.Id + "@" + f.Module.Version));
        return new ShellKey(tenant.IsDefault ? "Default:" + versions : versions, tenant.Isolated ? tenant.TenantId : null);
    }

    private void Trim(ShellKey inUse)
    {
        if (_shells.Count <= Cap)
        {
            return;
        }

        foreach (var old in _shells.Where(s => s.Value.IsValueCreated && s.Key != inUse).OrderBy(s => s.Value.Value.LastUsed).Take(_shells.Count - Cap))
        {
            Drop(old.Key);
        }
    }

    private void Drop(ShellKey key)
    {
        if (_shells.TryRemove(key, out var shell) && shell.IsValueCreated)
        {
            shell.Value.Release();
        }
    }

    private sealed record KnownKey(int Generation, ShellKey Key);
}

/// <summary>What every scope of a tenant loads before anything else runs in it.</summary>
internal static class TenantScope
{
    public static async ValueTask PrepareAsync(IServiceProvider scope, CancellationToken cancel)
    {
        var site = await scope.GetRequiredService<Settings.ISettings<Settings.SiteSettings>>().GetAsync(cancel);
        var zone = scope.GetRequiredService<TenantZone>();
        zone.Zone = TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZoneId, out var found) ? found : TenantZone.Default;
    }
}
