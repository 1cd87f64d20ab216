using ClientSuite.Access;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Users.List;

internal static class SavedUserExtensions
{
    /// <summary>The answer to a change: with htmx the dialog closes and the list reads itself anew, else back to the list.</summary>
    public static IActionResult SavedUser(this PageModel page, string text)
    {
        page.Notify("ok", text);
        if (!page.Request.IsFragment())
        {
            return page.GoTo("/admin/users");
        }

        page.Response.Announce("list-changed", "users");
        return new NoContentResult();
    }

    /// <summary>A login must not be somebody else's address, nor an address somebody else's login: both sign in.</summary>
    public static async Task CheckAddressesAsync(this UserManager<User> users, User user, ModelStateDictionary state, IStringLocalizer texts)
    {
        if (user.Email is { Length: > 0 } email)
        {
            if (!EmailAddress.IsValid(email))
            {
                state.AddModelError("Form.Email", texts["users.email.invalid"]);
            }
            else if (await users.FindByNameAsync(email) is { } named && named.Id != user.Id)
            {
                state.AddModelError("Form.Email", texts["users.email.taken"]);
            }
        }

        if (user.UserName is { Length: > 0 } login && await users.FindByEmailAsync(login) is { } addressed && addressed.Id != user.Id)
        {
            state.AddModelError("Form.UserName", texts["users.login.taken"]);
        }
    }
}
