using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ImportExport.Operations;

/// <summary>Pauses, continues, cancels, undoes; answers the card.</summary>
[SignedIn]
internal sealed class SteerModel(IOperations operations, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public OperationCard Card { get; private set; } = null!; // set before anything is drawn

    public IActionResult OnGet(string id) => this.GoTo("/admin/operations/" + Uri.EscapeDataString(id));

    public async Task<IActionResult> OnPostAsync(string id, string verb, CancellationToken cancel)
    {
        if (await operations.FindAsync(id, cancel) is not { } operation)
        {
            return NotFound();
        }

        await (verb switch
        {
            "pause" => operations.PauseAsync(operation, true, cancel),
            "resume" => operations.PauseAsync(operation, false, cancel),
            "cancel" => operations.CancelAsync(operation, cancel),
            _ => operations.UndoAsync(operation, cancel),
        });
        operations.Signal();
        var url = $"{Request.PathBase}/admin/operations/{operation.PublicId}";
        if (!Request.IsFragment())
        {
            return this.GoTo("/admin/operations/" + operation.PublicId);
        }

        Response.Announce("operations-changed", true);
        Card = OperationCards.Of(operation, url, url, operations, clock, texts);
        return Page();
    }
}
