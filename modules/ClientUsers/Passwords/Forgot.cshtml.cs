using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Users.Contracts;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.ClientUsers.Passwords;

/// <summary>Answers the same, after the same work, whether the address is known or not (003-81).</summary>
[AllowAnonymous]
internal sealed class ForgotModel(TenantDb db, TenantRoot root, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public ForgotForm Form { get; set; } = new();

    public bool IsAsked { get; private set; }

    public string BackHref => Request.PathBase + PortalAccess.Path + "/sign-in";

    public void OnGet(bool done) => IsAsked = done;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!EmailAddress.TryParse(Form.Email, out var email))
        {
            ModelState.AddModelError("Form.Email", texts["clientusers.email.invalid"].Value);
        }

        if (!ModelState.IsValid)
        {
            return this.Invalid();
        }

        db.Raise(new PortalLinkAsked(email!, CultureInfo.CurrentUICulture.Name, await root.OfRequestAsync(cancel))); // parsed
        await db.SaveChangesAsync(cancel);
        return LocalRedirect(Request.PathBase + PortalAccess.Path + "/password/forgot?done=true");
    }
}

internal sealed record ForgotForm
{
    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; init; }
}
