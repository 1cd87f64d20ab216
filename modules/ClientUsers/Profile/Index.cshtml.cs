using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.ClientUsers.LoginAs;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Users.Contracts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Profile;

/// <summary>"Meu perfil". The e-mail is the key of the accounts: the company changes it, not the user.</summary>
[RequirePermission(PortalAccess.Enter), InPerson]
internal sealed class IndexModel(PortalUsers users, ICurrentUser me, IUserPreferences preferences, IUserCache cache, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public PortalProfileForm Form { get; set; } = new();

    public string Email { get; private set; } = "";

    public FormFooter Footer => new("users.profile.save", Request.PathBase + PortalAccess.Path);

    public IReadOnlyList<SelectListItem> Cultures { get; } = [new("Português (Brasil)", "pt-BR"), new("English", "en"), new("Español", "es")];

    public IReadOnlyList<SelectListItem> Themes { get; } = [.. new[] { "light", "dark", "system" }.Select(t => new SelectListItem(texts["frame.theme." + t].Value, t))];

    public async Task OnGetAsync()
    {
        var user = await users.MeAsync(me);
        Email = user.Email ?? "";
        Form = new PortalProfileForm { FullName = user.FullName, Culture = preferences.Get("culture") ?? CultureInfo.CurrentUICulture.Name, Theme = preferences.Get("theme") ?? "system" };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var user = await users.MeAsync(me);
        Email = user.Email ?? "";
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        user.FullName = Form.FullName!.Trim(); // required
        foreach (var account in await db.Memberships.Where(m => m.UserId == user.Id).ToListAsync(cancel))
        {
            account.Rename(user.FullName);
        }

        ModelState.AddErrors(await users.UpdateAsync(user), "Form");
        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        // After the user: saving the user writes the preferences that were read with it.
        await preferences.SetAsync("culture", Form.Culture, cancel);
        await preferences.SetAsync("theme", Form.Theme, cancel);
        cache.Forget(user.Id);
        this.Notify("ok", texts["users.profile.saved"].Value);
        return this.GoTo(PortalAccess.Path + "/profile");
    }
}

internal sealed record PortalProfileForm
{
    [Required, MaxLength(200)]
    public string? FullName { get; init; }

    [Required, AllowedValues("pt-BR", "en", "es")]
    public string? Culture { get; init; }

    [Required, AllowedValues("light", "dark", "system")]
    public string? Theme { get; init; }
}
