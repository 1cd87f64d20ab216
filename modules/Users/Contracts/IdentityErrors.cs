using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ClientSuite.Users.Contracts;

/// <summary>Identity's refusals on a form.</summary>
public static class IdentityErrors
{
    /// <summary>Puts Identity's refusals at the fields that they are about; the others above the form.</summary>
    public static void AddErrors(this ModelStateDictionary state, IdentityResult result, string form, string passwordField = "Password")
    {
        foreach (var error in result.Errors)
        {
            var field = error.Code.StartsWith("Password", StringComparison.Ordinal) ? form + "." + passwordField : FieldOf(error, form);
            state.AddModelError(field, error.Description);
        }
    }

    /// <summary>Name of the field that a refusal is about; empty for the form.</summary>
    public static string FieldOf(IdentityError error, string form) => error.Code switch
    {
        nameof(IdentityErrorDescriber.InvalidUserName) or nameof(IdentityErrorDescriber.DuplicateUserName) => form + ".UserName",
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.DuplicateEmail) => form + ".Email",
        nameof(IdentityErrorDescriber.InvalidRoleName) or nameof(IdentityErrorDescriber.DuplicateRoleName) => form + ".Name",
        _ => "",
    };
}
