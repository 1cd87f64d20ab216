using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Settings;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.LoginAs;

/// <summary>Asks why, and goes to the portal as the user (001-55, 003-83, 003-84).</summary>
[RequirePermission(Permissions.LoginAs)]
internal sealed class IndexModel(ClientFrame client, StartLoginAs start, TenantDb db, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Member { get; set; }

    [BindProperty]
    public LoginAsForm Form { get; set; } = new();

    public string UserName { get; private set; } = "";

    public string Limit { get; private set; } = "";

    public string SelfHref => FormattableString.Invariant($"{client.Path}/users/{Member}/login-as");

    public FormFooter Footer => new("clientusers.loginAs", client.Path + "/users");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        await start.RunAsync(account, Form.Reason!.Trim(), cancel); // required
        return this.GoTo(PortalAccess.Path);
    }

    private async Task<ClientMembership?> FindAsync(CancellationToken cancel)
    {
        var account = await db.Memberships.FirstOrDefaultAsync(m => m.Id == Member && m.ClientId == client.Id, cancel);
        UserName = account?.Name ?? "";
        Limit = texts.Plural("clientusers.loginAs.limit", (await settings.GetAsync(cancel)).LoginAsMinutes);
        return account;
    }
}

/// <summary>What the dialog posts.</summary>
internal sealed record LoginAsForm
{
    [Required, MaxLength(300)]
    public string? Reason { get; init; }
}
