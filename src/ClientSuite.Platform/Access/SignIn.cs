using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientSuite.Access;

/// <summary>Hash of nothing anybody knows: an unknown user costs as much time as a known one.</summary>
internal sealed class NobodysPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly Lazy<string> _hash = new(() => new PasswordHasher<User>(options).HashPassword(new User(), Guid.NewGuid().ToString()));

    public string Hash => _hash.Value;
}

internal class SignIn(UserManager<User> users, IPasswordHasher<User> hasher, NobodysPassword nobody, Sessions sessions, IHistory history, TenantDb db,
    CurrentUser current, IHttpContextAccessor accessor, ITenantCache cache, TimeProvider time) : ISignIn
{
    public string? CurrentSessionId => current.SessionId;

    public async Task<(SignInOutcome Outcome, User? User)> CheckAsync(string userName, string password, string? code, CancellationToken cancel)
    {
        var user = await users.FindByNameAsync(userName) ?? await users.FindByEmailAsync(userName);
        if (user is null)
        {
            hasher.VerifyHashedPassword(new User(), nobody.Hash, password);
            await NoteAsync("loginFailed", null, userName, cancel);
            return (await CountAsync(userName, cancel) >= users.Options.Lockout.MaxFailedAccessAttempts ? SignInOutcome.LockedOut : SignInOutcome.Refused, null);
        }

        // The password is hashed whatever the state, so that a locked or disabled account answers in the time of any other.
        var isRight = await IsRightAsync(user, password);
        if (await users.IsLockedOutAsync(user))
        {
            await NoteAsync("loginLockedOut", user.Id, user.UserName ?? "", cancel);
            return (SignInOutcome.LockedOut, null);
        }

        if (!user.IsEnabled || !isRight)
        {
            await FailAsync(user, cancel);
            return (await users.IsLockedOutAsync(user) ? SignInOutcome.LockedOut : SignInOutcome.Refused, null);
        }

        if (!await users.GetTwoFactorEnabledAsync(user))
        {
            return (SignInOutcome.Done, user);
        }

        return string.IsNullOrWhiteSpace(code) ? (SignInOutcome.NeedsCode, user) : (await CheckCodeAsync(user, code, cancel), user);
    }

    public async Task<SignInOutcome> CheckCodeAsync(User user, string code, CancellationToken cancel)
    {
        if (await users.IsLockedOutAsync(user))
        {
            await NoteAsync("loginLockedOut", user.Id, user.UserName ?? "", cancel);
            return SignInOutcome.LockedOut;
        }

        var bare = code.Replace(" ", "", StringComparison.Ordinal);
        if (await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, bare)
            || (await users.RedeemTwoFactorRecoveryCodeAsync(user, bare)).Succeeded)
        {
            return SignInOutcome.Done;
        }

        await FailAsync(user, cancel);
        return await users.IsLockedOutAsync(user) ? SignInOutcome.LockedOut : SignInOutcome.NeedsCode;
    }

    public async Task BeginAsync(User user, bool remember, string how, CancellationToken cancel)
    {
        db.Session.UserId = user.Id;
        db.Session.UserName = user.FullName.Length > 0 ? user.FullName : user.UserName;
        await history.AddAsync("login", "Users.User", user.Id, user.UserName ?? "", null, cancel);
        user.LastLoginUtc = time.GetUtcNow().UtcDateTime;
        await OpenAsync(user, remember, how, IdentityConstants.ApplicationScheme, cancel);
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        if (current.SessionId is not null)
        {
            await history.AddAsync("logout", "Users.User", current.Id, current.Name ?? "", null, cancel);
            await db.SaveChangesAsync(cancel);
        }

        await CloseAsync(IdentityConstants.ApplicationScheme, cancel);
    }

    protected async Task<string> OpenAsync(User user, bool remember, string how, string scheme, CancellationToken cancel)
    {
        var request = accessor.HttpContext ?? throw new InvalidOperationException("A sign-in needs a request.");
        await users.ResetAccessFailedCountAsync(user);
        var session = await sessions.BeginAsync(user.Id, request, cancel);
        var identity = new ClaimsIdentity(
            [
                new Claim(Claims.UserId, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, user.UserName ?? ""),
                new Claim(Claims.Session, session.Id),
                new Claim("amr", how),
            ],
            scheme);
        await request.SignInAsync(scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = remember });
        return session.Id;
    }

    protected async Task CloseAsync(string scheme, CancellationToken cancel)
    {
        var request = accessor.HttpContext ?? throw new InvalidOperationException("A sign-out needs a request.");
        if (current.SessionId is { } session)
        {
            await sessions.EndAsync(session, cancel);
        }

        await request.SignOutAsync(scheme);
    }

    public Task EndSessionsAsync(long userId, string? sessionId, CancellationToken cancel) =>
        sessionId is null ? sessions.EndAllAsync(userId, current.SessionId, cancel) : sessions.EndAsync(sessionId, cancel);

    private async Task<bool> IsRightAsync(User user, string password)
    {
        if (user.PasswordHash is not null)
        {
            return await users.CheckPasswordAsync(user, password);
        }

        hasher.VerifyHashedPassword(user, nobody.Hash, password);
        return false;
    }

    /// <summary>Counts attempts on a name that nobody has, so that it seems locked out like a real one.</summary>
    private async Task<int> CountAsync(string userName, CancellationToken cancel)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(users.NormalizeName(userName) ?? "")));
        var attempts = await cache.GetAsync("nobody:" + name, users.Options.Lockout.DefaultLockoutTimeSpan, _ => ValueTask.FromResult(new StrongBox<int>()), cancel);
        return Interlocked.Increment(ref attempts.Value);
    }

    /// <summary>One statement, so that attempts made at the same time all count.</summary>
    private async Task FailAsync(User user, CancellationToken cancel)
    {
        var most = users.Options.Lockout.MaxFailedAccessAttempts;
        var now = time.GetUtcNow();
        DateTimeOffset? end = now.AddTicks(-(now.Ticks % 10)) + users.Options.Lockout.DefaultLockoutTimeSpan; // as both databases give it back
        var before = user.LockoutEnd;
        await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u
            .SetProperty(x => x.LockoutEnd, x => x.AccessFailedCount + 1 < most ? x.LockoutEnd : end)
            .SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount + 1 < most ? x.AccessFailedCount + 1 : 0), cancel);
        await db.Entry(user).ReloadAsync(cancel);
        if (user.LockoutEnd == end)
        {
            var locked = await history.AddAsync("updated", "Users.User", user.Id, ((IHistoryName)user).HistoryName, null, cancel);
            history.AddLine(locked, "lockoutEnd", RecordShape.Text(before), RecordShape.Text(end));
        }

        await NoteAsync("loginFailed", user.Id, user.UserName ?? "", cancel);
    }

    private async Task NoteAsync(string kind, long? userId, string name, CancellationToken cancel)
    {
        foreach (var account in userId is { } id ? await AccountsAsync(id, cancel) : [])
        {
            await history.AddAsync(kind, account.RecordType, account.RecordId, account.Name, account.ClientId, cancel);
        }

        await history.AddAsync(kind, "Users.User", userId, name.Length <= 255 ? name : name[..255], null, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Where an attempt on a user stands besides the tenant's history.</summary>
    private protected virtual Task<IReadOnlyList<PortalAccountName>> AccountsAsync(long userId, CancellationToken cancel) => Task.FromResult<IReadOnlyList<PortalAccountName>>([]);
}

/// <summary>The clients' door: the same checks, on clients' users.</summary>
internal sealed class PortalSignIn(PortalUsers users, IPasswordHasher<User> hasher, NobodysPassword nobody, Sessions sessions, IHistory history, TenantDb db,
    CurrentUser current, IHttpContextAccessor accessor, ITenantCache cache, TimeProvider time, IEnumerable<IPortalAccounts> accounts)
    : SignIn(users, hasher, nobody, sessions, history, db, current, accessor, cache, time), IPortalSignIn
{
    private protected override async Task<IReadOnlyList<PortalAccountName>> AccountsAsync(long userId, CancellationToken cancel)
    {
        var found = new List<PortalAccountName>();
        foreach (var source in accounts)
        {
            found.AddRange(await source.OfUserAsync(userId, cancel));
        }

        return found;
    }

    public Task<(SignInOutcome Outcome, User? User)> CheckAsync(string email, string password, CancellationToken cancel) => CheckAsync(email, password, null, cancel);

    Task<string> IPortalSignIn.BeginAsync(User user, bool remember, string how, CancellationToken cancel) => OpenAsync(user, remember, how, PortalAccess.Scheme, cancel);

    Task IPortalSignIn.EndAsync(CancellationToken cancel) => CloseAsync(PortalAccess.Scheme, cancel);
}

internal sealed class UserCache(Settings.ITenantCache cache) : IUserCache
{
    public void Forget(long? userId)
    {
        if (userId is { } id)
        {
            cache.Remove("user:" + id);
        }
        else
        {
            cache.RemoveAll("user:");
        }
    }
}
