using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>"Redefinir senha do cliente" (002-56 to 002-61): apart from the edit form, which has no password (003-80).</summary>
[RequirePermission(Permissions.SetPasswords)]
internal sealed class PasswordModel(ClientFrame client, ChangeUser change, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Member { get; set; }

    [BindProperty]
    public NewPassword Form { get; set; } = new();

    public string UserName { get; private set; } = "";

    public string SelfHref => FormattableString.Invariant($"{client.Path}/users/{Member}/password");

    public FormFooter Footer => new("clientusers.password.save", client.Path + "/users");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            ModelState.AddErrors(await change.SetPasswordAsync(account, Form.Password ?? "", cancel), "Form");
        }

        return ModelState.IsValid ? Done("clientusers.password.saved", account) : this.Invalid();
    }

    /// <summary>"Enviar link de redefinir senha".</summary>
    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        ModelState.Clear();
        await change.SendLinkAsync(account, cancel);
        return Done("clientusers.action.link.done", account);
    }

    private IActionResult Done(string key, ClientMembership account)
    {
        Response.Announce("client-users");
        return this.Saved(texts[key, account.Name].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/users"));
    }

    private async Task<ClientMembership?> FindAsync(CancellationToken cancel)
    {
        var account = await db.Memberships.FirstOrDefaultAsync(m => m.Id == Member && m.ClientId == client.Id, cancel);
        UserName = account?.Name ?? "";
        return account;
    }
}
