using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ClientSuite.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>An authenticator app.</summary>
internal static class Totp
{
    /// <summary>The code of now, or of steps later: RFC 6238 with SHA-1, 30 seconds, 6 digits, from a Base32 key (RFC 4648).</summary>
    public static string Code(string key, int later = 0)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30) + later);
#pragma warning disable CA5350 // what the standard says
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Gives a tenant's administrator a second factor; answers its key and recovery codes.</summary>
    public static async Task<(string Key, string[] Codes)> EnrolAsync(IServiceProvider scope)
    {
        var users = scope.GetRequiredService<UserManager<User>>();
        var user = await users.FindByNameAsync(TestHost.AdminName);
        Assert.NotNull(user);
        await users.ResetAuthenticatorKeyAsync(user);
        await users.SetTwoFactorEnabledAsync(user, true);
        return (await users.GetAuthenticatorKeyAsync(user) ?? "", [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 3) ?? []]);
    }

    public static async Task<bool> SignsInAsync(Uri tenant, string code)
    {
        using var api = new ApiClient(tenant);
        return (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code })).Status == System.Net.HttpStatusCode.OK;
    }
}
