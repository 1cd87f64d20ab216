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

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class SecondFactorModel(UserManager<User> users, ICurrentUser me, ISettings<SiteSettings> site, IUserCache cache, IStringLocalizer texts) : PageModel
{
    private const int CodeCount = 10;

    [BindProperty]
    public SecondFactorForm Form { get; set; } = new();

    public bool IsEnabled { get; private set; }

    public bool HasPassword { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>The key in groups of four, to be typed.</summary>
    public string KeyText => string.Join(' ', Key.Chunk(4).Select(c => new string(c)));

    public IHtmlContent? Qr { get; private set; }

    public string CodesLeftText { get; private set; } = "";

    /// <summary>New recovery codes, shown by this answer alone.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public string CodesText => string.Join('\n', Codes);

    public string SelfUrl => Request.PathBase + "/admin/profile/second-factor";

    public FormFooter Footer => new("users.secondFactor.enable", Request.PathBase + "/admin/profile");

    public async Task OnGet(CancellationToken cancel) => await ShowAsync(await users.MeAsync(me), cancel);

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

    public async Task<IActionResult> OnPostCodes(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        await ProveAsync(user);
        return !ModelState.IsValid ? await InvalidAsync(user, cancel)
            : user.TwoFactorEnabled ? await NewCodesAsync(user)
            : this.GoTo("/admin/profile/second-factor");
    }

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
        return this.GoTo("/admin/profile/second-factor");
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

internal sealed record SecondFactorForm
{
    [MaxLength(20)]
    public string? Code { get; init; }

    [DataType(DataType.Password), MaxLength(256)]
    public string? Password { get; init; }
}

internal static class SecondFactor
{
    /// <summary>Key URI format of authenticator apps: TOTP (RFC 6238), SHA-1, 6 digits, 30 seconds, their defaults.</summary>
    public static string Uri(string issuer, string account, string key) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={key}&issuer={System.Uri.EscapeDataString(issuer)}&digits=6";

    /// <summary>Switches the second factor off; its key and recovery codes end with it.</summary>
    public static async Task RemoveSecondFactorAsync(this UserManager<User> users, User user)
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
    }
}
