using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

internal sealed class DocumentsTab(TenantDb db) : IClientTab
{
    private const int Cap = 100;

    public string Id => "documents";

    public string Title => "files.title";

    public int Order => 60;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) => await db.Documents.Where(d => d.ClientId == clientId).Take(Cap).CountAsync(cancel) switch
    {
        0 => null,
        Cap => "99+",
        var count => count.ToString(CultureInfo.CurrentCulture),
    };
}
