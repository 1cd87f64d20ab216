using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Privacy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Trash;

/// <summary>Erases a client in the trash, after its name was typed.</summary>
[RequirePermission(Permissions.Purge)]
internal sealed class PurgeModel(TenantDb db, IRecordReferences references, IEnumerable<IAnonymizationObstacle> obstacles, ClientTraces traces, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public string? Typed { get; set; }

    [BindProperty(SupportsGet = true)]
    public long Number { get; set; }

    public string Name { get; private set; } = "";

    public string Action => FormattableString.Invariant($"{Request.PathBase}/admin/clients/trash/{Number}/purge");

    public FormFooter Footer => new("clients.purge", Request.PathBase + "/admin/clients/trash") { Danger = true };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } client)
        {
            return NotFound();
        }

        if (!string.Equals(Typed?.Trim(), client.TradeName, StringComparison.OrdinalIgnoreCase))
        {
            ModelState.AddModelError(nameof(Typed), texts["clients.purge.nameWrong"].Value);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        foreach (var obstacle in obstacles)
        {
            if (await obstacle.FindAsync(new DataSubject(client.Id, [client.Id], []), cancel) is { } reason)
            {
                throw new RuleBrokenException(reason.Text, [.. reason.Args]);
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await traces.ForgetSearchesAsync([client], cancel);
        await references.EraseAsync(db, Client.RecordType, [client.Id], cancel);
        db.Remove(client);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        this.Notify("ok", texts["clients.purged", client.TradeName].Value);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo("/admin/clients/trash");
    }

    private async Task<Client?> FindAsync(CancellationToken cancel)
    {
        var client = await db.TrashedClients.FirstOrDefaultAsync(c => c.Id == Number, cancel);
        Name = client?.TradeName ?? "";
        return client;
    }
}
