using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.Tab;

internal sealed class UsersTab(TenantDb db) : IClientTab
{
    public string Id => "users";

    public string Title => "clientusers.title";

    public int Order => 20;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        await db.Memberships.CountAsync(m => m.ClientId == clientId, cancel) is > 0 and var count ? count.ToString(CultureInfo.CurrentCulture) : null;
}
