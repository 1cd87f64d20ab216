using ClientSuite.Access;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Clients;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => ClientsData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<ClientList>();
        services.AddScoped<ClientListPage>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        ClientsApi.Map(routes);
    }
}
