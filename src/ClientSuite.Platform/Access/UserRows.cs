using System.Security.Cryptography;
using ClientSuite.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Access;

/// <summary>Identity's store, whose second factors lie in the database as nobody can use them: the authenticator's key encrypted with
/// the host's key ring, recovery codes as a hash. Plain values of older versions are read, and replaced at the next write.</summary>
internal class UserRows(TenantDb db, IDataProtectionProvider protection, ILogger<UserRows> log, IdentityErrorDescriber? errors = null)
    : UserStore<User, Role, TenantDb, long>(db, errors)
{
    // The names under which Identity's own store keeps them.
    private const string Store = "[AspNetUserStore]";
    private const string RecoveryCodes = "RecoveryCodes";
    private const string Sealed = "sealed:";
    private const string Hashed = "hashed:";
    private const int Iterations = 100_000;

    private readonly IDataProtector _keys = protection.CreateProtector("ClientSuite.Users.AuthenticatorKey");

    /// <summary>The kind of user that this store finds and makes; it knows of no other.</summary>
    protected virtual UserKind Kind => UserKind.Staff;

    public override IQueryable<User> Users => Context.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Kind == Kind);

    /// <summary>Not by the key alone, which finds every kind of user that the context happens to hold.</summary>
    public override Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        FindUserAsync(ConvertIdFromString(userId), cancellationToken);

    public override Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken = default) => user.Kind == Kind
        ? base.CreateAsync(user, cancellationToken)
        : throw new InvalidOperationException($"A store of {Kind} users makes no {user.Kind} user.");

    public override Task SetAuthenticatorKeyAsync(User user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, Sealed + _keys.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(User user, CancellationToken cancellationToken)
    {
        var stored = await base.GetAuthenticatorKeyAsync(user, cancellationToken);
        if (stored is null || !stored.StartsWith(Sealed, StringComparison.Ordinal))
        {
            return stored;
        }

        try
        {
            return _keys.Unprotect(stored[Sealed.Length..]);
        }
        catch (CryptographicException unreadable)
        {
            // Of another installation: recovery codes still sign in, and the user sets the authenticator up again.
            log.LogWarning(unreadable, "The authenticator key of user {User} was encrypted with another key ring", user.Id);
            return null;
        }
    }

    public override Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return SaveAsync(user, [Convert.ToHexStringLower(salt), .. recoveryCodes.Select(c => Hash(c, salt))], cancellationToken);
    }

    public override async Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (await GetTokenAsync(user, Store, RecoveryCodes, cancellationToken) is not { } stored)
        {
            return false;
        }

        if (!stored.StartsWith(Hashed, StringComparison.Ordinal))
        {
            var plain = Plain(stored);
            await ReplaceCodesAsync(user, plain.Where(c => c != code), cancellationToken);
            return plain.Contains(code, StringComparer.Ordinal);
        }

        var parts = stored[Hashed.Length..].Split(';');
        var hash = Hash(code, Convert.FromHexString(parts[0]));
        var left = parts.Where(p => p != hash).ToList();
        await SaveAsync(user, left, cancellationToken);
        return left.Count < parts.Length;
    }

    public override async Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => await GetTokenAsync(user, Store, RecoveryCodes, cancellationToken) switch
    {
        null => 0,
        var stored when stored.StartsWith(Hashed, StringComparison.Ordinal) => stored.Split(';').Length - 1, // the salt is no code
        var stored => Plain(stored).Length,
    };

    private Task SaveAsync(User user, IReadOnlyList<string> parts, CancellationToken cancel) => SetTokenAsync(user, Store, RecoveryCodes, Hashed + string.Join(';', parts), cancel);

    private static string[] Plain(string stored) => stored.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One salt for a user's codes, so that an attempt costs one derivation and not ten.</summary>
    private static string Hash(string code, byte[] salt) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(code, salt, Iterations, HashAlgorithmName.SHA256, 16));
}

/// <summary>The clients' users.</summary>
internal sealed class PortalUserRows(TenantDb db, IDataProtectionProvider protection, ILogger<UserRows> log, IdentityErrorDescriber? errors = null)
    : UserRows(db, protection, log, errors)
{
    protected override UserKind Kind => UserKind.Portal;
}
