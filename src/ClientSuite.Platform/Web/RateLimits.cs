using System.Globalization;
using System.Threading.RateLimiting;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using ClientSuite.Access;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>Keeps one tenant, token or address from starving the rest.</summary>
internal sealed class RateLimits(InstallationOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _tenants = PartitionedRateLimiter.Create<string, string>(tenant =>
        RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = options.TenantConcurrency, QueueLimit = options.TenantQueue }));

    private readonly PartitionedRateLimiter<string> _signIns = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    private readonly PartitionedRateLimiter<string> _tokens = PartitionedRateLimiter.Create<string, string>(token =>
        RateLimitPartition.GetFixedWindowLimiter(token, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.ApiRequestsPerSecond * 10, Window = TimeSpan.FromSeconds(10) }));

    private readonly PartitionedRateLimiter<string> _badTokens = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>A turn for a request of a tenant; not acquired when too many wait.</summary>
    public ValueTask<RateLimitLease> TenantAsync(string tenantId, CancellationToken cancel) => _tenants.AcquireAsync(tenantId, 1, cancel);

    /// <summary>Refuses what comes too fast: 429 with Retry-After.</summary>
    public bool Refuses(HttpContext context, ShellSettings tenant)
    {
        // The tenant's prefix is still in front.
        var path = tenant.RequestUrlPrefix.Length > 0 && context.Request.Path.StartsWithSegments(tenant.PathBase, StringComparison.OrdinalIgnoreCase, out var rest) ? rest : context.Request.Path;
        path = path.StartsWithSegments(PortalAccess.Path, StringComparison.OrdinalIgnoreCase, out var inPortal) ? inPortal : path;
        var isSignIn = HttpMethods.IsPost(context.Request.Method) && (path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/api/token", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/password", StringComparison.OrdinalIgnoreCase));
        using var lease = isSignIn
            ? _signIns.AttemptAcquire(tenant.TenantId + Claims.RemoteIp(context))
            : path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
                ? _tokens.AttemptAcquire(tenant.TenantId + context.Request.Headers.Authorization)
                : null;
        if (lease is null or { IsAcquired: true })
        {
            return false;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Ceiling(after.TotalSeconds) : 10;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>Counts a token that nobody has against its address, where a new one each time would else escape the limit per token.
    /// True when there were too many: the answer is 429. Tokens that are known are not held up by it.</summary>
    public bool IsOneBadTokenTooMany(HttpContext context, ShellSettings tenant)
    {
        using var lease = _badTokens.AttemptAcquire(tenant.TenantId + Claims.RemoteIp(context));
        return !lease.IsAcquired;
    }

    public void Dispose()
    {
        _badTokens.Dispose();
        _tenants.Dispose();
        _signIns.Dispose();
        _tokens.Dispose();
    }
}
