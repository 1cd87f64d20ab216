using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClientSuite.Data;

namespace ClientSuite.ClientUsers;

/// <summary>What came of a code that was typed.</summary>
internal enum CodeOutcome
{
    Right,
    Wrong,

    /// <summary>Too old, tried too often, or never sent: another one is needed.</summary>
    Spent,
}

/// <summary>What changes with every sign-in of an account, apart from the account so that its version, and with it a form that is open,
/// does not.</summary>
internal sealed class Presence
{
    /// <summary>A2: 6 digits, 10 minutes, 5 tries.</summary>
    public const int MaxTries = 5;

    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    /// <summary>How soon another code may be sent.</summary>
    public static readonly TimeSpan CodePause = TimeSpan.FromMinutes(1);

    public long MembershipId { get; init; }

    /// <summary>Conversations may be routed to the user (T5).</summary>
    public bool IsOnline { get; private set; }

    public DateTime? OnlineChangedUtc { get; private set; }

    public DateTime? LastLoginUtc { get; private set; }

    [Secret, MaxLength(64)]
    public string? CodeHash { get; private set; }

    public DateTime? CodeSentUtc { get; private set; }

    /// <summary>Also the concurrency token: of two guesses at the same time one counts.</summary>
    public int CodeTries { get; private set; }

    /// <summary>With e-mail and password (003-61); a disabled user stays offline (A17). "Logar como" calls nothing here (003-64, 003-65).</summary>
    public void SignIn(DateTime now, bool isEnabled)
    {
        LastLoginUtc = now;
        SetOnline(isEnabled, now);
    }

    /// <summary>003-62.</summary>
    public void SignOut(DateTime now) => SetOnline(false, now);

    /// <summary>By hand, also while logged in as the user (003-63, 003-66).</summary>
    public void SetOnline(bool isOnline, DateTime now)
    {
        if (IsOnline != isOnline)
        {
            IsOnline = isOnline;
            OnlineChangedUtc = now;
        }
    }

    public bool MaySendCode(DateTime now) => CodeSentUtc is not { } sent || now - sent >= CodePause;

    /// <summary>True while a code that was sent may still be typed.</summary>
    public bool HasCode(DateTime now) => CodeHash is not null && CodeTries < MaxTries && now - CodeSentUtc < CodeLife;

    /// <summary>Makes a new code, which takes the place of the one before.</summary>
    public string NewCode(DateTime now)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        CodeHash = Hash(code);
        CodeSentUtc = now;
        CodeTries = 0;
        return code;
    }

    /// <summary>Counts the try. A right code is good once.</summary>
    public CodeOutcome Try(string code, DateTime now)
    {
        if (!HasCode(now))
        {
            return CodeOutcome.Spent;
        }

        CodeTries++;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(code)), Encoding.ASCII.GetBytes(CodeHash!))) // HasCode
        {
            return CodeTries < MaxTries ? CodeOutcome.Wrong : CodeOutcome.Spent;
        }

        CodeHash = null;
        return CodeOutcome.Right;
    }

    private string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{MembershipId}:{code}")));
}
