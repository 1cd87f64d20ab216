using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Trash;

/// <summary>Moves documents to the trash.</summary>
[RequirePermission(Permissions.Delete)]
internal sealed class DeleteModel(ClientFrame client, TenantDb db, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents"));

    public async Task<IActionResult> OnPostAsync(long[] ids, CancellationToken cancel)
    {
        var documents = await db.Documents.Where(d => d.ClientId == client.Id && ids.Contains(d.Id)).ToListAsync(cancel);
        if (documents.Count == 0)
        {
            return NotFound();
        }

        documents.ForEach(d => d.MoveToTrash(clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        var undo = client.Path + "/documents/restore?" + string.Join('&', documents.Select(d => "ids=" + d.Id.ToString(CultureInfo.InvariantCulture)));
        this.Notify("ok", documents.Count == 1 ? texts["files.deleted", documents[0].Name].Value : texts.Plural("files.deletedMany", documents.Count), undo);
        Response.Announce("documents-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }
}
