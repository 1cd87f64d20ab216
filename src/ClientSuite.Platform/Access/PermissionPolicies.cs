using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Access;

/// <summary>Makes a policy of each permission; everything without an attribute needs a sign-in.</summary>
internal sealed class PermissionPolicies : IAuthorizationPolicyProvider
{
    private static readonly AuthorizationPolicy SignedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => Task.FromResult(SignedIn);

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(SignedIn);

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => Task.FromResult<AuthorizationPolicy?>(
        policyName.StartsWith(RequirePermissionAttribute.PolicyPrefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(policyName[RequirePermissionAttribute.PolicyPrefix.Length..])).Build()
            : SignedIn);

    public bool AllowsCachingPolicies => true;
}

internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

internal sealed class PermissionHandler(IHttpContextAccessor accessor) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var request = context.Resource as HttpContext ?? accessor.HttpContext;
        if (request?.RequestServices.GetRequiredService<ICurrentUser>().Has(requirement.Permission) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>The operator's pages exist on Default only.</summary>
internal static class DefaultTenantPages
{
    public static bool Refuses(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<DefaultTenantOnlyAttribute>() is not null
        && !context.RequestServices.GetRequiredService<TenantContext>().Settings.IsDefault;
}
