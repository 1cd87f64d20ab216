using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Tab;

/// <summary>"Editar usuário" (001-54, 003-79); the row's other actions are handlers of the same address.</summary>
[RequirePermission(Permissions.Edit)]
internal sealed class EditModel(ClientFrame client, ChangeUser change, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Member { get; set; }

    [BindProperty]
    public UserForm Form { get; set; } = new();

    /// <summary>The e-mail is the identity's, which other clients share: it is not changed from here.</summary>
    public bool IsShared { get; private set; }

    public string Heading { get; private set; } = "";

    public string SelfHref => FormattableString.Invariant($"{client.Path}/users/{Member}");

    public FormFooter Footer => new("clientusers.save", client.Path + "/users");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        Form = Of(account);
        return await ShowAsync(account, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        if (Form.Version != account.Version)
        {
            ModelState.Clear(); // the fields show what is stored now
            ModelState.AddModelError("", texts["clientusers.conflict"].Value);
            Form = Of(account);
            Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return await ShowAsync(account, cancel);
        }

        if (ModelState.IsValid)
        {
            try
            {
                await change.SaveAsync(account, Form.Name!.Trim(), Form.Email!.Trim(), Form.IsEnabled, cancel); // required
            }
            catch (RuleBrokenException broken)
            {
                this.AddRule("Form", broken, texts);
            }
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await ShowAsync(account, cancel);
        }

        return Done(texts["clientusers.saved", account.Name].Value);
    }

    public Task<IActionResult> OnPostDisableAsync(CancellationToken cancel) => ActAsync("disable", a => change.EnableAsync(a, false, cancel), cancel);

    public Task<IActionResult> OnPostEnableAsync(CancellationToken cancel) => ActAsync("enable", a => change.EnableAsync(a, true, cancel), cancel);

    public Task<IActionResult> OnPostLinkAsync(CancellationToken cancel) => ActAsync("link", a => change.SendLinkAsync(a, cancel), cancel);

    public Task<IActionResult> OnPostSessionsAsync(CancellationToken cancel) => ActAsync("sessions", a => change.EndSessionsAsync(a, cancel), cancel);

    public Task<IActionResult> OnPostFirstAsync(CancellationToken cancel) => ActAsync("first", a => change.MakeFirstAsync(a, cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) => ActAsync("remove", a => change.RemoveAsync(a, cancel), cancel);

    private async Task<IActionResult> ActAsync(string action, Func<ClientMembership, Task> act, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } account)
        {
            return NotFound();
        }

        await act(account);
        return Done(texts["clientusers.action." + action + ".done", account.Name].Value);
    }

    private IActionResult Done(string text)
    {
        Response.Announce("client-users");
        return this.Saved(text, FormattableString.Invariant($"/admin/clients/{client.Id}/users"));
    }

    private Task<ClientMembership?> FindAsync(CancellationToken cancel) => db.Memberships.FirstOrDefaultAsync(m => m.Id == Member && m.ClientId == client.Id, cancel);

    private static UserForm Of(ClientMembership account) => new() { Name = account.Name, Email = account.Email, IsEnabled = account.IsEnabled, Version = account.Version };

    private async Task<PageResult> ShowAsync(ClientMembership account, CancellationToken cancel)
    {
        Heading = texts["clientusers.edit.title", account.Name].Value;
        IsShared = await db.Memberships.AnyAsync(m => m.UserId == account.UserId && m.Id != account.Id, cancel);
        return Page();
    }
}
