using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Contracts;

/// <summary>A user's own page for the password: the staff's and the portal's derive from it and say who may open it. Ends every session, because
/// whoever knew the old password may be in one. Its body is <c>/Areas/Users/Pages/Profile/_Password.cshtml</c>.</summary>
public abstract class PasswordPage(string profile, UserManager<User> users, ICurrentUser me, IUserCache cache, IStringLocalizer texts) : PageModel
{
    /// <summary>What the page posts.</summary>
    [BindProperty]
    public PasswordForm Form { get; set; } = new();

    /// <summary>True where the current password proves who sits here; false sets the first one.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>Foot of the form.</summary>
    public FormFooter Footer => new("users.profile.password.save", Request.PathBase + profile);

    /// <summary>Ends the user's sessions.</summary>
    protected abstract Task EndSessionsAsync(User user, CancellationToken cancel);

    /// <summary>Shows the page.</summary>
    public async Task OnGet() => HasPassword = (await users.MeAsync(me)).PasswordHash is not null;

    /// <summary>Sets the password.</summary>
    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        HasPassword = user.PasswordHash is not null;
        if (await users.ProblemWithAsync(user, Form.Current) is { } problem)
        {
            ModelState.AddModelError("Form.Current", texts[problem]);
        }

        if (ModelState.IsValid)
        {
            var result = HasPassword
                ? await users.ChangePasswordAsync(user, Form.Current ?? "", Form.New.Password ?? "")
                : await users.AddPasswordAsync(user, Form.New.Password ?? "");
            ModelState.AddErrors(result, "Form", "New.Password");
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        await EndSessionsAsync(user, cancel);
        cache.Forget(user.Id);
        this.Notify("ok", texts["users.profile.password.saved"]);
        return this.GoTo(profile + "/password");
    }
}

/// <summary>What the page of the password posts.</summary>
public sealed record PasswordForm
{
    /// <summary>The password until now.</summary>
    [DataType(DataType.Password), MaxLength(256)]
    public string? Current { get; init; }

    /// <summary>The password from now on.</summary>
    public NewPassword New { get; init; } = new();
}
