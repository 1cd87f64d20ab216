using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Trash;

/// <summary>Brings documents back from the trash.</summary>
[RequirePermission(Permissions.Delete)]
internal sealed class RestoreModel(ClientFrame client, TenantDb db, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents"));

    public async Task<IActionResult> OnPostAsync(long[] ids, CancellationToken cancel)
    {
        var documents = await db.AllDocuments.Where(d => d.ClientId == client.Id && ids.Contains(d.Id)).ToListAsync(cancel);
        if (documents.Count == 0)
        {
            return NotFound();
        }

        documents.ForEach(d => d.Restore());
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", documents.Count == 1 ? texts["files.restored", documents[0].Name].Value : texts.Plural("files.restoredMany", documents.Count));
        Response.Announce("documents-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }
}
