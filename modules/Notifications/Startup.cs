using ClientSuite.Access;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Notifications;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => NotificationsData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<INotifier, Notifier>();
        services.AddScoped<NotificationMails>();
        services.AddScoped<IBackgroundTask, ForgetOldNotifications>();
        services.AddScoped<IBackgroundTask, SendDigests>();
        services.AddSingleton(NotificationMails.One);
        services.AddSingleton(NotificationMails.Digest);
        services.AddSingleton(new NotificationType("operations", "notifications.type.operations", null, 10));
        services.AddSingleton(new NotificationType("events", "notifications.type.events", PlatformPermissions.ManageJobs, 80));
        services.AddSingleton(new NotificationType(NotificationType.General, "notifications.type.general", null, 90));
        services.AddScoped<IPrivacyParticipant, NotificationsPrivacy>();
    }
}
