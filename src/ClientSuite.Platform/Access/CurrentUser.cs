using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Access;

/// <summary>The user of the request; in a scope without a request nobody, who may do everything.</summary>
internal sealed class CurrentUser : ICurrentUser
{
    private bool _isRequest;

    public UserGrants? Grants { get; private set; }

    /// <summary>Permissions that the API token is narrowed to; null for all of its user's.</summary>
    public FrozenSet<string>? Narrowed { get; private set; }

    /// <summary>What the open account of a client's user may do; null for staff.</summary>
    public IReadOnlySet<string>? Portal { get; private set; }

    public string? SessionId { get; private set; }

    public long? Id => Grants?.Id;

    public string? Name => Grants?.Name;

    public bool Has(string permission) =>
        !_isRequest
        || (Portal is not null ? permission.StartsWith(PortalAccess.Prefix, StringComparison.Ordinal) && Portal.Contains(permission)
        : Grants is { } grants && grants.Has(permission) && (Narrowed is null || Narrowed.Contains(permission)));

    /// <summary>A request began: until somebody signs in, nobody may do anything.</summary>
    public void BeginRequest() => _isRequest = true;

    public void SignedIn(UserGrants grants, string? sessionId, FrozenSet<string>? narrowed)
    {
        Grants = grants;
        SessionId = sessionId;
        Narrowed = narrowed;
    }

    public void EnteredPortal(UserGrants grants, string sessionId, IReadOnlySet<string> permissions)
    {
        Grants = grants;
        SessionId = sessionId;
        Portal = permissions;
    }
}

/// <summary>Claims of the product.</summary>
internal static class Claims
{
    public const string UserId = ClaimTypes.NameIdentifier;
    public const string Session = "cs:sid";

    public static long? UserIdOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(UserId), out var id) ? id : null;

    public static string RemoteIp(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
