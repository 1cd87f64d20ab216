using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientSuite.Access;

/// <summary>API tokens: random secrets, stored as a hash. The secret's first part names the tenant's token kind for scanners.</summary>
internal sealed class ApiTokens(TenantDb db, ITenantCache cache, TimeProvider time) : IApiTokens
{
    private const string Mark = "cst_";
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(5);

    /// <summary>Makes a token and answers its secret, which is not stored.</summary>
    public async Task<(ApiToken Token, string Secret)> CreateAsync(long userId, string name, IReadOnlyList<string>? permissions, DateTime? expiresUtc, CancellationToken cancel)
    {
        var secret = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var token = new ApiToken
        {
            UserId = userId,
            Name = name,
            Hash = HashOf(secret),
            Hint = secret[..12],
            Permissions = JsonSerializer.Serialize(permissions),
            CreatedUtc = time.GetUtcNow().UtcDateTime,
            ExpiresUtc = expiresUtc,
        };
        db.Add(token);
        await db.SaveChangesAsync(cancel);
        return (token, secret);
    }

    public async ValueTask<ApiToken?> FindAsync(string secret, CancellationToken cancel)
    {
        if (!secret.StartsWith(Mark, StringComparison.Ordinal) || secret.Length > 100)
        {
            return null;
        }

        var hash = HashOf(secret);
        var token = await cache.GetAsync("token:" + hash, Keep, async c => await db.Set<ApiToken>().AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, c), cancel);
        var now = time.GetUtcNow().UtcDateTime;
        if (token is null || token.ExpiresUtc < now)
        {
            return null;
        }

        if (token.LastUsedUtc is null || now - token.LastUsedUtc > UsedEvery)
        {
            await UseStamp.TryAsync(() => db.Set<ApiToken>().Where(t => t.Id == token.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedUtc, now), cancel));
            cache.Remove("token:" + hash);
        }

        return token;
    }

    public async Task RemoveAsync(ApiToken token, CancellationToken cancel)
    {
        db.Remove(token);
        await db.SaveChangesAsync(cancel);
        cache.Remove("token:" + token.Hash);
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>Authenticates <c>Authorization: Bearer</c>.</summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    private bool _isTooMany;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var services = Context.RequestServices;
        var cancel = Context.RequestAborted;
        var token = await services.GetRequiredService<ApiTokens>().FindAsync(header[7..].Trim(), cancel);
        if (token is null || await services.GetRequiredService<UserAccess>().FindAsync(token.UserId, cancel) is not { IsEnabled: true, Kind: UserKind.Staff } grants)
        {
            _isTooMany = services.GetRequiredService<RateLimits>().IsOneBadTokenTooMany(Context, services.GetRequiredService<TenantContext>().Settings);
            return AuthenticateResult.Fail("The token is unknown or has ended.");
        }

        var narrowed = JsonSerializer.Deserialize<string[]?>(token.Permissions)?.ToFrozenSet(StringComparer.Ordinal);
        services.GetRequiredService<CurrentUser>().SignedIn(grants, null, narrowed);
        var session = services.GetRequiredService<TenantDb>().Session;
        session.UserId = grants.Id;
        session.UserName = grants.Name;
        var identity = new ClaimsIdentity([new Claim(Claims.UserId, grants.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)), new Claim(ClaimTypes.Name, grants.Name)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isTooMany)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "60";
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
