using ClientSuite.Access;
using ClientSuite.Frames;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ImportExport.Operations;

/// <summary>One operation, live. The fragment is its card alone.</summary>
[SignedIn]
internal sealed class DetailsModel(IOperations operations, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public bool IsFragment => Request.IsFragment();

    public string ListHref => Request.PathBase + "/admin/operations";

    public string Title { get; private set; } = "";

    public string? Error { get; private set; }

    public OperationCard Card { get; private set; } = null!; // set before anything is drawn

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancel)
    {
        if (await operations.FindAsync(id, cancel) is not { } operation)
        {
            return NotFound();
        }

        var url = $"{Request.PathBase}/admin/operations/{operation.PublicId}";
        Title = texts["operation." + operation.Kind].Value;
        Error = OperationCards.ErrorText(operation, texts);
        Card = OperationCards.Of(operation, url, url, operations, clock, texts);
        return Page();
    }
}
