using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Outbox;
using ClientSuite.Users.Passwords;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Users;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<PasswordLinks>();
        services.AddScoped<IEventHandler<PasswordLinkAsked>, SendPasswordLink>();
    }
}
