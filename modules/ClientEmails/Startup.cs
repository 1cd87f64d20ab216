using ClientSuite.Access;
using ClientSuite.ClientEmails.Bulk;
using ClientSuite.Clients.Contracts;
using ClientSuite.Modules;
using ClientSuite.Recipes;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ClientEmails;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddScoped<IClientTab, EmailsTab>();
        foreach (var template in MailToMany.Own)
        {
            services.AddSingleton(template);
        }

        services.AddScoped<IClientBulkAction, MailToMany>();
        services.AddScoped<IRecipeStepHandler, SampleEmails>();
    }
}
