using ClientSuite.Jobs;
using ClientSuite.Recipes;
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

        await features.ApplyAsync(tenant.Name, current =>
        {
            var gone = disable.Concat(disable.SelectMany(id => catalog.Current.DependentsOf(id, current).Select(f => f.Id))).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return current.Where(f => !gone.Contains(f)).Concat(enable);
        }, run: null, cancel);
    }

    private HashSet<string> Enabled() =>
        catalog.Current.Closure((tenants.Find(tenant.Name) ?? tenant.Settings).Features).Select(f => f.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private bool IsOffered(FeatureInfo feature) =>
        !feature.IsAlwaysEnabled && !feature.EnabledByDependencyOnly && (!feature.DefaultTenantOnly || tenant.Settings.IsDefault);
}

/// <summary>Switches a tenant to another set of features: tables first, then the shell is warmed, then the switch, then the old
/// shell goes when its last request ends. What others change of the tenant meanwhile stays.</summary>
internal sealed class FeatureSwitch(ModuleCatalogHolder catalog, Tenancy.Tenants tenants, Data.Migrator migrator, ShellManager shells, TaskSchedule schedule, RecipeRunner recipes)
{
    /// <param name="name">The tenant.</param>
    /// <param name="change">The features that those the tenant has become; asked again where these changed meanwhile.</param>
    /// <param name="run">The recipe's run whose intent this fulfils; that of another goes on from the changed features. Null for none.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<ShellSettings> ApplyAsync(string name, Func<IReadOnlyList<string>, IEnumerable<string>> change, string? run, CancellationToken cancel)
    {
        var stored = await tenants.ChangeAsync(name, async current =>
        {
            var next = current with
            {
                Features = Changed(current.Features),
                Pending = current.Pending is { } pending && pending.Run != run ? pending with { Features = Changed(pending.Features) } : null,
            };
            await migrator.MigrateAsync(next, cancel);
            shells.Warm(next);
            await schedule.AddAsync(next, cancel);
            return next;
        }, cancel);
        shells.Sweep();
        await schedule.SyncAsync(tenants.Find(name) ?? stored, cancel); // another switch may have followed
        return stored;

        IReadOnlyList<string> Changed(IReadOnlyList<string> features) => catalog.Current.Normalise(change(features));
    }

    /// <summary>Writes down what a recipe's run will switch to.</summary>
    public Task<ShellSettings> IntendAsync(string name, string run, IReadOnlyList<string> features, CancellationToken cancel) =>
        tenants.ChangeAsync(name, current => current with { Pending = new PendingSwitch(run, features) }, cancel);

    /// <summary>Finishes the switch of a run whose transaction committed, drops that of one whose did not.</summary>
    public async Task EndPendingAsync(ShellSettings tenant, CancellationToken cancel)
    {
        if (tenant.Pending is not { } pending)
        {
            return;
        }

        _ = await recipes.CommittedAsync(tenant, pending.Run, cancel)
            ? await ApplyAsync(tenant.Name, _ => pending.Features, pending.Run, cancel)
            : await tenants.ChangeAsync(tenant.Name, current => current.Pending?.Run == pending.Run ? current with { Pending = null } : current, cancel);
    }
}
