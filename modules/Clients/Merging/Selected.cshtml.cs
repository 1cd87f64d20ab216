using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.Clients.Merging;

/// <summary>From two ticked rows of the list to the page that compares them.</summary>
[RequirePermission(Permissions.Merge)]
internal sealed class SelectedModel : PageModel
{
    public IActionResult OnGet() => this.GoTo("/admin/clients/duplicates");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await ClientSelection.ReadAsync(Request, cancel) is { Ids: [var one, var other] } ? this.GoTo(FormattableString.Invariant($"/admin/clients/merge?one={one}&other={other}")) : BadRequest();
}
