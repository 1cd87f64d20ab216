using ClientSuite.ImportExport.Operations;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ImportExport;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<INavigationProvider, AdminMenu>();

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => OperationDownloads.Map(routes);
}
