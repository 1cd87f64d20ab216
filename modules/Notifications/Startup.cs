using ClientSuite.Jobs;
using ClientSuite.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Notifications;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => NotificationsData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<INotifier, Notifier>();
        services.AddScoped<IBackgroundTask, ForgetOldNotifications>();
    }
}
