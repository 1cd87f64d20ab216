using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Privacy;

internal sealed class PrivacyTab(TenantDb db) : IClientTab
{
    public string Id => "privacy";

    public string Title => "privacy.title";

    public int Order => 95;

    public string? Permission => Permissions.View;

    public IQueryable<long> Counted(long clientId) => db.DataRequests.Where(r => r.ClientId == clientId && r.ClosedUtc == null).Select(r => r.Id);
}

/// <summary>Above every page of a client whose data must stay.</summary>
internal sealed class HoldBanner(TenantDb db) : IClientBanner
{
    public int Order => 5;

    public string? Permission => Permissions.View;

    public async Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel) =>
        await db.LegalHolds.AsNoTracking().Where(h => h.ClientId == client.Id && h.EndedUtc == null).OrderBy(h => h.Id).FirstOrDefaultAsync(cancel) is { } hold
            ? new ClientCard("/Areas/Privacy/Pages/Holds/_Banner.cshtml", hold)
            : null;
}
