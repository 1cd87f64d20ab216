using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Settings;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>The authenticator's code, after the password.</summary>
[AllowAnonymous]
internal sealed class CodeModel(IPortalSignIn portal, PortalUsers users, PortalEntry entry, ISettings<PortalSettings> settings, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public CodeForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string? Refusal { get; private set; }

    public string BackHref => Request.PathBase + PortalAccess.Path + "/sign-in";

    public async Task<IActionResult> OnGetAsync() => await PendingEntry.ReadAsync(HttpContext, users) is { HasProved: false } ? Page() : LocalRedirect(BackHref);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await PendingEntry.ReadAsync(HttpContext, users) is not { HasProved: false } pending)
        {
            return LocalRedirect(BackHref);
        }

        var outcome = string.IsNullOrWhiteSpace(Form.Code) || !ModelState.IsValid ? SignInOutcome.NeedsCode : await portal.CheckCodeAsync(pending.User, Form.Code, cancel);
        if (outcome != SignInOutcome.Done)
        {
            return Refused(texts[outcome == SignInOutcome.LockedOut ? "users.signIn.lockedOut" : "users.code.refused"].Value);
        }

        var step = await entry.NextAsync(pending with { HasProved = true }, cancel);
        return this.GoTo(step, To) ?? Refused(step == EntryStep.Blocked
            ? (await settings.GetAsync(cancel)).Message(AccountState.Blocked, texts) ?? ""
            : texts["clientusers.signIn.refused"].Value);
    }

    private PageResult Refused(string text)
    {
        Refusal = text;
        ModelState.Remove("Form.Code");
        Form = new();
        return this.Invalid();
    }
}

internal sealed record CodeForm
{
    [MaxLength(40)]
    public string? Code { get; init; }
}
