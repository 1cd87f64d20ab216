using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Trash;

/// <summary>Erases a document in the trash with its versions; the nightly cleaning takes the bytes away.</summary>
[RequirePermission(Permissions.Delete)]
internal sealed class PurgeModel(ClientFrame client, TenantDb db, IRecordReferences references, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/documents/trash"));

    public async Task<IActionResult> OnPostAsync(long document, CancellationToken cancel)
    {
        if (await db.TrashedDocuments.FirstOrDefaultAsync(d => d.Id == document && d.ClientId == client.Id, cancel) is not { } found)
        {
            return NotFound();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await references.EraseAsync(db, Document.RecordType, [found.Id], cancel);
        db.Remove(found); // the database takes its versions along
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        this.Notify("ok", texts["files.purged", found.Name].Value);
        Response.Announce("documents-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }
}
