using Microsoft.AspNetCore.Authorization;

namespace ClientSuite.Access;

/// <summary>The page or endpoint needs a permission. Without a sign-in: to the sign-in page, or 401 in the API; without the
/// permission: 403.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <summary>Prefix of the policies that stand for permissions.</summary>
    public const string PolicyPrefix = "permission:";

    /// <summary>Needs the named permission.</summary>
    public RequirePermissionAttribute(string permission) : base(PolicyPrefix + permission) => Permission = permission;

    /// <summary>The permission's name.</summary>
    public string Permission { get; }
}

/// <summary>The page or endpoint needs a sign-in and no permission.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SignedInAttribute : AuthorizeAttribute;

/// <summary>The page or endpoint exists on the Default tenant only; elsewhere it answers 404.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DefaultTenantOnlyAttribute : Attribute;
