using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using ClientSuite.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Modules;

/// <summary>Loads drop-in modules: a published folder each. A folder that can't be loaded is refused with a reason, and the rest
/// runs on. Nothing really unloads, so upgrading and removing wait for a restart.</summary>
internal sealed class ModuleInstaller(HostPaths paths, ModuleCatalogHolder catalog, ModuleFiles files, HostBus bus, ILogger<ModuleInstaller> log) : IModuleInstaller
{
    private readonly Lock _scanning = new();
    private readonly Dictionary<string, (string Version, string Id)> _loaded = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ModuleScan> LastScan { get; private set; } = [];

    public Task<IReadOnlyList<ModuleScan>> ScanAsync(CancellationToken cancel)
    {
        lock (_scanning)
        {
            var folders = Directory.Exists(paths.Modules) ? Directory.GetDirectories(paths.Modules).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
            var before = catalog.Current.Generation;
            var present = folders.Select(Scan).ToList();
            if (catalog.Current.Generation != before)
            {
                bus.Publish(HostMessage.ModulesChanged);
            }

            var gone = _loaded.Where(l => present.TrueForAll(p => !p.Folder.Equals(l.Key, StringComparison.OrdinalIgnoreCase)))
                .Select(l => new ModuleScan(l.Key, l.Value.Id, l.Value.Version, true, "modules.removedRestart"));
            LastScan = [.. present, .. gone];
            return Task.FromResult(LastScan);
        }
    }

    private ModuleScan Scan(string path)
    {
        var folder = Path.GetFileName(path);
        try
        {
            return Load(path, folder);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever a partner's module does wrong, it is left out and the rest runs on.
            log.LogError(failure, "Module folder {Folder} was refused", folder);
            return Refuse(folder, "modules.unreadable", failure.GetBaseException().Message);
        }
    }

    private ModuleScan Load(string path, string folder)
    {
        var file = Directory.GetFiles(path, "*.deps.json") is [var deps] ? deps[..^".deps.json".Length] + ".dll" : null;
        if (file is null || !File.Exists(file))
        {
            return Refuse(folder, "modules.noAssembly");
        }

        var name = AssemblyName.GetAssemblyName(file);
        var version = name.Version?.ToString(3) ?? "";
        if (_loaded.TryGetValue(folder, out var known))
        {
            return known.Version == version
                ? new ModuleScan(folder, known.Id, known.Version, true, null)
                : new ModuleScan(folder, known.Id, version, true, "modules.upgradeRestart", known.Version, version);
        }

        if (NewerThanHost(file) is { } newer)
        {
            return Refuse(folder, "modules.needsNewerHost", newer.Name ?? "", newer.Version?.ToString(3) ?? "");
        }

        var assembly = new ModuleLoadContext(file).LoadFromAssemblyPath(file);
        var module = ModuleInfo.Read(assembly, isDropIn: true);
        if (module is null)
        {
            return Refuse(folder, "modules.noManifest");
        }

        var current = catalog.Current;
        if (module.Features.FirstOrDefault(f => current.Find(f.Id) is not null) is { } taken)
        {
            return Refuse(folder, "modules.featureTaken", taken.Id);
        }

        if (module.Features.SelectMany(f => f.Dependencies).FirstOrDefault(d => current.Find(d) is null && module.Features.All(f => f.Id != d)) is { } missing)
        {
            return Refuse(folder, "modules.missingDependency", missing);
        }

        if (Views(assembly).Intersect(current.Modules.Select(m => m.Assembly).Concat(current.Themes).SelectMany(Views), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } view)
        {
            return Refuse(folder, "modules.viewTaken", view);
        }

        // The union model is built once here, so that a module whose mapping fails never reaches a tenant.
        var next = current.With(module);
        _ = Data.UnionModel.Build(next, sqlite: true);
        files.Add(module.Id, Path.Combine(path, "wwwroot"));
        catalog.Replace(next);
        _loaded[folder] = (version, module.Id);
        log.LogInformation("Module {Id} {Version} was loaded from {Folder}", module.Id, module.Version, folder);
        return new ModuleScan(folder, module.Id, module.Version, true, null);
    }

    private static ModuleScan Refuse(string folder, string reason, params object[] args) => new(folder, null, null, false, reason, args);

    /// <summary>A reference to a host assembly newer than the host's own: it would fail inside a request.</summary>
    private static AssemblyName? NewerThanHost(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle).GetAssemblyName();
            if (ModuleLoadContext.HostAssembly(reference) is { } own && reference.Version > own.Version)
            {
                return reference;
            }
        }

        return null;
    }

    private static IEnumerable<string> Views(Assembly assembly) =>
        ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly).OfType<IRazorCompiledItemProvider>()
            .SelectMany(p => p.CompiledItems).Select(i => i.Identifier);
}

/// <summary>Loads one drop-in module: host first for everything the host has, so that types unify; else what the module brought.</summary>
internal sealed class ModuleLoadContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file), isCollectible: false)
{
    private static readonly Dictionary<string, string> HostFiles =
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);

    private readonly AssemblyDependencyResolver _resolver = new(file);

    public static AssemblyName? HostAssembly(AssemblyName name) =>
        name.Name is not null && HostFiles.TryGetValue(name.Name, out var path) ? AssemblyName.GetAssemblyName(path) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not null && HostFiles.ContainsKey(assemblyName.Name))
        {
            return null; // the default context has it
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
