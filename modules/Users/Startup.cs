using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Users;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services) => services.AddSingleton<INavigationProvider, AdminMenu>();
}
