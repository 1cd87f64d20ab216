using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Values;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.Passwords;

/// <summary>Answers the same, after the same work, whether the address is known or not.</summary>
[AllowAnonymous]
internal sealed class ForgotModel(PasswordLinks links, TenantDb db, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public ForgotForm Form { get; set; } = new();

    public bool IsAsked { get; private set; }

    public string BackUrl => Request.PathBase + "/sign-in";

    public void OnGet(bool done) => IsAsked = done;

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (ModelState.IsValid && !EmailAddress.TryParse(Form.Email, out _))
        {
            ModelState.AddModelError("Form.Email", texts["users.email.invalid"]);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        await links.AskAsync(Form.Email ?? "", isWelcome: false, cancel);
        await db.SaveChangesAsync(cancel);
        return LocalRedirect(Request.PathBase + "/password/forgot?done=true");
    }
}

internal sealed record ForgotForm
{
    [Required, MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; init; }
}
