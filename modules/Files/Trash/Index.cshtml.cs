using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files.Trash;

[RequirePermission(Permissions.Delete)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, TenantClock clock) : PageModel
{
    private const int Shown = 200;

    public IReadOnlyList<TrashRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var documents = await db.TrashedDocuments.AsNoTracking().Where(d => d.ClientId == client.Id).OrderByDescending(d => d.DeletedUtc).ThenBy(d => d.Id).Take(Shown).ToListAsync(cancel);
        Rows = [.. documents.Select(d => new TrashRow(d.Id, d.Name, d.Folder, FileSizes.Text(d.SizeBytes), clock.DayAndTime(d.DeletedUtc!.Value)))]; // what is in the trash was deleted
    }
}

/// <summary>A document in the trash.</summary>
internal sealed record TrashRow(long Id, string Name, string Folder, string Size, string At);
