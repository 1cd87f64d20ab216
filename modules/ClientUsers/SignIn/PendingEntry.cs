using System.Globalization;
using System.Security.Claims;
using ClientSuite.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.ClientUsers.SignIn;

/// <summary>Who has given the right password and is not in yet: a quarter of an hour, in the cookie of half-way sign-ins.</summary>
/// <param name="User">Who.</param>
/// <param name="Remember">The session outlives the browser.</param>
/// <param name="HasProved">The second factor was given, or there is none.</param>
/// <param name="MembershipId">The account that was chosen; null before.</param>
internal sealed record PendingEntry(User User, bool Remember, bool HasProved, long? MembershipId)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>Null when the cookie is missing, too old or from before the user's password changed.</summary>
    public static async Task<PendingEntry?> ReadAsync(HttpContext context, PortalUsers users)
    {
        var ticket = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        string? Claim(string name) => ticket.Principal?.FindFirst(name)?.Value;
        if (Claim("portal") is null || Claim(ClaimTypes.NameIdentifier) is not { } id || await users.FindByIdAsync(id) is not { } user || Claim("stamp") != user.SecurityStamp)
        {
            return null;
        }

        return new PendingEntry(user, Claim("remember") == "1", Claim("proved") == "1", long.TryParse(Claim("account"), CultureInfo.InvariantCulture, out var account) ? account : null);
    }

    public Task KeepAsync(HttpContext context, TimeProvider time) => context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(new ClaimsIdentity(
        [
            new Claim("portal", "1"),
            new Claim(ClaimTypes.NameIdentifier, User.Id.ToString(CultureInfo.InvariantCulture)),
            new Claim("stamp", User.SecurityStamp ?? ""),
            new Claim("remember", Remember ? "1" : "0"),
            new Claim("proved", HasProved ? "1" : "0"),
            new Claim("account", MembershipId?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ],
        IdentityConstants.TwoFactorUserIdScheme)), new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + Life });

    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
}
