using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy.Tab;

/// <summary>Notes a consent that the client gave to somebody of the staff. Nothing is ticked beforehand.</summary>
[RequirePermission(Permissions.Manage)]
internal sealed class GiveModel(ClientFrame client, TenantDb db, ConsentDesk desk, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Purpose { get; set; }

    [BindProperty]
    public ConsentChannel? Channel { get; set; }

    [BindProperty]
    public bool IsGiven { get; set; }

    public ConsentPurpose? Words { get; private set; }

    public IReadOnlyList<SelectListItem> Channels =>
        [new("", ""), .. new[] { ConsentChannel.InPerson, ConsentChannel.Phone, ConsentChannel.Email, ConsentChannel.Paper }.Select(c => new SelectListItem(texts["privacy.channel." + c].Value, c.ToString()))];

    public string Action => FormattableString.Invariant($"{client.Path}/privacy/consents/{Purpose}/give");

    public FormFooter Footer => new("privacy.consent.save", client.Path + "/privacy");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } purpose)
        {
            return NotFound();
        }

        if (Channel is not { } channel || channel is ConsentChannel.Portal or ConsentChannel.Api)
        {
            ModelState.AddModelError(nameof(Channel), texts["privacy.consent.channel.missing"].Value);
        }
        else if (!IsGiven)
        {
            ModelState.AddModelError(nameof(IsGiven), texts["privacy.consent.statement.missing"].Value);
        }
        else
        {
            await desk.GiveAsync(client.Id, purpose, channel, HttpContext, cancel);
            await db.SaveChangesAsync(cancel);
            Response.Announce("privacy-changed");
            return this.Saved(texts["privacy.consent.saved"].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/privacy"));
        }

        return this.Invalid();
    }

    private async Task<ConsentPurpose?> FindAsync(CancellationToken cancel) => Words = await db.Purposes.FirstOrDefaultAsync(p => p.Id == Purpose && p.IsActive, cancel);
}
