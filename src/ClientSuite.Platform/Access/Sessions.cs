using ClientSuite.Data;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Access;

/// <summary>Sign-ins of the tenant's users: several at a time, each can be ended on its own.</summary>
internal sealed class Sessions(TenantDb db, ITenantCache cache, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(14);
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    public async Task<UserSession> BeginAsync(long userId, HttpContext request, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var agent = request.Request.Headers.UserAgent.ToString();
        var session = new UserSession
        {
            Id = Guid.NewGuid().ToString("N"),
            UserId = userId,
            CreatedUtc = now,
            SeenUtc = now,
            ExpiresUtc = now + Length,
            RemoteIp = Claims.RemoteIp(request),
            UserAgent = agent.Length <= 300 ? agent : agent[..300],
        };
        db.Add(session);
        await db.SaveChangesAsync(cancel);
        return session;
    }

    public async Task EndAsync(string sessionId, CancellationToken cancel)
    {
        await db.Set<UserSession>().Where(s => s.Id == sessionId).ExecuteDeleteAsync(cancel);
        cache.Remove("session:" + sessionId);
    }

    public async Task EndAllAsync(long userId, string? except, CancellationToken cancel)
    {
        var ids = await db.Set<UserSession>().Where(s => s.UserId == userId && s.Id != except).Select(s => s.Id).ToListAsync(cancel);
        foreach (var id in ids)
        {
            await EndAsync(id, cancel);
        }
    }

    /// <summary>True while the session is good.</summary>
    public async ValueTask<bool> IsGoodAsync(string sessionId, long userId, CancellationToken cancel)
    {
        var session = await cache.GetAsync("session:" + sessionId, Keep,
            async c => await db.Set<UserSession>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == sessionId, c), cancel);
        var now = time.GetUtcNow().UtcDateTime;
        if (session is null || session.UserId != userId || session.ExpiresUtc < now)
        {
            return false;
        }

        if (now - session.SeenUtc > SeenEvery)
        {
            await UseStamp.TryAsync(() => db.Set<UserSession>().Where(s => s.Id == sessionId)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenUtc, now).SetProperty(x => x.ExpiresUtc, now + Length), cancel));
            cache.Remove("session:" + sessionId);
        }

        return true;
    }
}

/// <summary>Checks the cookie's session and user on each request.</summary>
internal static class CookieChecks
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var cancel = context.HttpContext.RequestAborted;
        var sessionId = context.Principal?.FindFirst(Claims.Session)?.Value;
        if (context.Principal is null || Claims.UserIdOf(context.Principal) is not { } userId || sessionId is null
            || !await services.GetRequiredService<Sessions>().IsGoodAsync(sessionId, userId, cancel)
            || await services.GetRequiredService<UserAccess>().FindAsync(userId, cancel) is not { IsEnabled: true, Kind: UserKind.Staff } grants)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        services.GetRequiredService<CurrentUser>().SignedIn(grants, sessionId, null);
        var session = services.GetRequiredService<TenantDb>().Session;
        session.UserId = grants.Id;
        session.UserName = grants.Name;
    }

    /// <summary>The same at the clients' door, where the gate says what the session may do and who really sits there.</summary>
    public static async Task ValidatePortalAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var cancel = context.HttpContext.RequestAborted;
        var access = services.GetRequiredService<UserAccess>();
        if (context.Principal is null || Claims.UserIdOf(context.Principal) is not { } userId || context.Principal.FindFirst(Claims.Session)?.Value is not { } sessionId
            || !await services.GetRequiredService<Sessions>().IsGoodAsync(sessionId, userId, cancel)
            || await access.FindAsync(userId, cancel) is not { IsEnabled: true, Kind: UserKind.Portal } grants
            || services.GetService<IPortalGate>() is not { } gate
            || await gate.EnterAsync(userId, sessionId, cancel) is not { } pass
            || (pass.Actor is null ? grants : await ActorAsync(services, pass.Actor, cancel)) is not { } actor)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(PortalAccess.Scheme);
            return;
        }

        services.GetRequiredService<CurrentUser>().EnteredPortal(grants, sessionId, pass.Permissions);
        var session = services.GetRequiredService<TenantDb>().Session;
        session.UserId = actor.Id;
        session.UserName = actor.Name;
        session.OnBehalfOf = pass.Actor is null ? null : grants.Name;
    }

    private static async Task<UserGrants?> ActorAsync(IServiceProvider services, PortalActor actor, CancellationToken cancel) =>
        await services.GetRequiredService<Sessions>().IsGoodAsync(actor.SessionId, actor.UserId, cancel)
        && await services.GetRequiredService<UserAccess>().FindAsync(actor.UserId, cancel) is { } grants && grants.Has(actor.Permission) ? grants : null;
}

/// <summary>Cookie names and paths carry the tenant, so that tenants on one host do not overwrite each other's.</summary>
internal sealed class TenantCookieManager : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, Name(key), value, AtTenant(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, Name(key), AtTenant(context, options));

    private static string Name(string key) => key + "." + (TenantContext.Current?.Name ?? "none");

    private static CookieOptions AtTenant(HttpContext context, CookieOptions options)
    {
        options.Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/";
        return options;
    }
}
