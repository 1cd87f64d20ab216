using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class PasskeysModel(UserManager<User> users, SignInManager<User> manager, ICurrentUser me, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int MaxName = 60;

    public IReadOnlyList<PasskeyRow> Passkeys { get; private set; } = [];

    public string? Problem { get; private set; }

    public string OptionsUrl => Request.PathBase + "/admin/profile/passkeys?handler=Options";

    public string SuggestedName => Browsers.Describe(Request.Headers.UserAgent.ToString()) ?? texts["users.passkeys.one"];

    public async Task OnGet() => await ShowAsync();

    public async Task<IActionResult> OnPostOptions()
    {
        var user = await users.MeAsync(me);
        var options = await manager.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = user.Id.ToString(CultureInfo.InvariantCulture),
            Name = user.UserName ?? "",
            DisplayName = user.FullName.Length > 0 ? user.FullName : user.UserName ?? "",
        });
        return Content(options, "application/json");
    }

    public async Task<IActionResult> OnPostAdd(string? credential, string? name)
    {
        var user = await users.MeAsync(me);
        var proof = string.IsNullOrEmpty(credential) ? null : await manager.PerformPasskeyAttestationAsync(credential);
        await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (proof is not { Succeeded: true } || proof.UserEntity.Id != user.Id.ToString(CultureInfo.InvariantCulture))
        {
            Problem = texts["users.passkeys.failed"];
            await ShowAsync();
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        proof.Passkey.Name = NameOf(name) ?? SuggestedName;
        await users.AddOrUpdatePasskeyAsync(user, proof.Passkey);
        return Done("users.passkeys.added");
    }

    public async Task<IActionResult> OnPostRename(string? id, string? name)
    {
        var user = await users.MeAsync(me);
        if (NameOf(name) is not { } given || await FindAsync(user, id) is not { } passkey)
        {
            return NotFound();
        }

        passkey.Name = given;
        await users.AddOrUpdatePasskeyAsync(user, passkey);
        return Done("users.passkeys.renamed");
    }

    public async Task<IActionResult> OnPostRemove(string? id)
    {
        var user = await users.MeAsync(me);
        if (await FindAsync(user, id) is { } passkey)
        {
            await users.RemovePasskeyAsync(user, passkey.CredentialId);
        }

        return Done("users.passkeys.removed");
    }

    private async Task<UserPasskeyInfo?> FindAsync(User user, string? id) =>
        (await users.GetPasskeysAsync(user)).FirstOrDefault(p => WebEncoders.Base64UrlEncode(p.CredentialId) == id);

    private async Task ShowAsync()
    {
        var passkeys = await users.GetPasskeysAsync(await users.MeAsync(me));
        Passkeys = [.. passkeys.OrderBy(p => p.CreatedAt).Select(p => new PasskeyRow(WebEncoders.Base64UrlEncode(p.CredentialId),
            p.Name ?? texts["users.passkeys.one"], clock.ToLocal(p.CreatedAt.UtcDateTime).ToString("d", CultureInfo.CurrentCulture)))];
    }

    private IActionResult Done(string key)
    {
        this.Notify("ok", texts[key]);
        return this.GoTo("/admin/profile/passkeys");
    }

    private static string? NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Length <= MaxName ? name : name[..MaxName];
}

internal sealed record PasskeyRow(string Id, string Name, string Since);
