using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Forms;
using ClientSuite.Tenancy;
using ClientSuite.Users.Contracts;
using ClientSuite.Users.Passwords;
using ClientSuite.Users.Roles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

[RequirePermission(PlatformPermissions.ManageUsers)]
internal sealed class CreateModel(UserManager<User> users, UserRoles roles, RoleNames names, PasswordLinks links, TenantDb db, TenantClock clock, IStringLocalizer texts) : PageModel
{
    [BindProperty]
    public UserForm Form { get; set; } = new();

    /// <summary>True mails a link by which the new user sets the password.</summary>
    [BindProperty]
    public bool SendsLink { get; set; }

    [BindProperty]
    public NewPassword Password { get; set; } = new();

    public UserFields Fields { get; private set; } = null!; // set by every handler

    public string SelfUrl => Request.PathBase + "/admin/users/create";

    public FormFooter Footer => new("users.add", Request.PathBase + "/admin/users");

    public async Task OnGet(CancellationToken cancel)
    {
        SendsLink = true;
        Fields = await UserFields.ReadAsync(Form, roles, names, cancel);
    }

    public async Task<IActionResult> OnPost(CancellationToken cancel)
    {
        if (SendsLink)
        {
            // Without a password field in the post, binding falls back to names without prefix.
            foreach (var key in ModelState.Keys.Where(k => k is "Password" or "Confirm" || k.StartsWith("Password.", StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }
        }

        var user = new User { CreatedUtc = clock.UtcNow };
        Form.ApplyTo(user);
        await users.CheckAddressesAsync(user, ModelState, texts);
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(cancel);
        }

        // The user, his roles and the mail: all or nothing.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var result = SendsLink ? await users.CreateAsync(user) : await users.CreateAsync(user, Password.Password ?? "");
        if (!result.Succeeded)
        {
            foreach (var error in result.Errors)
            {
                ModelState.AddModelError(error.Code.StartsWith("Password", StringComparison.Ordinal) ? "Password.Password" : IdentityErrors.FieldOf(error, "Form"), error.Description);
            }

            return await InvalidAsync(cancel);
        }

        await roles.AssignAsync(user, Form.Roles, cancel);
        if (SendsLink)
        {
            await links.AskAsync(user.Email ?? "", isWelcome: true, cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return this.SavedUser(texts[SendsLink ? "users.added.link" : "users.added", user.FullName]);
    }

    private async Task<PageResult> InvalidAsync(CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Fields = await UserFields.ReadAsync(Form, roles, names, cancel);
        return Page();
    }
}
