using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientSuite.Access;

/// <summary>The clients' own door: pages below <c>/portal</c>, with a cookie that is read nowhere else.</summary>
public static class PortalAccess
{
    /// <summary>Name of the cookie's authentication scheme.</summary>
    public const string Scheme = "Portal";

    /// <summary>Path that every page of the portal begins with.</summary>
    public const string Path = "/portal";

    /// <summary>Begins the name of every permission of the portal, so that no permission of the staff is ever one of them.</summary>
    public const string Prefix = "Portal.";

    /// <summary>To see anything at all: not had by a disabled user nor at a blocked client.</summary>
    public const string Enter = Prefix + "Enter";
}

/// <summary>Identity's manager of the clients' users. <c>UserManager&lt;User&gt;</c> itself finds, makes and changes staff alone, this one
/// clients' users alone. Scoped.</summary>
public sealed class PortalUsers(IUserStore<User> store, IOptions<IdentityOptions> options, IPasswordHasher<User> hasher, IEnumerable<IUserValidator<User>> userValidators,
    IEnumerable<IPasswordValidator<User>> passwordValidators, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services, ILogger<UserManager<User>> log)
    : UserManager<User>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, log);

/// <summary>Signs clients' users in and out. Scoped. Counts and locks as <see cref="ISignIn"/> does.</summary>
public interface IPortalSignIn
{
    /// <summary>Checks the password, without beginning a session. <see cref="SignInOutcome.NeedsCode"/> where the user has a second factor.</summary>
    Task<(SignInOutcome Outcome, User? User)> CheckAsync(string email, string password, CancellationToken cancel);

    /// <summary>Checks the second factor of a user who has just given the right password.</summary>
    Task<SignInOutcome> CheckCodeAsync(User user, string code, CancellationToken cancel);

    /// <summary>Begins a session, sets the cookie and answers the session's id. Records nothing in the history: who calls knows the account.</summary>
    Task<string> BeginAsync(User user, bool remember, string how, CancellationToken cancel);

    /// <summary>Ends the session of this request.</summary>
    Task EndAsync(CancellationToken cancel);

    /// <summary>Ends a session of a user; all but the current one where <paramref name="sessionId"/> is null.</summary>
    Task EndSessionsAsync(long userId, string? sessionId, CancellationToken cancel);

    /// <summary>Id of the session of this request; null for none.</summary>
    string? CurrentSessionId { get; }
}

/// <summary>Names the accounts that a portal user has with clients, so that failed sign-ins stand in those clients' histories. Scoped;
/// without one they stand in the tenant's history alone.</summary>
public interface IPortalAccounts
{
    /// <summary>The user's accounts; empty for none.</summary>
    Task<IReadOnlyList<PortalAccountName>> OfUserAsync(long userId, CancellationToken cancel);
}

/// <summary>An account of a portal user.</summary>
/// <param name="RecordType">Its type in the history.</param>
/// <param name="RecordId">Its id.</param>
/// <param name="Name">What the user is called there.</param>
/// <param name="ClientId">The client.</param>
public sealed record PortalAccountName(string RecordType, long RecordId, string Name, long ClientId);

/// <summary>Says what a session of the portal may do. Scoped; asked once on each request that brings a good cookie, before anything
/// else knows who it is. A throw fails the request.</summary>
public interface IPortalGate
{
    /// <summary>What the session may do now; null ends it.</summary>
    Task<PortalPass?> EnterAsync(long userId, string sessionId, CancellationToken cancel);
}

/// <summary>The account that is open in this request of the portal. Scoped; filled by the gate before any page of the portal runs.</summary>
public sealed class PortalAccount
{
    /// <summary>Id of the user's account at the client; 0 outside the portal.</summary>
    public long Id { get; set; }

    /// <summary>The client's short number.</summary>
    public long ClientId { get; set; }

    /// <summary>The client's public id: the only one that addresses in the portal carry.</summary>
    public string ClientContentItemId { get; set; } = "";

    /// <summary>The client's trade name.</summary>
    public string ClientName { get; set; } = "";

    /// <summary>What the user is called at this client.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The user's e-mail.</summary>
    public string UserEmail { get; set; } = "";

    /// <summary>True for the first user.</summary>
    public bool IsOwner { get; set; }

    /// <summary>True while conversations may be routed to the user.</summary>
    public bool IsOnline { get; set; }

    /// <summary>Level of the permission for chat, 1 to 6; 0 for none.</summary>
    public int ChatLevel { get; set; }

    /// <summary>Who of the staff works as this user ("Logar como"); null for the user in person.</summary>
    public string? ActorName { get; set; }

    /// <summary>When "Logar como" ends by itself, UTC; null for the user in person.</summary>
    public DateTime? EndsUtc { get; set; }
}

/// <summary>What a session of the portal may do.</summary>
/// <param name="Permissions">Names that begin with <see cref="PortalAccess.Prefix"/>; others are worth nothing.</param>
/// <param name="Actor">Who really sits there ("Logar como"); null for the user in person.</param>
public sealed record PortalPass(IReadOnlySet<string> Permissions, PortalActor? Actor);

/// <summary>Somebody of the staff who works as a client's user. The pass is worthless once that person's own session has ended, or the
/// permission is gone.</summary>
/// <param name="UserId">Who.</param>
/// <param name="SessionId">The staff session that it was begun in.</param>
/// <param name="Permission">Permission of the staff that it takes.</param>
public sealed record PortalActor(long UserId, string SessionId, string Permission);
