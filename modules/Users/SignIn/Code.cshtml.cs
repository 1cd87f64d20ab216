using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.SignIn;

[AllowAnonymous]
internal sealed class CodeModel(ISignIn signIn, UserManager<User> users, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public CodeForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string? Refusal { get; private set; }

    public string BackUrl => Request.PathBase + "/sign-in";

    public async Task<IActionResult> OnGet() =>
        await PendingSignIn.ReadAsync(HttpContext, users) is null ? LocalRedirect(BackUrl) : Page();

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (await PendingSignIn.ReadAsync(HttpContext, users) is not { } pending)
        {
            return LocalRedirect(BackUrl);
        }

        if (string.IsNullOrWhiteSpace(Form.Code) || !ModelState.IsValid)
        {
            return Refused("users.code.refused");
        }

        switch (await signIn.CheckCodeAsync(pending.User, Form.Code, cancel))
        {
            case SignInOutcome.Done:
                await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
                await signIn.BeginAsync(pending.User, pending.Remember, "mfa", cancel);
                return LocalRedirect(this.Target(To));
            case SignInOutcome.LockedOut:
                return Refused("users.signIn.lockedOut");
            default:
                return Refused("users.code.refused");
        }
    }

    private PageResult Refused(string key)
    {
        Refusal = texts[key];
        ModelState.Remove("Form.Code");
        Form = new();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}

internal sealed record CodeForm
{
    [MaxLength(40)]
    public string? Code { get; init; }
}
