using ClientSuite.Access;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>Which account to open, where the e-mail has several (001-51, 003-77).</summary>
[AllowAnonymous]
internal sealed class AccountModel(PortalUsers users, PortalEntry entry, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public IReadOnlyList<OpenAccount> Accounts { get; private set; } = [];

    public string? Refusal { get; private set; }

    public string BackHref => Request.PathBase + PortalAccess.Path + "/sign-in";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? LocalRedirect(BackHref) : Page();

    public async Task<IActionResult> OnPostAsync(string? account, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } pending)
        {
            return LocalRedirect(BackHref);
        }

        if (Accounts.FirstOrDefault(a => a.Membership.ContentItemId == account) is not { } chosen)
        {
            return NotFound();
        }

        var step = await entry.NextAsync(pending with { MembershipId = chosen.Membership.Id }, cancel);
        if (this.GoTo(step, To) is { } next)
        {
            return next;
        }

        Refusal = (await settings.GetAsync(cancel)).Message(AccountState.Blocked, texts);
        return this.Invalid();
    }

    private async Task<PendingEntry?> FindAsync(CancellationToken cancel)
    {
        if (await PendingEntry.ReadAsync(HttpContext, users) is not { HasProved: true } pending)
        {
            return null;
        }

        Accounts = await entry.AccountsAsync(pending.User.Id, cancel);
        return pending;
    }
}
