using System.ComponentModel.DataAnnotations;
using ClientSuite.Access;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Profile;

[SignedIn]
internal sealed class IndexModel(UserManager<User> users, ICurrentUser me, IUserPreferences preferences, IUserCache cache, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public ProfileForm Form { get; set; } = new();

    public bool HasPassword { get; private set; }

    public FormFooter Footer => new("users.profile.save", Request.PathBase + "/admin");

    public IReadOnlyList<SelectListItem> Cultures { get; } = [new("Português (Brasil)", "pt-BR"), new("English", "en"), new("Español", "es")];

    public IReadOnlyList<SelectListItem> Themes { get; } =
        [.. ProfileForm.Themes.Select(t => new SelectListItem(texts["frame.theme." + t], t))];

    public async Task OnGet()
    {
        var user = await users.MeAsync(me);
        HasPassword = user.PasswordHash is not null;
        Form = new ProfileForm
        {
            FullName = user.FullName,
            Email = user.Email,
            Culture = preferences.Get("culture") ?? System.Globalization.CultureInfo.CurrentUICulture.Name,
            Theme = preferences.Get("theme") ?? "system",
            HasKeys = preferences.Get("keysOff") != "true",
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        HasPassword = user.PasswordHash is not null;
        await CheckEmailAsync(user);
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        user.FullName = Form.FullName ?? "";
        user.Email = Form.Email;
        ModelState.AddErrors(await users.UpdateAsync(user), "Form");
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        // After the user: saving the user writes the preferences that were read with it.
        await preferences.SetAsync("culture", Form.Culture, cancel);
        await preferences.SetAsync("theme", Form.Theme, cancel);
        await preferences.SetAsync("keysOff", Form.HasKeys ? "false" : "true", cancel);
        cache.Forget(user.Id);
        this.Notify("ok", texts["users.profile.saved"]);
        return this.GoTo("/admin/profile");
    }

    /// <summary>Whoever owns the address can set the password: a new one needs the current password.</summary>
    private async Task CheckEmailAsync(User user)
    {
        if (!ModelState.IsValid || string.Equals(Form.Email, user.Email, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (!EmailAddress.IsValid(Form.Email))
        {
            ModelState.AddModelError("Form.Email", texts["users.email.invalid"]);
        }
        else if (await users.ProblemWithAsync(user, Form.CurrentPassword) is { } problem)
        {
            ModelState.AddModelError("Form.CurrentPassword", texts[problem]);
        }
    }

    private PageResult Invalid()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}

internal sealed record ProfileForm
{
    public static IReadOnlyList<string> Themes { get; } = ["light", "dark", "system"];

    [Required, MaxLength(200)]
    public string? FullName { get; init; }

    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; init; }

    [DataType(DataType.Password), MaxLength(256)]
    public string? CurrentPassword { get; init; }

    [Required, AllowedValues("pt-BR", "en", "es")]
    public string? Culture { get; init; }

    [Required, AllowedValues("light", "dark", "system")]
    public string? Theme { get; init; }

    public bool HasKeys { get; init; }
}
