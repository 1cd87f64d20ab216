using ClientSuite.Hosting;
using ClientSuite.Tenancy;

namespace ClientSuite.Files;

internal sealed class TenantFiles(HostPaths paths, TenantContext tenant) : ITenantFiles
{
    public string PathFor(string area, string name)
    {
        if (!area.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || name.Length is 0 or > 120 || name[0] == '.'
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException($"Not a file of a tenant: {area}/{name}.");
        }

        var folder = Path.Combine(Root, area);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }

    public int DeleteOlderThan(DateTime utc)
    {
        var root = new DirectoryInfo(Root);
        var old = root.Exists ? root.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LastWriteTimeUtc < utc).ToList() : [];
        old.ForEach(f => f.Delete());
        return old.Count;
    }

    private string Root => Path.Combine(paths.Site(tenant.Name), "files");
}
