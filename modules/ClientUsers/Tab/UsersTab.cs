using ClientSuite.Clients.Contracts;
using ClientSuite.Data;

namespace ClientSuite.ClientUsers.Tab;

internal sealed class UsersTab(TenantDb db) : IClientTab
{
    public string Id => "users";

    public string Title => "clientusers.title";

    public int Order => 80;

    public string? Permission => Permissions.View;

    public IQueryable<long> Counted(long clientId) => db.Memberships.Where(m => m.ClientId == clientId).Select(m => m.Id);
}
