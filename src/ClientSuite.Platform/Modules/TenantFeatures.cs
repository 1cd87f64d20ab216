using ClientSuite.Jobs;
using ClientSuite.Tenancy;

namespace ClientSuite.Modules;

internal sealed class TenantFeatures(ModuleCatalogHolder catalog, TenantContext tenant, ITenants tenants, FeatureSwitch features) : IFeatures
{
    public IReadOnlyList<FeatureView> All
    {
        get
        {
            var enabled = Enabled();
            return [.. catalog.Current.Features.Select(f => new FeatureView(f.Id, f.Name, f.Description, f.Category, f.Module.Version,
                enabled.Contains(f.Id), IsOffered(f), f.Module.IsDropIn, f.Dependencies))];
        }
    }

    public IReadOnlyList<string> ComesAlong(string featureId)
    {
        var enabled = Enabled();
        return [.. catalog.Current.Closure([featureId]).Select(f => f.Id).Where(id => id != featureId && !enabled.Contains(id))];
    }

    public IReadOnlyList<string> DependsOn(string featureId) => [.. catalog.Current.DependentsOf(featureId, Enabled()).Select(f => f.Id)];

    public async Task ChangeAsync(IReadOnlyCollection<string> enable, IReadOnlyCollection<string> disable, CancellationToken cancel)
    {
        foreach (var id in enable.Concat(disable))
        {
            var feature = catalog.Current.Find(id) ?? throw new RuleBrokenException("features.unknown", id);
            if (!IsOffered(feature) && (feature.IsAlwaysEnabled || !enable.Contains(id)))
            {
                throw new RuleBrokenException("features.notOffered", feature.Name);
            }

            if (feature.DefaultTenantOnly && !tenant.Settings.IsDefault)
            {
                throw new RuleBrokenException("features.notOffered", feature.Name);
            }
        }

        var gone = disable.Concat(disable.SelectMany(DependsOn)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var current = tenants.Find(tenant.Name) ?? throw new RuleBrokenException("tenants.unknown", tenant.Name);
        await features.ApplyAsync(current, current.Features.Where(f => !gone.Contains(f)).Concat(enable), cancel);
    }

    private HashSet<string> Enabled() =>
        catalog.Current.Closure((tenants.Find(tenant.Name) ?? tenant.Settings).Features).Select(f => f.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private bool IsOffered(FeatureInfo feature) =>
        !feature.IsAlwaysEnabled && !feature.EnabledByDependencyOnly && (!feature.DefaultTenantOnly || tenant.Settings.IsDefault);
}

/// <summary>Switches a tenant to another set of features: tables first, then the shell is warmed, then the switch, then the old
/// shell goes when its last request ends.</summary>
internal sealed class FeatureSwitch(ModuleCatalogHolder catalog, ITenants tenants, Data.Migrator migrator, ShellManager shells, TaskSchedule schedule)
{
    public async Task<ShellSettings> ApplyAsync(ShellSettings tenant, IEnumerable<string> features, CancellationToken cancel)
    {
        var next = tenant with { Features = catalog.Current.Normalise(features), Pending = null };
        await migrator.MigrateAsync(next, cancel);
        shells.Warm(next);
        await schedule.AddAsync(next, cancel);
        var stored = await tenants.UpdateAsync(next, cancel);
        shells.Sweep();
        await schedule.SyncAsync(stored, cancel);
        return stored;
    }
}
