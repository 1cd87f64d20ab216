using System.Globalization;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Notes;

internal sealed class NotesTab(TenantDb db) : IClientTab
{
    private const int CountCap = 100;

    public string Id => "notes";

    public string Title => "notes.title";

    public int Order => 60;

    public string? Permission => Permissions.View;

    public async Task<string?> BadgeAsync(long clientId, CancellationToken cancel) =>
        await db.Notes.Where(n => n.ClientId == clientId).OrderBy(n => n.Id).Take(CountCap).CountAsync(cancel) switch
        {
            0 => null,
            >= CountCap => "99+",
            var count => count.ToString(CultureInfo.CurrentCulture),
        };
}
