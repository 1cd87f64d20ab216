using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>An account's first sign-in: the code that was sent to the e-mail (001-48 to 001-50). Wrong codes count towards the lock-out.</summary>
[AllowAnonymous]
internal sealed class FirstModel(PortalUsers users, PortalEntry entry, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public CodeForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string? Refusal { get; private set; }

    /// <summary>True after another code was sent.</summary>
    public bool IsSent { get; private set; }

    public string Email { get; private set; } = "";

    public string ClientName { get; private set; } = "";

    public string BackHref => Request.PathBase + PortalAccess.Path + "/sign-in";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) is null ? LocalRedirect(BackHref) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not var (pending, account))
        {
            return LocalRedirect(BackHref);
        }

        if (await users.IsLockedOutAsync(pending.User))
        {
            return Refused("users.signIn.lockedOut");
        }

        var code = Form.Code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        switch (code.Length == 0 || !ModelState.IsValid ? CodeOutcome.Wrong : await entry.TryCodeAsync(account.Membership.Id, code, cancel))
        {
            case CodeOutcome.Right:
                await entry.OpenAsync(pending, account.Membership.Id, cancel);
                return LocalRedirect(EntryPages.Target(this, To));
            case CodeOutcome.Spent:
                return Refused("clientusers.firstCode.spent");
            default:
                await users.AccessFailedAsync(pending.User);
                return Refused("clientusers.firstCode.wrong");
        }
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not var (pending, account))
        {
            return LocalRedirect(BackHref);
        }

        ModelState.Clear();
        IsSent = await entry.SendCodeAsync(pending.User, account, cancel);
        return IsSent ? Page() : Refused("clientusers.firstCode.wait");
    }

    private async Task<(PendingEntry Pending, OpenAccount Account)?> FindAsync(CancellationToken cancel)
    {
        if (await PendingEntry.ReadAsync(HttpContext, users) is not { HasProved: true, MembershipId: { } id } pending
            || (await entry.AccountsAsync(pending.User.Id, cancel)).FirstOrDefault(a => a.Membership.Id == id) is not { Client.IsBlocked: false, Membership.VerifiedUtc: null } account)
        {
            return null;
        }

        Email = Masked(pending.User.Email ?? "");
        ClientName = account.Client.Name;
        return (pending, account);
    }

    /// <summary>Enough of an address to know which mailbox to open.</summary>
    internal static string Masked(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? email : email[..Math.Min(2, at)] + "•••" + email[at..];
    }

    private PageResult Refused(string key)
    {
        Refusal = texts[key].Value;
        ModelState.Remove("Form.Code");
        Form = new();
        return this.Invalid();
    }
}
