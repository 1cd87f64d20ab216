using ClientSuite.Access;
using ClientSuite.Email.Contracts;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Notifications;
using ClientSuite.Privacy;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Email;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => EmailData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new SettingsPage("email.settings", "/admin/settings/email", PlatformPermissions.ManageSettings, 20));
        services.AddSingleton(new RecordPage(EmailMessage.RecordType, "email.record", "/admin/emails/{0}", Permissions.View, "email.field."));
        services.AddSingleton(new RecordPage(EmailWords.RecordType, "email.words.record", null, null, "email.words.field."));
        services.AddSingleton(new RecordPage("Email.Smtp", "email.settings", "/admin/settings/email", PlatformPermissions.ManageSettings, "email.smtp.field."));
        services.AddScoped<IEmailQueue, EmailQueue>();
        services.AddScoped<EmailComposer>();
        services.AddScoped<MailLooks>();
        services.AddScoped<IEmailComposer>(s => s.GetRequiredService<EmailComposer>());
        services.AddScoped<EmailTransports>();
        services.AddScoped<IWorkQueue, EmailSending>();
        services.AddScoped<MessageWords>();
        services.AddScoped<MessageListPage>();
        services.AddScoped<ISearchSource, EmailSearch>();
        services.AddScoped<IEmailHistory, EmailHistory>();
        services.AddScoped<IEmailArchive, EmailArchive>();
        services.AddScoped<IPrivacyParticipant, EmailPrivacy>();
        services.AddScoped<IRetentionRule, ForgetMailBodies>();
        services.AddScoped<IBackgroundTask, WarnOfUndelivered>();
        services.AddSingleton(new NotificationType(WarnOfUndelivered.NotificationType, "email.undelivered", Permissions.Send, 50));
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => BounceApi.Map(routes);
}
