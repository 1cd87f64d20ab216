using ClientSuite.Access;
using ClientSuite.ClientEmails.Bulk;
using ClientSuite.Clients.Contracts;
using ClientSuite.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ClientEmails;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddScoped<IClientTab, EmailsTab>();
        services.AddSingleton(MailToMany.Notice);
        services.AddScoped<IClientBulkAction, MailToMany>();
    }
}
