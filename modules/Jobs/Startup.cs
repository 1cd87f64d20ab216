using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Jobs;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new RecordPage("Outbox.Event", "jobs.record.event", null, null, "jobs.field."));
        services.AddSingleton(new RecordPage("Jobs.Task", "jobs.record.task", null, null, "jobs.field."));
        services.AddScoped<IDashboardCard, OperationsCard>();
        services.AddScoped<IRetentionRule, ForgetOperations>();
    }
}
