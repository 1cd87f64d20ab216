using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;

namespace ClientSuite.Tenants;

/// <summary>Keeps what the operator does to tenants in the history of Default: tenants live in the host database, which has none.</summary>
internal sealed class TenantLog(TenantDb db, IHistory history)
{
    public async Task AddAsync(string kind, string tenant, CancellationToken cancel)
    {
        await history.AddAsync(kind, "Tenants.Tenant", null, tenant, null, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public async Task AddChangeAsync(ShellSettings before, ShellSettings after, CancellationToken cancel)
    {
        var entry = await history.AddAsync("updated", "Tenants.Tenant", null, after.Name, null, cancel);
        void Line(string field, string was, string isNow)
        {
            if (was != isNow)
            {
                history.AddLine(entry, field, was, isNow);
            }
        }

        Line("siteName", before.SiteName, after.SiteName);
        Line("requestUrlPrefix", before.RequestUrlPrefix, after.RequestUrlPrefix);
        Line("requestUrlHost", before.RequestUrlHost, after.RequestUrlHost);
        Line("category", before.Category, after.Category);
        Line("description", before.Description, after.Description);
        Line("recipeName", before.RecipeName, after.RecipeName);
        Line("isolated", before.Isolated ? "true" : "false", after.Isolated ? "true" : "false");
        await db.SaveChangesAsync(cancel);
    }
}
