using System.Globalization;
using System.Text;
using ClientSuite.Access;
using ClientSuite.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Contracts;

/// <summary>Sets a password by the link of a mail: the staff's and the portal's derive from it. Ends every session, because whoever knew the old
/// password may be in one. Its body is <c>/Areas/Users/Pages/Passwords/_Reset.cshtml</c>.</summary>
/// <param name="door">Path below which sign-in and <c>/password/forgot</c> stand; empty for the staff's.</param>
/// <param name="users">The users of that door.</param>
/// <param name="cache">Forgets what was known of the user.</param>
/// <param name="texts">Texts in the reader's language.</param>
public abstract class ResetPage(string door, UserManager<User> users, IUserCache cache, IStringLocalizer texts) : PageModel
{
    /// <summary>What the page posts.</summary>
    [BindProperty]
    public NewPassword Form { get; set; } = new();

    /// <summary>Id of the user.</summary>
    [BindProperty(SupportsGet = true, Name = "u")]
    public string? UserId { get; set; }

    /// <summary>Token of the link.</summary>
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    /// <summary>True while the link sets a password.</summary>
    public bool IsGood { get; private set; }

    /// <summary>Where another link is asked for.</summary>
    public string ForgotUrl => Request.PathBase + door + "/password/forgot";

    /// <summary>True for a user who may have a password.</summary>
    protected abstract bool IsOpen(User user);

    /// <summary>Ends the user's sessions.</summary>
    protected abstract Task EndSessionsAsync(User user, CancellationToken cancel);

    /// <inheritdoc />
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer"; // the address holds the token
    }

    /// <summary>Shows the page.</summary>
    public async Task OnGet() => IsGood = await FindAsync() is not null;

    /// <summary>Sets the password.</summary>
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
            return this.Invalid();
        }

        await users.SetLockoutEndDateAsync(found.User, null);
        await users.ResetAccessFailedCountAsync(found.User);
        await EndSessionsAsync(found.User, cancel);
        cache.Forget(found.User.Id);
        this.Notify("ok", texts["users.reset.done"]);
        return LocalRedirect(Request.PathBase + door + "/sign-in");
    }

    /// <summary>The user whom the link belongs to; null when it is spent, too old or made up.</summary>
    private async Task<(User User, string Token)?> FindAsync()
    {
        if (!long.TryParse(UserId, NumberStyles.None, CultureInfo.InvariantCulture, out _) || Token is not { Length: > 0 and < 2000 } || Decode(Token) is not { } token
            || await users.FindByIdAsync(UserId) is not { } user || !IsOpen(user)
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
