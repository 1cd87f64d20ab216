using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class PasswordModel(UserManager<User> users, ICurrentUser me, ISignIn signIn, IUserCache cache, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public PasswordForm Form { get; set; } = new();

    public bool HasPassword { get; private set; }

    public FormFooter Footer => new("users.profile.password.save", Request.PathBase + "/admin/profile");

    public async Task OnGet() => HasPassword = (await users.MeAsync(me)).PasswordHash is not null;

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
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        await signIn.EndSessionsAsync(user.Id, null, cancel);
        cache.Forget(user.Id);
        this.Notify("ok", texts["users.profile.password.saved"]);
        return this.GoTo("/admin/profile/password");
    }
}

internal sealed record PasswordForm
{
    [DataType(DataType.Password), MaxLength(256)]
    public string? Current { get; init; }

    public NewPassword New { get; init; } = new();
}
