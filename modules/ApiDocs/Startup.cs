using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ApiDocs;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<INavigationProvider, AdminMenu>();
}
