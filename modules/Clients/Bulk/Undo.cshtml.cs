using ClientSuite.Access;
using ClientSuite.Operations;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Bulk;

/// <summary>Takes a bulk action back from its toast.</summary>
[RequirePermission(Permissions.View)]
internal sealed class UndoModel(BulkStart start, IOperations operations, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet(string id) => this.GoTo("/admin/operations/" + Uri.EscapeDataString(id));

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancel)
    {
        if (await operations.FindAsync(id, cancel) is not { Kind: ClientBulk.OperationKind } operation)
        {
            return NotFound();
        }

        await start.UndoAsync(operation, cancel);
        if (!operation.IsOver)
        {
            return this.GoTo("/admin/operations/" + operation.PublicId);
        }

        var back = texts.Plural("clients.bulk.undone", operation.Processed - operation.Rejected);
        var stayed = operation.Rejected > 0 ? " " + texts.Plural("clients.bulk.undone.stayed", operation.Rejected) : "";
        this.Notify(operation.Rejected > 0 ? "warn" : "ok", back + stayed);
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : this.GoTo("/admin/clients");
    }
}
