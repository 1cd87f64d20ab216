using ClientSuite.Frames;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.AuditTrail;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<HistoryWords>();
        services.AddScoped<HistoryLinks>();
        services.AddScoped<HistoryListPage>();
        services.AddScoped<IDashboardCard, ChangesCard>();
    }
}
