using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

internal sealed class NotesTab(TenantDb db) : IClientTab
{
    public string Id => "notes";

    public string Title => "notes.title";

    public int Order => 65;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        TabBadge.Of(await db.Notes.Where(n => n.ClientId == clientId).OrderBy(n => n.Id).Take(TabBadge.Cap).CountAsync(cancel));
}
