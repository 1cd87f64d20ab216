using System.Globalization;
using System.Text;
using ClientSuite.Access;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Passwords;

/// <summary>Sets a password by the link of a mail. Ends every session, because whoever knew the old password may be in one.</summary>
[AllowAnonymous]
internal sealed class ResetModel(UserManager<User> users, ISignIn signIn, IUserCache cache, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public NewPassword Form { get; set; } = new();

    /// <summary>Id of the user.</summary>
    [BindProperty(SupportsGet = true, Name = "u")]
    public string? UserId { get; set; }

    /// <summary>Token of the link.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    public bool IsGood { get; private set; }

    public string ForgotUrl => Request.PathBase + "/password/forgot";

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer"; // the address holds the token
    }

    public async Task OnGet() => IsGood = await FindAsync() is not null;

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (await FindAsync() is not { } found)
        {
            return Page();
        }

        IsGood = true;
        if (ModelState.IsValid)
        {
            var result = await users.ResetPasswordAsync(found.User, found.Token, Form.Password ?? "");
            ModelState.AddErrors(result, "Form");
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        await users.SetLockoutEndDateAsync(found.User, null);
        await users.ResetAccessFailedCountAsync(found.User);
        await signIn.EndSessionsAsync(found.User.Id, null, cancel);
        cache.Forget(found.User.Id);
        this.Notify("ok", texts["users.reset.done"]);
        return LocalRedirect(Request.PathBase + "/sign-in");
    }

    /// <summary>The user whom the link belongs to; null when it is spent, too old or made up.</summary>
    private async Task<(User User, string Token)?> FindAsync()
    {
        if (!long.TryParse(UserId, NumberStyles.None, CultureInfo.InvariantCulture, out _) || Token is not { Length: > 0 and < 2000 } || Decode(Token) is not { } token
            || await users.FindByIdAsync(UserId) is not { IsEnabled: true } user
            || !await users.VerifyUserTokenAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, token))
        {
            return null;
        }

        return (user, token);
    }

    private static string? Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
