using System.Security.Claims;
using ClientSuite.Data;
using ClientSuite.History;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace ClientSuite.Access;

internal sealed class SignIn(UserManager<User> users, IPasswordHasher<User> hasher, Sessions sessions, IHistory history, TenantDb db,
    CurrentUser current, IHttpContextAccessor accessor, TimeProvider time) : ISignIn
{
    /// <summary>Hash of nothing anybody knows: an unknown user costs as much time as a known one.</summary>
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<User>().HashPassword(new User(), Guid.NewGuid().ToString()));

    public string? CurrentSessionId => current.SessionId;

    public async Task<(SignInOutcome Outcome, User? User)> CheckAsync(string userName, string password, string? code, CancellationToken cancel)
    {
        var user = await users.FindByNameAsync(userName) ?? await users.FindByEmailAsync(userName);
        if (user is null)
        {
            hasher.VerifyHashedPassword(new User(), Nobody.Value, password);
            await NoteAsync("loginFailed", null, userName, cancel);
            return (SignInOutcome.Refused, null);
        }

        if (await users.IsLockedOutAsync(user))
        {
            // The password is still hashed, so that a locked account answers in the time of any other.
            hasher.VerifyHashedPassword(user, user.PasswordHash ?? Nobody.Value, password);
            await NoteAsync("loginLockedOut", user.Id, user.UserName ?? "", cancel);
            return (SignInOutcome.LockedOut, null);
        }

        if (!user.IsEnabled || !await users.CheckPasswordAsync(user, password))
        {
            await FailAsync(user, cancel);
            return (await users.IsLockedOutAsync(user) ? SignInOutcome.LockedOut : SignInOutcome.Refused, null);
        }

        if (!await users.GetTwoFactorEnabledAsync(user))
        {
            return (SignInOutcome.Done, user);
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            return (SignInOutcome.NeedsCode, user);
        }

        var bare = code.Replace(" ", "", StringComparison.Ordinal);
        if (await users.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, bare)
            || (await users.RedeemTwoFactorRecoveryCodeAsync(user, bare)).Succeeded)
        {
            return (SignInOutcome.Done, user);
        }

        await FailAsync(user, cancel);
        return (await users.IsLockedOutAsync(user) ? SignInOutcome.LockedOut : SignInOutcome.NeedsCode, user);
    }

    public async Task BeginAsync(User user, bool remember, string how, CancellationToken cancel)
    {
        var request = accessor.HttpContext ?? throw new InvalidOperationException("A sign-in needs a request.");
        await users.ResetAccessFailedCountAsync(user);
        user.LastLoginUtc = time.GetUtcNow().UtcDateTime;
        db.Session.UserId = user.Id;
        db.Session.UserName = user.FullName.Length > 0 ? user.FullName : user.UserName;
        await history.AddAsync("login", "Users.User", user.Id, user.UserName ?? "", null, cancel);
        var session = await sessions.BeginAsync(user.Id, request, cancel);
        var identity = new ClaimsIdentity(
            [
                new Claim(Claims.UserId, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, user.UserName ?? ""),
                new Claim(Claims.Session, session.Id),
                new Claim("amr", how),
            ],
            IdentityConstants.ApplicationScheme);
        await request.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = remember });
    }

    public async Task EndAsync(CancellationToken cancel)
    {
        var request = accessor.HttpContext ?? throw new InvalidOperationException("A sign-out needs a request.");
        if (current.SessionId is { } session)
        {
            await sessions.EndAsync(session, cancel);
            await history.AddAsync("logout", "Users.User", current.Id, current.Name ?? "", null, cancel);
            await db.SaveChangesAsync(cancel);
        }

        await request.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    public Task EndSessionsAsync(long userId, string? sessionId, CancellationToken cancel) =>
        sessionId is null ? sessions.EndAllAsync(userId, current.SessionId, cancel) : sessions.EndAsync(sessionId, cancel);

    private async Task FailAsync(User user, CancellationToken cancel)
    {
        await users.AccessFailedAsync(user);
        await NoteAsync("loginFailed", user.Id, user.UserName ?? "", cancel);
    }

    private async Task NoteAsync(string kind, long? userId, string name, CancellationToken cancel)
    {
        await history.AddAsync(kind, "Users.User", userId, name.Length <= 255 ? name : name[..255], null, cancel);
        await db.SaveChangesAsync(cancel);
    }
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
