using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Holds;

/// <summary>Begins a legal hold.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    [BindProperty, Required, MaxLength(LegalHold.ReasonLength)]
    public string? Reason { get; set; }

    public string Action => client.Path + "/privacy/hold";

    public FormFooter Footer => new("privacy.hold.begin", client.Path + "/privacy");

    public void OnGet()
    {
        // the form as it stands
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        if (!await db.LegalHolds.AnyAsync(h => h.ClientId == client.Id && h.EndedUtc == null, cancel))
        {
            db.Add(new LegalHold { ClientId = client.Id, Reason = Reason ?? "", CreatedUtc = clock.UtcNow, UserName = user.Name ?? "" });
            await db.SaveChangesAsync(cancel);
        }

        Response.Announce("privacy-changed");
        return this.Saved(texts["privacy.hold.begun"].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/privacy"));
    }
}
