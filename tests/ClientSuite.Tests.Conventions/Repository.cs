using System.Reflection;
using ClientSuite.Modules;

namespace ClientSuite.Tests.Conventions;

/// <summary>A module's folder and assembly, found by scanning: no list goes stale.</summary>
public sealed record ModuleFolder(string Name, string Path, Assembly Assembly)
{
    public ModuleAttribute Manifest => Assembly.GetCustomAttribute<ModuleAttribute>() ?? throw new InvalidOperationException($"{Name} has no [assembly: Module].");

    public IEnumerable<string> Files(string extension) => Repository.Files(Path, extension);

    public override string ToString() => Name;
}

public static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!; // set in the project file

    public static IReadOnlyList<ModuleFolder> Modules { get; } = [.. Directory.GetDirectories(Path.Combine(Root, "modules")).Order(StringComparer.Ordinal)
        .Where(d => Directory.GetFiles(d, "*.csproj").Length > 0)
        .Select(d => new ModuleFolder(Path.GetFileName(d), d, Assembly.Load("ClientSuite." + Path.GetFileName(d))))];

    public static IEnumerable<string> Files(string folder, string extension) => Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories)
        .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal));

    public static string Name(string file) => Path.GetRelativePath(Root, file);
}
