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
        foreach (var template in MailTemplates.Own)
        {
            services.AddSingleton(template);
        }

        services.AddScoped<MailTemplates>();
        services.AddScoped<IClientBulkAction, MailToMany>();
        services.AddScoped<IRecipeStepHandler, SampleEmails>();
    }
}
