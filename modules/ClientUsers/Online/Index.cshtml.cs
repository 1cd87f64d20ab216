using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Online;

/// <summary>The user's own switch, which "Logar como" may use too (003-63, 003-66).</summary>
[RequirePermission(PortalAccess.Enter)]
internal sealed class IndexModel(PortalAccount account, PresenceDesk presences, TenantDb db, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(PortalAccess.Path);

    public async Task<IActionResult> OnPostAsync(bool online, CancellationToken cancel)
    {
        (await presences.OfAsync(account.Id, cancel)).SetOnline(online, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts[online ? "clientusers.online.on" : "clientusers.online.off"].Value);
        return this.GoTo(PortalAccess.Path);
    }
}
