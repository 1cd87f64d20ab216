using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
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
internal sealed class IndexModel(ISignIn signIn, SignInManager<User> manager, UserManager<User> users, ICurrentUser current, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>Why the last attempt failed; never which part of it was wrong.</summary>
    public string? Refusal { get; private set; }

    public string ForgotUrl => Request.PathBase + "/password/forgot";

    public string PasskeyOptionsUrl => Request.PathBase + "/sign-in?handler=PasskeyOptions";

    public IActionResult OnGet() => current.Id is null ? Page() : LocalRedirect(this.Target(To));

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Form.UserName) || string.IsNullOrEmpty(Form.Password) || !ModelState.IsValid)
        {
            return Refused("users.signIn.refused");
        }

        var (outcome, user) = await signIn.CheckAsync(Form.UserName.Trim(), Form.Password, null, cancel);
        switch (outcome)
        {
            case SignInOutcome.Done when user is not null:
                await signIn.BeginAsync(user, Form.Remember, "pwd", cancel);
                return LocalRedirect(this.Target(To));
            case SignInOutcome.NeedsCode when user is not null:
                await HttpContext.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, PendingSignIn.For(user, Form.Remember));
                return LocalRedirect(Request.PathBase + "/sign-in/code" + QueryString.Create("to", To ?? ""));
            case SignInOutcome.LockedOut:
                return Refused("users.signIn.lockedOut");
            default:
                return Refused("users.signIn.refused");
        }
    }

    /// <summary>Options without a user name: the browser offers the passkeys that it has, and nobody learns who exists.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions() => Content(await manager.MakePasskeyRequestOptionsAsync(null), "application/json");

    public async Task<IActionResult> OnPostPasskey(string? credential, CancellationToken cancel)
    {
        ModelState.Clear();
        if (string.IsNullOrEmpty(credential))
        {
            return Refused("users.passkey.failed");
        }

        var proof = await manager.PerformPasskeyAssertionAsync(credential);
        await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (!proof.Succeeded || !proof.User.IsEnabled || await users.IsLockedOutAsync(proof.User))
        {
            return Refused("users.passkey.failed");
        }

        await users.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey);
        await signIn.BeginAsync(proof.User, remember: true, "hwk", cancel);
        return LocalRedirect(this.Target(To));
    }

    private PageResult Refused(string key)
    {
        Refusal = texts[key];
        Form = Form with { Password = "" };
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}

internal sealed record SignInForm
{
    [MaxLength(256)]
    public string? UserName { get; init; }

    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }

    public bool Remember { get; init; }
}

/// <summary>Who has given the right password and not yet the code: five minutes, in a cookie of its own.</summary>
internal static class PendingSignIn
{
    private const string Remember = "remember";

    public static ClaimsPrincipal For(User user, bool remember) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim(Remember, remember ? "1" : "0"),
            new Claim("stamp", user.SecurityStamp ?? ""),
        ],
        IdentityConstants.TwoFactorUserIdScheme));

    /// <summary>The user, or null when the cookie is missing, too old or from before the user's password changed.</summary>
    public static async Task<(User User, bool Remember)?> ReadAsync(HttpContext context, UserManager<User> users)
    {
        var ticket = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (ticket.Principal?.FindFirst(Remember) is not { } remember || ticket.Principal.FindFirst(ClaimTypes.NameIdentifier)?.Value is not { } id
            || await users.FindByIdAsync(id) is not { IsEnabled: true } user || ticket.Principal.FindFirst("stamp")?.Value != user.SecurityStamp)
        {
            return null;
        }

        return (user, remember.Value == "1");
    }
}

internal static class ReturnUrl
{
    /// <summary>Where to go after signing in: a page of this tenant, never another site nor another tenant of this host.</summary>
    public static string Target(this PageModel page, string? to)
    {
        var root = page.Request.PathBase.Value ?? "";
        return Accepts(to, root) && page.Url.IsLocalUrl(to) ? to! : root + "/admin"; // Accepts refuses null
    }

    internal static bool Accepts(string? to, string root) =>
        to is { Length: > 1 and <= 2000 } && to[0] == '/' && to[1] is not ('/' or '\\') && to.StartsWith(root + "/", StringComparison.Ordinal)
        && !to.StartsWith(root + "/sign-in", StringComparison.OrdinalIgnoreCase) && !to.Any(char.IsControl);
}
