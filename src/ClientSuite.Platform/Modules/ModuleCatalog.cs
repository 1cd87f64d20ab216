using System.Collections.Frozen;
using System.Reflection;

namespace ClientSuite.Modules;

/// <summary>A feature of an installed module.</summary>
internal sealed record FeatureInfo(string Id, string Name, string Description, string Category, string[] Dependencies,
    bool DefaultTenantOnly, bool IsAlwaysEnabled, bool EnabledByDependencyOnly, ModuleInfo Module);

/// <summary>An installed module: compiled into the host, or dropped in.</summary>
internal sealed class ModuleInfo(string id, string version, Assembly assembly, ModuleAttribute manifest, bool isDropIn)
{
    public string Id { get; } = id;

    public string Version { get; } = version;

    public Assembly Assembly { get; } = assembly;

    public ModuleAttribute Manifest { get; } = manifest;

    public bool IsDropIn { get; } = isDropIn;

    public IReadOnlyList<FeatureInfo> Features { get; private set; } = [];

    /// <summary>Types of the module's startups, each with the feature it belongs to and those it needs besides.</summary>
    public IReadOnlyList<StartupInfo> Startups { get; private set; } = [];

    public static ModuleInfo? Read(Assembly assembly, bool isDropIn)
    {
        var manifest = assembly.GetCustomAttribute<ModuleAttribute>();
        if (manifest is null)
        {
            return null;
        }

        var version = manifest.Version.Length > 0 ? manifest.Version : assembly.GetName().Version?.ToString(3) ?? "1.0.0";
        var module = new ModuleInfo(manifest.Id, version, assembly, manifest, isDropIn);
        var features = new List<FeatureInfo>
        {
            new(manifest.Id, manifest.Name, manifest.Description, manifest.Category, manifest.Dependencies,
                manifest.DefaultTenantOnly, manifest.IsAlwaysEnabled, manifest.EnabledByDependencyOnly, module),
        };
        features.AddRange(assembly.GetCustomAttributes<FeatureAttribute>().Select(f => new FeatureInfo(f.Id, f.Name, f.Description,
            f.Category ?? manifest.Category, [manifest.Id, .. f.Dependencies], f.DefaultTenantOnly, f.IsAlwaysEnabled, f.EnabledByDependencyOnly, module)));
        module.Features = features;
        module.Startups = [.. assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(StartupBase).IsAssignableFrom(t))
            .Select(t => new StartupInfo(t, t.GetCustomAttribute<FeatureOfAttribute>()?.FeatureId ?? manifest.Id,
                t.GetCustomAttribute<RequireFeaturesAttribute>()?.Features ?? []))];
        return module;
    }
}

internal sealed record StartupInfo(Type Type, string FeatureId, IReadOnlyList<string> Required)
{
    public StartupBase Create() => (StartupBase)Activator.CreateInstance(Type, nonPublic: true)!; // a startup has a parameterless constructor
}

/// <summary>What is installed. Immutable: installing a module makes the next generation.</summary>
internal sealed class ModuleCatalog
{
    private readonly FrozenDictionary<string, FeatureInfo> _features;

    private ModuleCatalog(int generation, IReadOnlyList<ModuleInfo> modules, IReadOnlyList<Assembly> themes)
    {
        Generation = generation;
        Themes = themes;
        _features = modules.SelectMany(m => m.Features).ToFrozenDictionary(f => f.Id, StringComparer.OrdinalIgnoreCase);
        Modules = SortByDependency(modules);
    }

    public int Generation { get; }

    /// <summary>Modules, dependencies first.</summary>
    public IReadOnlyList<ModuleInfo> Modules { get; }

    public IReadOnlyList<Assembly> Themes { get; }

    public IEnumerable<FeatureInfo> Features => Modules.SelectMany(m => m.Features);

    public static ModuleCatalog Create(IEnumerable<ModuleInfo> modules, IEnumerable<Assembly> themes) => new(1, [.. modules], [.. themes]);

    /// <summary>The next generation, with one more module.</summary>
    public ModuleCatalog With(ModuleInfo module) => new(Generation + 1, [.. Modules, module], Themes);

    public FeatureInfo? Find(string featureId) => _features.GetValueOrDefault(featureId);

    /// <summary>The features with all they depend on and those that are always enabled, dependencies first. Unknown ids are left out.</summary>
    public IReadOnlyList<FeatureInfo> Closure(IEnumerable<string> featureIds)
    {
        var wanted = new HashSet<FeatureInfo>();
        void Add(string id)
        {
            if (Find(id) is { } feature && wanted.Add(feature))
            {
                Array.ForEach(feature.Dependencies, Add);
            }
        }

        foreach (var id in featureIds.Concat(Features.Where(f => f.IsAlwaysEnabled && !f.DefaultTenantOnly).Select(f => f.Id)))
        {
            Add(id);
        }

        return SortFeatures(wanted);
    }

    /// <summary>The ids of the features with all they depend on, sorted: equal sets are equal lists.</summary>
    public IReadOnlyList<string> Normalise(IEnumerable<string> featureIds) => [.. Closure(featureIds).Select(f => f.Id).Order(StringComparer.Ordinal)];

    /// <summary>Features among <paramref name="enabled"/> that depend on one, directly or not.</summary>
    public IReadOnlyList<FeatureInfo> DependentsOf(string featureId, IEnumerable<string> enabled) =>
        [.. enabled.Select(Find).OfType<FeatureInfo>().Where(f => f.Id != featureId && Reaches(f, featureId, []))];

    private bool Reaches(FeatureInfo from, string to, HashSet<string> seen) =>
        from.Dependencies.Any(d => d.Equals(to, StringComparison.OrdinalIgnoreCase) || (seen.Add(d) && Find(d) is { } next && Reaches(next, to, seen)));

    private IReadOnlyList<FeatureInfo> SortFeatures(HashSet<FeatureInfo> features)
    {
        var sorted = new List<FeatureInfo>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        void Visit(FeatureInfo feature)
        {
            if (!seen.Add(feature.Id))
            {
                return;
            }

            foreach (var dependency in feature.Dependencies.Select(Find).OfType<FeatureInfo>().Where(features.Contains))
            {
                Visit(dependency);
            }

            sorted.Add(feature);
        }

        foreach (var feature in features.OrderBy(f => f.Id, StringComparer.Ordinal))
        {
            Visit(feature);
        }

        return sorted;
    }

    private static List<ModuleInfo> SortByDependency(IReadOnlyList<ModuleInfo> modules)
    {
        var byFeature = modules.SelectMany(m => m.Features).ToDictionary(f => f.Id, f => f.Module, StringComparer.OrdinalIgnoreCase);
        var sorted = new List<ModuleInfo>();
        var seen = new HashSet<ModuleInfo>();
        void Visit(ModuleInfo module)
        {
            if (!seen.Add(module))
            {
                return;
            }

            foreach (var dependency in module.Features.SelectMany(f => f.Dependencies).Concat(module.Manifest.OptionalDependencies))
            {
                if (byFeature.TryGetValue(dependency, out var other))
                {
                    Visit(other);
                }
            }

            sorted.Add(module);
        }

        foreach (var module in modules.OrderBy(m => m.Id, StringComparer.Ordinal))
        {
            Visit(module);
        }

        return sorted;
    }
}

/// <summary>Holds the catalog in force.</summary>
internal sealed class ModuleCatalogHolder(ModuleCatalog first)
{
    private ModuleCatalog _current = first;

    public ModuleCatalog Current => Volatile.Read(ref _current);

    public void Replace(ModuleCatalog next) => Volatile.Write(ref _current, next);
}
