using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientUsers.LoginAs;

/// <summary>The way back from "Logar como": to the client's users.</summary>
[SignedIn]
internal sealed class EndModel(PortalAccount account, IPortalSignIn portal, IHistory history, TenantDb db) : PageModel
{
    public IActionResult OnGet() => this.GoTo(PortalAccess.Path);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (account.ActorName is null)
        {
            return this.GoTo(PortalAccess.Path);
        }

        await history.AddAsync("loginAsEnded", ClientMembership.RecordType, account.Id, account.UserName, account.ClientId, cancel);
        await db.SaveChangesAsync(cancel);
        await portal.EndAsync(cancel);
        return this.GoTo(FormattableString.Invariant($"/admin/clients/{account.ClientId}/users"));
    }
}
