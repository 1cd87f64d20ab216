using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ClientSuite.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Access;

/// <summary>Accepts an authenticator's code once: the time step of the last one is kept, and only later ones are good
/// (RFC 6238, section 5.2).</summary>
internal sealed class AuthenticatorCodes(TenantDb db, TimeProvider time) : AuthenticatorTokenProvider<User>
{
    /// <summary>Column of the last accepted time step.</summary>
    public const string Step = "AuthenticatorStep";

    private const int Seconds = 30;

    /// <summary>Steps that a telephone's clock may be wrong by.</summary>
    private const int Skew = 2;

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        if (token.Length != 6 || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key || FromBase32(key) is not { } secret)
        {
            return false;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds() / Seconds;
        for (var step = now - Skew; step <= now + Skew; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(secret, step)), System.Text.Encoding.UTF8.GetBytes(token)) && await TakeAsync(user, step))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One statement, so that of two requests with the same code one wins.</summary>
    private async Task<bool> TakeAsync(User user, long step) => await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Id == user.Id && EF.Property<long>(u, Step) < step)
        .ExecuteUpdateAsync(u => u.SetProperty(x => EF.Property<long>(x, Step), step)) == 1;

    /// <summary>RFC 4226, section 5.3: SHA-1, six digits.</summary>
    private static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // what authenticator apps compute
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[]? FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (bits, count) = (0, 0);
        foreach (var letter in text.TrimEnd('='))
        {
            var value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            (bits, count) = ((bits << 5) | value, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
