using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>The clients' sign-in: as the staff's, it never says which part was wrong.</summary>
[AllowAnonymous]
internal sealed class IndexModel(IPortalSignIn portal, PortalEntry entry, ICurrentUser current, ISettings<PortalSettings> settings, TimeProvider time, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public PortalSignInForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string? Refusal { get; private set; }

    public string ForgotHref => Request.PathBase + PortalAccess.Path + "/password/forgot";

    public IActionResult OnGet() => current.Id is null ? Page() : LocalRedirect(EntryPages.Target(this, To));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Form.Email) || string.IsNullOrEmpty(Form.Password) || !ModelState.IsValid)
        {
            return Refused(texts["clientusers.signIn.refused"].Value);
        }

        var (outcome, user) = await portal.CheckAsync(Form.Email.Trim(), Form.Password, cancel);
        if (user is null || outcome is SignInOutcome.Refused or SignInOutcome.LockedOut)
        {
            return Refused(texts[outcome == SignInOutcome.LockedOut ? "users.signIn.lockedOut" : "clientusers.signIn.refused"].Value);
        }

        var pending = new PendingEntry(user, Form.Remember, HasProved: outcome == SignInOutcome.Done, MembershipId: null);
        if (outcome == SignInOutcome.NeedsCode)
        {
            await pending.KeepAsync(HttpContext, time);
            return this.GoTo(PortalAccess.Path + "/sign-in/code" + QueryString.Create("to", To ?? ""));
        }

        var step = await entry.NextAsync(pending, cancel);
        return this.GoTo(step, To) ?? Refused(step == EntryStep.Blocked
            ? (await settings.GetAsync(cancel)).Message(AccountState.Blocked, texts) ?? ""
            : texts["clientusers.signIn.refused"].Value);
    }

    private PageResult Refused(string text)
    {
        Refusal = text;
        Form = Form with { Password = "" };
        return this.Invalid();
    }
}

internal sealed record PortalSignInForm
{
    [MaxLength(256)]
    public string? Email { get; init; }

    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }

    public bool Remember { get; init; }
}
