using System.Collections.Concurrent;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ClientSuite.Modules;

/// <summary>Serves the assets of drop-in modules at <c>/_content/{id}/</c>.</summary>
internal sealed class ModuleFiles : IFileProvider, IDisposable
{
    private const string Root = "/_content/";
    private readonly ConcurrentDictionary<string, PhysicalFileProvider> _modules = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string moduleId, string folder)
    {
        if (Directory.Exists(folder))
        {
            _modules.TryAdd(moduleId, new PhysicalFileProvider(folder));
        }
    }

    public IFileInfo GetFileInfo(string subpath)
    {
        var slash = subpath.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? subpath.IndexOf('/', Root.Length) : -1;
        return slash > 0 && _modules.TryGetValue(subpath[Root.Length..slash], out var files) ? files.GetFileInfo(subpath[slash..]) : new NotFoundFileInfo(subpath);
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    public void Dispose()
    {
        foreach (var files in _modules.Values)
        {
            files.Dispose();
        }
    }
}
