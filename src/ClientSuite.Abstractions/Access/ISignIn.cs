namespace ClientSuite.Access;

/// <summary>What came of an attempt to sign in.</summary>
public enum SignInOutcome
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>Unknown user, wrong password or disabled user: which one is never said.</summary>
    Refused,

    /// <summary>Too many attempts: wait.</summary>
    LockedOut,

    /// <summary>The password was right; the second factor is missing or wrong.</summary>
    NeedsCode,
}

/// <summary>Signs people in and out. Scoped. Every attempt is in the history; an unknown user costs the time of a known one.</summary>
public interface ISignIn
{
    /// <summary>Checks password and, where the user has one, the second factor (an authenticator code or a recovery code), without
    /// beginning a session.</summary>
    Task<(SignInOutcome Outcome, User? User)> CheckAsync(string userName, string password, string? code, CancellationToken cancel);

    /// <summary>Checks the second factor alone, of a user who has just given the right password: an authenticator code or a
    /// recovery code, which is used up. Wrong codes count towards the lock-out.</summary>
    Task<SignInOutcome> CheckCodeAsync(User user, string code, CancellationToken cancel);

    /// <summary>Begins a session for a user whose identity was proven, and sets the cookie.</summary>
    Task BeginAsync(User user, bool remember, string how, CancellationToken cancel);

    /// <summary>Ends the session of this request.</summary>
    Task EndAsync(CancellationToken cancel);

    /// <summary>Ends a session of a user; all but the current one where <paramref name="sessionId"/> is null.</summary>
    Task EndSessionsAsync(long userId, string? sessionId, CancellationToken cancel);

    /// <summary>Id of the session of this request; null for tokens and jobs.</summary>
    string? CurrentSessionId { get; }
}

/// <summary>Makes and removes API tokens. Scoped.</summary>
public interface IApiTokens
{
    /// <summary>Makes a token for a user; the secret is shown once.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="permissions">Narrows it; null for all of the user's.</param>
    /// <param name="expiresUtc">When it ends; null for never.</param>
    /// <param name="cancel">Cancels.</param>
    Task<(ApiToken Token, string Secret)> CreateAsync(long userId, string name, IReadOnlyList<string>? permissions, DateTime? expiresUtc, CancellationToken cancel);

    /// <summary>Ends a token at once.</summary>
    Task RemoveAsync(ApiToken token, CancellationToken cancel);
}

/// <summary>The permissions that exist in this tenant. Singleton of the shell.</summary>
public interface IPermissionCatalog
{
    /// <summary>All, in the order of their modules.</summary>
    IReadOnlyList<Permission> All { get; }

    /// <summary>The granted permissions with all that they imply.</summary>
    IReadOnlySet<string> Expand(IEnumerable<string> granted);
}

/// <summary>Forgets what is cached of a user, after roles or the user changed. Scoped.</summary>
public interface IUserCache
{
    /// <summary>Forgets one user; null forgets all of the tenant's.</summary>
    void Forget(long? userId);
}
