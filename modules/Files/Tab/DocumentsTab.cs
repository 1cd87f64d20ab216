using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

internal sealed class DocumentsTab(TenantDb db) : IClientTab
{
    public string Id => "documents";

    public string Title => "files.title";

    public int Order => 82;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        TabBadge.Of(await db.Documents.Where(d => d.ClientId == clientId).OrderBy(d => d.Id).Take(TabBadge.Cap).CountAsync(cancel));
}
