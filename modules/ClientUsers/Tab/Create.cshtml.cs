using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>"Adicionar usuário" (001-44, 003-67).</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class CreateModel(ClientFrame client, AddUser add, TenantDb db, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public UserForm Form { get; set; } = new();

    /// <summary>True mails a link by which the user makes the password.</summary>
    [BindProperty]
    public bool SendsLink { get; set; }

    /// <summary>"Definir a senha do cliente" (002-27).</summary>
    [BindProperty]
    public NewPassword Password { get; set; } = new();

    public bool CanSetPassword => user.Has(Permissions.SetPasswords);

    public string BackHref => client.Path + "/users";

    public FormFooter Footer => new("clientusers.add", BackHref);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        SendsLink = true;
        var isFirst = !await db.Memberships.AnyAsync(m => m.ClientId == client.Id, cancel);
        Form = new UserForm { Name = isFirst && !client.IsCompany ? client.Name : null, Email = isFirst ? client.Email : null };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (SendsLink || !CanSetPassword)
        {
            SendsLink = true;
            // Without a password field in the post, binding falls back to names without prefix.
            foreach (var key in ModelState.Keys.Where(k => k is "Password" or "Confirm" || k.StartsWith("Password.", StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }
        }

        if (!EmailAddress.TryParse(Form.Email, out var email) && ModelState.IsValid)
        {
            ModelState.AddModelError("Form.Email", texts["clientusers.email.invalid"].Value);
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        ClientMembership account;
        try
        {
            account = await add.RunAsync(client.Id, Form.Name!.Trim(), email!, SendsLink ? null : Password.Password, cancel); // required, parsed
        }
        catch (RuleBrokenException broken)
        {
            this.AddRule("Form", broken, texts);
            return this.Invalid();
        }

        if (!Form.IsEnabled)
        {
            account.Enable(false);
            await db.SaveChangesAsync(cancel);
        }

        Response.Announce("client-users");
        return this.Saved(texts[SendsLink ? "clientusers.added.link" : "clientusers.added", account.Name].Value, FormattableString.Invariant($"/admin/clients/{client.Id}/users"));
    }
}
