using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>Signs out by POST alone. Who is logged in as the user goes back instead: the user's online flag is none of his (003-65).</summary>
[SignedIn]
internal sealed class SignOutModel(PortalAccount account, IPortalSignIn portal, PresenceDesk presences, IHistory history, TenantDb db, TenantClock clock) : PageModel
{
    public IActionResult OnGet() => this.GoTo(PortalAccess.Path);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (account.ActorName is null)
        {
            (await presences.OfAsync(account.Id, cancel)).SignOut(clock.UtcNow);
            await history.AddAsync("logout", ClientMembership.RecordType, account.Id, account.UserName, account.ClientId, cancel);
        }
        else
        {
            await history.AddAsync("loginAsEnded", ClientMembership.RecordType, account.Id, account.UserName, account.ClientId, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await portal.EndAsync(cancel);
        return this.GoTo(PortalAccess.Path + "/sign-in");
    }
}
