using ClientSuite.Access;
using ClientSuite.ClientUsers.LoginAs;
using ClientSuite.ClientUsers.SignIn;
using ClientSuite.Settings;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Accounts;

/// <summary>"Trocar conta" without a password (001-52, 001-53, 003-78). Open to who is kept out of the account that he is in.</summary>
[SignedIn, InPerson]
internal sealed class IndexModel(PortalUsers users, PortalEntry entry, PortalAccount account, ICurrentUser me, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    public IReadOnlyList<OpenAccount> Accounts { get; private set; } = [];

    public string? Refusal { get; private set; }

    public long Current => account.Id;

    public async Task OnGetAsync(CancellationToken cancel) => await ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "account")] string? publicId, CancellationToken cancel)
    {
        await ShowAsync(cancel);
        if (Accounts.FirstOrDefault(a => a.Membership.ContentItemId == publicId) is not { } chosen)
        {
            return NotFound();
        }

        var user = await users.MeAsync(me);
        var step = await entry.NextAsync(new PendingEntry(user, Remember: false, HasProved: true, chosen.Membership.Id), cancel);
        if (this.GoTo(step, null) is { } next)
        {
            return next;
        }

        Refusal = (await settings.GetAsync(cancel)).Message(AccountState.Blocked, texts);
        return this.Invalid();
    }

    private async Task ShowAsync(CancellationToken cancel) => Accounts = await entry.AccountsAsync(me.Id ?? 0, cancel);
}
