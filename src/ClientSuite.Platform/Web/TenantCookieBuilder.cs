using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Web;

/// <summary>A cookie whose name carries the tenant: the options are a singleton of a shell that many tenants share.</summary>
internal sealed class TenantCookieBuilder(string name) : CookieBuilder
{
    public override string? Name
    {
        get => name + "." + (TenantContext.Current?.Name ?? "none");
        set => throw new NotSupportedException("The name is made from the tenant's.");
    }
}
