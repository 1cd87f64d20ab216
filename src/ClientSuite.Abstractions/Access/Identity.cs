using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Access;

/// <summary>Whose door a user comes in by. The two never mix: see docs/decisions/0007.</summary>
public enum UserKind
{
    /// <summary>Works for the tenant: the admin and the API, with the permissions of roles.</summary>
    Staff,

    /// <summary>A client's user: the portal alone, with the permissions of the account that is open there.</summary>
    Portal,
}

/// <summary>Somebody who signs in: staff of the tenant, or a client's user. Queries see staff alone (filter <see cref="StaffFilter"/>).</summary>
[Tracked]
public sealed class User : IdentityUser<long>, IHistoryName
{
    /// <summary>Name of the query filter that leaves clients' users out.</summary>
    public const string StaffFilter = "Staff";

    /// <summary>Which door; never changes.</summary>
    [NoHistory]
    public UserKind Kind { get; init; }

    /// <summary>Name for people.</summary>
    [MaxLength(200)]
    public string FullName { get; set; } = "";

    /// <summary>False: can't sign in; sessions and tokens end.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>When the user was made, UTC.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>Last sign-in, UTC; null before the first.</summary>
    [NoHistory]
    public DateTime? LastLoginUtc { get; set; }

    /// <summary>Preferences of the admin UI, a JSON object.</summary>
    [NoHistory]
    public string Preferences { get; set; } = "{}";

    /// <inheritdoc />
    [Secret]
    public override string? PasswordHash { get; set; }

    /// <inheritdoc />
    [Secret]
    public override string? SecurityStamp { get; set; }

    /// <inheritdoc />
    [NoHistory]
    public override string? ConcurrencyStamp { get; set; } = Guid.NewGuid().ToString("N");

    /// <inheritdoc />
    [NoHistory]
    public override int AccessFailedCount { get; set; }

    string IHistoryName.HistoryName => FullName.Length > 0 ? FullName : UserName ?? "";
}

/// <summary>A named set of permissions.</summary>
[Tracked]
public sealed class Role : IdentityRole<long>, IHistoryName
{
    /// <summary>What it is for.</summary>
    [MaxLength(500)]
    public string Description { get; set; } = "";

    /// <summary>Names of the permissions it grants, a JSON array; ignored for Administrator, who has all.</summary>
    public string Permissions { get; set; } = "[]";

    /// <inheritdoc />
    [NoHistory]
    public override string? ConcurrencyStamp { get; set; } = Guid.NewGuid().ToString("N");

    string IHistoryName.HistoryName => Name ?? "";
}

/// <summary>A sign-in that is still good. Ending it signs that browser out within seconds.</summary>
public sealed class UserSession
{
    /// <summary>Random id; stands in the cookie.</summary>
    [MaxLength(32)]
    public string Id { get; set; } = "";

    /// <summary>Whose it is.</summary>
    public long UserId { get; set; }

    /// <summary>When it began, UTC.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>Last use, UTC, to about five minutes.</summary>
    public DateTime SeenUtc { get; set; }

    /// <summary>When it ends by itself, UTC.</summary>
    public DateTime ExpiresUtc { get; set; }

    /// <summary>Address it began from; null when unknown.</summary>
    [MaxLength(64)]
    public string? RemoteIp { get; set; }

    /// <summary>Browser it began from; null when unknown.</summary>
    [MaxLength(300)]
    public string? UserAgent { get; set; }
}

/// <summary>A key for the API. The secret is shown once and stored as a hash.</summary>
public sealed class ApiToken
{
    /// <summary>Id.</summary>
    public long Id { get; set; }

    /// <summary>Whose permissions it carries at most.</summary>
    public long UserId { get; set; }

    /// <summary>Name that its user gave it.</summary>
    [MaxLength(100)]
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the secret, hexadecimal.</summary>
    [Secret, MaxLength(64)]
    public string Hash { get; set; } = "";

    /// <summary>First characters of the secret, to tell tokens apart.</summary>
    [MaxLength(12)]
    public string Hint { get; set; } = "";

    /// <summary>Permissions it is narrowed to, a JSON array; <c>null</c> in JSON for all of its user's.</summary>
    public string Permissions { get; set; } = "null";

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>When it ends, UTC; null for never.</summary>
    public DateTime? ExpiresUtc { get; set; }

    /// <summary>Last use, UTC, to about five minutes; null before the first.</summary>
    public DateTime? LastUsedUtc { get; set; }
}
