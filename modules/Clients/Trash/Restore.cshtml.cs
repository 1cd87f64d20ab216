using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Trash;

[RequirePermission(Permissions.Delete)]
internal sealed class RestoreModel(TenantDb db, SameDocument documents, ClientMerging merging, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo("/admin/clients/trash");

    public async Task<IActionResult> OnPostAsync(long number, CancellationToken cancel)
    {
        var client = await db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]).FirstOrDefaultAsync(c => c.Id == number, cancel);
        if (client is null)
        {
            return NotFound();
        }

        await merging.MustBeApartAsync(client, cancel);
        db.Raise(client, client.Restore());
        await documents.RestoreAsync(client, cancel);
        this.Notify("ok", texts["clients.restored", client.TradeName].Value);
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin/clients/trash");
        }

        Response.Announce("list-changed");
        return StatusCode(StatusCodes.Status204NoContent);
    }
}
