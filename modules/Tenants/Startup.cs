using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Tenants;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<TenantListPage>();
        services.AddScoped<CreateTenant>();
        services.AddScoped<TenantLog>();
        services.AddScoped<ISearchSource, TenantSearch>();
        services.AddSingleton(new RecordPage("Tenants.Tenant", "tenants.record", null, null, "tenants.field."));
        services.AddScoped<IDashboardCard, TenantsCard>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => TenantsApi.Map(routes);
}
