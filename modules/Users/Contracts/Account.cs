using System.Globalization;
using ClientSuite.Access;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Users.Contracts;

/// <summary>The signed-in user's own account.</summary>
public static class Account
{
    /// <summary>The user of the request, changeable.</summary>
    public static async Task<User> MeAsync(this UserManager<User> users, ICurrentUser me) =>
        await users.FindByIdAsync(me.Id?.ToString(CultureInfo.InvariantCulture) ?? "") ?? throw new RuleBrokenException("users.gone");

    /// <summary>What is wrong with the password given to prove who sits here, as a text key; null when it is right. Wrong ones
    /// count towards the lock-out, so that an open session does not become a way to guess. Who has no password proves nothing.</summary>
    public static async Task<string?> ProblemWithAsync(this UserManager<User> users, User user, string? password)
    {
        if (user.PasswordHash is null)
        {
            return null;
        }

        if (await users.IsLockedOutAsync(user))
        {
            return "users.signIn.lockedOut";
        }

        if (await users.CheckPasswordAsync(user, password ?? ""))
        {
            return null;
        }

        await users.AccessFailedAsync(user);
        return "users.password.wrong";
    }
}
