using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ClientSuite.Host;

/// <summary>What the console shows once the host listens: where each tenant answers, and the logins this start made.</summary>
internal static class Announcement
{
    private const int Most = 12;

    public static void Print(WebApplication app)
    {
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var tenants = app.Services.GetRequiredService<ITenants>().All.Where(t => t.State == TenantState.Running)
            .OrderByDescending(t => t.IsDefault).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        Console.WriteLine();
        foreach (var tenant in tenants.Take(Most))
        {
            var where = tenant.Hosts.Count > 0 ? "http://" + tenant.Hosts[0] + tenant.PathBase : url + tenant.PathBase;
            Console.WriteLine($"  {tenant.SiteName,-28} {where}/admin");
        }

        if (tenants.Count > Most)
        {
            Console.WriteLine($"  … and {tenants.Count - Most} more: see {url}/admin/tenants");
        }

        foreach (var (tenant, user, password) in app.Services.GetRequiredService<AutoSetup>().Made)
        {
            Console.WriteLine($"  login of {tenant}: {user} / {password}");
        }

        Console.WriteLine();
    }
}
