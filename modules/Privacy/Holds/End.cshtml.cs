using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Holds;

/// <summary>Ends a legal hold.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class EndModel(ClientFrame client, TenantDb db, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    public IActionResult OnGet() => this.GoTo(FormattableString.Invariant($"/admin/clients/{client.Id}/privacy"));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        foreach (var hold in await db.LegalHolds.Where(h => h.ClientId == client.Id && h.EndedUtc == null).ToListAsync(cancel))
        {
            hold.End(clock.UtcNow, user.Name ?? "");
        }

        await db.SaveChangesAsync(cancel);
        this.Notify("ok", texts["privacy.hold.ended"].Value);
        Response.Announce("privacy-changed");
        return Request.IsFragment() ? StatusCode(StatusCodes.Status204NoContent) : OnGet();
    }
}
