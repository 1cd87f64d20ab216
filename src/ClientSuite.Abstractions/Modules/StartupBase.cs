using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Modules;

/// <summary>What a feature adds to a shell. One instance lives per shell; a shell serves every tenant that has the same
/// features, so nothing registered here as a singleton may hold tenant state: the shell is built with scope validation and
/// one that takes <c>TenantContext</c>, <c>TenantDb</c> or <c>ISettings</c> fails to build.</summary>
public abstract class StartupBase
{
    /// <summary>Order among startups of equal dependency depth; lower runs first.</summary>
    public virtual int Order => 0;

    /// <summary>Adds services. Called once per shell, dependencies' startups first. A throw fails the shell.</summary>
    public virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>Adds endpoints and middleware behind routing and authorisation. Called once per shell.</summary>
    public virtual void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Adds the module's entities to the union model. Called once per process for every installed module, whether
    /// enabled anywhere or not; must not depend on features, tenants or settings.</summary>
    public virtual void ConfigureModel(ModelBuilder model)
    {
    }
}
