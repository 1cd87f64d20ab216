using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Trash;

[RequirePermission(Permissions.Delete)]
internal sealed class DeleteModel(TenantDb db, TenantClock clock, ClientFrame frame, IStringLocalizer texts) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string? to, CancellationToken cancel)
    {
        if (await db.Clients.FirstOrDefaultAsync(c => c.Id == frame.Id, cancel) is not { } client)
        {
            return NotFound();
        }

        db.Raise(client, client.MoveToTrash(clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["clients.deleted", client.TradeName].Value,
            Request.PathBase + "/admin/clients/trash/" + client.Id.ToString(CultureInfo.InvariantCulture) + "/restore");
        return Request.IsFragment() && to != "list" ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo("/admin/clients");
    }
}
