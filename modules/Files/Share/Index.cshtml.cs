using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files.Share;

/// <summary>Makes a temporary link to a document.</summary>
[RequirePermission(Permissions.Share)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, DocumentLinks links, TenantClock clock) : PageModel
{
    [BindProperty]
    public int Minutes { get; set; } = 1440;

    [BindProperty(SupportsGet = true)]
    public long Document { get; set; }

    public string Name { get; private set; } = "";

    public string? Link { get; private set; }

    public string Until { get; private set; } = "";

    public string BackHref => client.Path + "/documents";

    public string Action => string.Create(CultureInfo.InvariantCulture, $"{client.Path}/documents/{Document}/share");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } document)
        {
            return NotFound();
        }

        var life = TimeSpan.FromMinutes(Math.Clamp(Minutes, 1, DocumentLinks.Longest.TotalMinutes));
        var (path, until) = await links.MakeAsync(document, life, cancel);
        Link = $"{Request.Scheme}://{Request.Host}{Request.PathBase}{path}";
        Until = clock.DayAndTime(until);
        return Page();
    }

    private async Task<Document?> FindAsync(CancellationToken cancel)
    {
        var document = await db.Documents.FirstOrDefaultAsync(d => d.Id == Document && d.ClientId == client.Id, cancel);
        Name = document?.Name ?? "";
        return document;
    }
}
