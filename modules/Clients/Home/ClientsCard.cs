using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Frames;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>The newest clients on the home page. Counts are capped, so that the card costs the same with a million clients.</summary>
internal sealed class ClientsCard(TenantDb db, TenantClock clock) : IDashboardCard
{
    private const int Newest = 6;

    public string Title => "clients.home.title";

    public int Order => 20;

    public string? Permission => Permissions.View;

    public async Task<DashboardCard?> LoadAsync(CancellationToken cancel)
    {
        var since = clock.Today.AddDays(-30);
        var start = clock.StartOf(since);
        var added = await db.Clients.Where(c => c.CreatedUtc >= start).Take(ClientList.TotalCap + 1).CountAsync(cancel);
        var blocked = await db.Clients.Where(c => c.Blocked).Take(ClientList.TotalCap + 1).CountAsync(cancel);
        var rows = await db.Clients.AsNoTracking().OrderByDescending(c => c.CreatedUtc).ThenByDescending(c => c.Id).Take(Newest).Select(ClientRow.Listed).ToListAsync(cancel);
        var model = new ClientsHome(
            Capped(added),
            Capped(blocked),
            FormattableString.Invariant($"/admin/clients?createdFrom={since:yyyy-MM-dd}"),
            [.. rows.Select(r => new NewClient(r.TradeName, r.IsCompany, r.Place, FormattableString.Invariant($"/admin/clients/{r.Id}"), clock.ToLocal(r.CreatedUtc).ToString("d", CultureInfo.CurrentCulture)))]);
        return new DashboardCard("/Areas/Clients/Pages/Home/_Newest.cshtml", model) { MorePath = "/admin/clients", MoreTitle = "clients.home.all" };
    }

    private static string Capped(int count) => Math.Min(count, ClientList.TotalCap).ToString("N0", CultureInfo.CurrentCulture) + (count > ClientList.TotalCap ? "+" : "");
}

/// <summary>What the card shows.</summary>
internal sealed record ClientsHome(string Added, string Blocked, string AddedPath, IReadOnlyList<NewClient> Newest);

/// <summary>A client, in one line.</summary>
internal sealed record NewClient(string Name, bool IsCompany, string Place, string Path, string Since);
