namespace ClientSuite.Modules;

/// <summary>A feature as the tenant's admin sees it.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name in English.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Category">Group.</param>
/// <param name="Version">Version of its module.</param>
/// <param name="IsEnabled">True when the tenant has it.</param>
/// <param name="IsOffered">False where it can't be switched by hand: always on, by dependency only, or not for this tenant.</param>
/// <param name="IsDropIn">True for a partner's module from the modules folder.</param>
/// <param name="Dependencies">Features that come along, directly.</param>
public sealed record FeatureView(string Id, string Name, string Description, string Category, string Version, bool IsEnabled, bool IsOffered, bool IsDropIn, IReadOnlyList<string> Dependencies);

/// <summary>The features of the current tenant. Scoped.</summary>
public interface IFeatures
{
    /// <summary>All installed features.</summary>
    IReadOnlyList<FeatureView> All { get; }

    /// <summary>What comes along when a feature is enabled, itself left out: features that are not enabled yet.</summary>
    IReadOnlyList<string> ComesAlong(string featureId);

    /// <summary>Enabled features that depend on a feature, directly or not: they go with it.</summary>
    IReadOnlyList<string> DependsOn(string featureId);

    /// <summary>Switches features: enabled ones with their dependencies, disabled ones with what depends on them. Tables are
    /// migrated first and the new shell is warmed, then it takes effect at once; requests under way finish on the old one.</summary>
    /// <exception cref="RuleBrokenException">A feature is unknown, always on or not for this tenant.</exception>
    Task ChangeAsync(IReadOnlyCollection<string> enable, IReadOnlyCollection<string> disable, CancellationToken cancel);
}

/// <summary>Drop-in modules of the installation. Singleton.</summary>
public interface IModuleInstaller
{
    /// <summary>Loads what is new in the modules folder and answers one line per folder: loaded, already there, or refused and why.</summary>
    Task<IReadOnlyList<ModuleScan>> ScanAsync(CancellationToken cancel);

    /// <summary>The outcome of the last scan.</summary>
    IReadOnlyList<ModuleScan> LastScan { get; }
}

/// <summary>What became of a folder of the modules folder.</summary>
/// <param name="Folder">Name of the folder.</param>
/// <param name="ModuleId">Id of the module; null when it has none.</param>
/// <param name="Version">Its version; null when unknown.</param>
/// <param name="IsLoaded">True when it is in service.</param>
/// <param name="Reason">Text key of why it was refused, or of what is needed (restart); null when all is well.</param>
/// <param name="Args">Arguments of the reason.</param>
public sealed record ModuleScan(string Folder, string? ModuleId, string? Version, bool IsLoaded, string? Reason, params IReadOnlyList<object> Args);
