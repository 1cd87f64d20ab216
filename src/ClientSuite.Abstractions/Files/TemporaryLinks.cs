using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace ClientSuite.Files;

/// <summary>Tokens that open one thing for whoever holds them, until a time. Signed and sealed with the tenant's key. Scoped.</summary>
public sealed class TemporaryLinks(IDataProtectionProvider protection, TenantClock clock)
{
    /// <summary>A token, fit for an address.</summary>
    /// <param name="purpose">What kind of thing, <c>Files.Link</c>: a token of another kind opens nothing.</param>
    /// <param name="key">What it opens; no bar in it.</param>
    /// <param name="untilUtc">When it ends, UTC.</param>
    public string Make(string purpose, string key, DateTime untilUtc) =>
        WebEncoders.Base64UrlEncode(protection.CreateProtector(purpose).Protect(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{key}|{untilUtc.Ticks}"))));

    /// <summary>What a token opens; null for none, or none any more.</summary>
    public string? Read(string purpose, string token)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(protection.CreateProtector(purpose).Unprotect(WebEncoders.Base64UrlDecode(token))).Split('|');
            return long.Parse(parts[1], CultureInfo.InvariantCulture) > clock.UtcNow.Ticks ? parts[0] : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
