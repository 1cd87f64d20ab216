using ClientSuite.Access;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Users.Contracts;

/// <summary>Authenticator apps.</summary>
public static class SecondFactor
{
    /// <summary>Key URI format of authenticator apps: TOTP (RFC 6238), SHA-1, 6 digits, 30 seconds, their defaults.</summary>
    public static string Uri(string issuer, string account, string key) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={key}&issuer={System.Uri.EscapeDataString(issuer)}&digits=6";

    /// <summary>Switches the second factor off; its key and recovery codes end with it.</summary>
    public static async Task RemoveSecondFactorAsync(this UserManager<User> users, User user)
    {
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 0);
    }
}
