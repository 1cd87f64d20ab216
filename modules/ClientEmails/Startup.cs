using ClientSuite.Clients.Contracts;
using ClientSuite.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ClientEmails;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services) => services.AddScoped<IClientTab, EmailsTab>();
}
