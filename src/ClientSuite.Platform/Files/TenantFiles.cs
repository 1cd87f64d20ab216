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

        var folder = Path.Combine(paths.Site(tenant.Name), "files", area);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }
}
