using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.ClientUsers.Tab;

internal sealed class UsersTab(TenantDb db) : IClientTab
{
    public string Id => "users";

    public string Title => "clientusers.title";

    public int Order => 80;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        TabBadge.Of(await db.Memberships.Where(m => m.ClientId == clientId).OrderBy(m => m.Id).Take(TabBadge.Cap).CountAsync(cancel));
}
