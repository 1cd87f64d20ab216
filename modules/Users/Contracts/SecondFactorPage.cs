using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Settings;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Contracts;

/// <summary>A user's own page for the authenticator app: the staff's and the portal's derive from it and say who may open it. Its body is
/// <c>/Areas/Users/Pages/Profile/_SecondFactor.cshtml</c>.</summary>
public abstract class SecondFactorPage(string path, UserManager<User> users, ICurrentUser me, ISettings<SiteSettings> site, IUserCache cache, IStringLocalizer texts) : PageModel
{
    private const int CodeCount = 10;

    /// <summary>What the page posts.</summary>
    [BindProperty]
    public SecondFactorForm Form { get; set; } = new();

    /// <summary>True while sign-in asks for a code.</summary>
    public bool IsEnabled { get; private set; }

    /// <summary>True where the password proves who sits here.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>The key to be set up.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key in groups of four, to be typed.</summary>
    public string KeyText => string.Join(' ', Key.Chunk(4).Select(c => new string(c)));

    /// <summary>The key as a picture; null once set up.</summary>
    public IHtmlContent? Qr { get; private set; }

    /// <summary>How many recovery codes are left, in words.</summary>
    public string CodesLeftText { get; private set; } = "";

    /// <summary>New recovery codes, shown by this answer alone.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>The new codes, one per line.</summary>
    public string CodesText => string.Join('\n', Codes);

    /// <summary>Address of the page.</summary>
    public string SelfUrl => Request.PathBase + path;

    /// <summary>Foot of the form that switches it on.</summary>
    public FormFooter Footer => new("users.secondFactor.enable", SelfUrl);

    /// <summary>Shows the page.</summary>
    public async Task OnGet(CancellationToken cancel) => await ShowAsync(await users.MeAsync(me), cancel);

    /// <summary>Switches it on.</summary>
    public async Task<IActionResult> OnPostEnable(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        await ProveAsync(user);
        var code = Form.Code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (ModelState.IsValid && !await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            ModelState.AddModelError("Form.Code", texts["users.code.refused"]);
        }

        if (!ModelState.IsValid)
        {
            return await InvalidAsync(user, cancel);
        }

        await users.SetTwoFactorEnabledAsync(user, true);
        return await NewCodesAsync(user);
    }

    /// <summary>Makes new recovery codes.</summary>
    public async Task<IActionResult> OnPostCodes(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        await ProveAsync(user);
        return !ModelState.IsValid ? await InvalidAsync(user, cancel)
            : user.TwoFactorEnabled ? await NewCodesAsync(user)
            : this.GoTo(path);
    }

    /// <summary>Switches it off.</summary>
    public async Task<IActionResult> OnPostDisable(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        await ProveAsync(user);
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(user, cancel);
        }

        await users.RemoveSecondFactorAsync(user);
        cache.Forget(user.Id);
        this.Notify("ok", texts["users.secondFactor.disabled"]);
        return this.GoTo(path);
    }

    private async Task<IActionResult> NewCodesAsync(User user)
    {
        Codes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, CodeCount) ?? []];
        IsEnabled = true;
        cache.Forget(user.Id);
        return Page();
    }

    private async Task ProveAsync(User user)
    {
        if (await users.ProblemWithAsync(user, Form.Password) is { } problem)
        {
            ModelState.AddModelError("Form.Password", texts[problem]);
        }
    }

    private async Task<PageResult> InvalidAsync(User user, CancellationToken cancel)
    {
        await ShowAsync(user, cancel);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task ShowAsync(User user, CancellationToken cancel)
    {
        HasPassword = user.PasswordHash is not null;
        IsEnabled = user.TwoFactorEnabled;
        if (IsEnabled)
        {
            CodesLeftText = texts.Plural("users.codes.left", await users.CountRecoveryCodesAsync(user));
            return;
        }

        if (await users.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key)
        {
            await users.ResetAuthenticatorKeyAsync(user);
            key = await users.GetAuthenticatorKeyAsync(user) ?? "";
        }

        Key = key;
        var siteName = (await site.GetAsync(cancel)).SiteName;
        Qr = QrSvg.Draw(SecondFactor.Uri(siteName, user.UserName ?? "", key), texts["users.secondFactor.qr"]);
    }
}

/// <summary>What the page of the second factor posts.</summary>
public sealed record SecondFactorForm
{
    /// <summary>Code of the app.</summary>
    [MaxLength(20)]
    public string? Code { get; init; }

    /// <summary>The current password.</summary>
    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }
}
