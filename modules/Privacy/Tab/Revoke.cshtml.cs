using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Tab;

/// <summary>Revokes a consent for the client, as easily as it was given (LGPD art. 8 §5).</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class RevokeModel(ClientFrame client, TenantDb db, ConsentDesk desk, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/privacy"));

    public async Task<IActionResult> OnPostAsync(long purpose, CancellationToken cancel)
    {
        await desk.RevokeAsync(client.Id, purpose, ConsentChannel.InPerson, HttpContext, cancel);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["privacy.consent.revoked"].Value);
        Response.Announce("privacy-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }
}
