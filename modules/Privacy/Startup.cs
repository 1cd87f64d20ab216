using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Notifications;
using ClientSuite.Operations;
using ClientSuite.Recipes;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Privacy;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => PrivacyData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton<IPortalNavigation, PortalMenu>();
        services.AddSingleton(new RecordPage(PrivacyRecords.Export, "privacy.record.export", null, Permissions.View, "privacy.field."));
        services.AddSingleton(new RecordPage(PrivacyRecords.Anonymization, "privacy.record.anonymization", null, Permissions.View, "privacy.field."));
        services.AddSingleton(new RecordPage(LegalHold.RecordType, "privacy.hold", null, Permissions.View, "privacy.field."));
        services.AddSingleton(new RecordPage(Consent.RecordType, "privacy.record.consent", null, Permissions.View, "privacy.field.") { Value = PrivacyRecords.Say });
        services.AddSingleton(new RecordPage(ConsentPurpose.RecordType, "privacy.purpose", "/admin/privacy/purposes", Permissions.Manage, "privacy.field."));
        services.AddSingleton(new RecordPage(DataRequest.RecordType, "privacy.record.request", RequestListPage.Path + "/{0}", Permissions.View, "privacy.field.") { Value = PrivacyRecords.Say });
        services.AddSingleton(new RecordPage(Settings.IndexModel.RecordType, "privacy.settings", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, "privacy.field."));
        services.AddSingleton(new RecordPage(RetentionDesk.RecordType, "privacy.retention", "/admin/privacy/retention", Permissions.Manage, "retention."));
        foreach (var type in new[] { PrivacyRecords.Export, PrivacyRecords.Anonymization, LegalHold.RecordType, Consent.RecordType })
        {
            services.AddSingleton(new ClientRecordPage(type, "/admin/clients/{0}/privacy", Permissions.View));
        }

        services.AddSingleton(new SettingsPage("privacy.title", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, 30));
        services.AddScoped<IClientTab, PrivacyTab>();
        services.AddScoped<IClientBanner, HoldBanner>();
        services.AddScoped<IPortalFooter, OfficerFooter>();
        services.AddScoped<DataSubjects>();
        services.AddScoped<IPrivacyParticipant, OwnPrivacy>();

        services.AddScoped<ExportStart>();
        services.AddScoped<IOperationHandler, ExportOperation>();
        services.AddScoped<IBackgroundTask, CleanExports>();

        services.AddScoped<AnonymizationStart>();
        services.AddScoped<IOperationHandler, AnonymizationOperation>();
        services.AddScoped<IBackgroundTask, FinishAnonymizations>();
        services.AddScoped<IAnonymizationObstacle, HoldObstacle>();

        services.AddScoped<ConsentDesk>();
        services.AddScoped<IMarketingConsent, MarketingConsent>();
        services.AddScoped<RequestWords>();
        services.AddScoped<RequestDesk>();
        services.AddScoped<RequestListPage>();
        services.AddScoped<ISearchSource, RequestSearch>();
        services.AddScoped<IBackgroundTask, WarnOfDeadlines>();
        services.AddSingleton(new NotificationType(RequestDesk.NotificationType, "privacy.notify", Permissions.View, 60));

        services.AddSingleton<AccessBuffer>();
        services.AddScoped<IAccessLog, AccessLog>();
        services.AddScoped<AccessListPage>();
        services.AddScoped<IRetentionRule, ForgetAccess>();
        services.AddScoped<RetentionDesk>();
        services.AddScoped<IBackgroundTask, ApplyRetention>();
        services.AddScoped<IRecipeStepHandler, SamplePrivacy>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        ExportEndpoints.Map(routes);
        EvidenceEndpoints.Map(routes);
        PrivacyApi.Map(routes);
    }
}
