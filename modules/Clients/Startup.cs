using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Notifications;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Privacy;
using ClientSuite.Recipes;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Clients;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => ClientsData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new RecordPage(Client.RecordType, "clients.record", "/admin/clients/{0}", Permissions.View, "clients.field.")
        {
            TrashPermission = Permissions.Delete,
            Value = (field, value, texts) => ClientFields.Shown(field, value, texts) is var shown && shown != value ? shown : null,
        });
        services.AddSingleton(new RecordPage(Documents.IndexModel.RecordType, "clients.settings", Documents.IndexModel.Path, PlatformPermissions.ManageSettings, "clients.settings."));
        services.AddSingleton(new SettingsPage("clients.title", Documents.IndexModel.Path, PlatformPermissions.ManageSettings, 20));
        services.AddScoped<SameDocument>();
        services.AddScoped<ClientPhotos>();
        services.AddScoped<IBackgroundTask, CleanPhotos>();
        services.AddScoped<ClientList>();
        services.AddScoped<IClientQueries, ClientQueries>();
        services.AddScoped<ClientListPage>();
        services.AddScoped<ClientJsonReader>();
        services.AddScoped<ClientFrame>();
        services.AddScoped<ClientFrameBuilder>();
        services.AddScoped<ClientChanges>();
        services.Configure<RazorPagesOptions>(pages => pages.Conventions.Add(new ClientPages()));
        services.AddScoped<IClientTab, OverviewTab>();
        services.AddScoped<IClientTab, ProfileTab>();
        services.AddScoped<IClientTab, HistoryTab>();
        services.AddScoped<IClientTab, LogsTab>();
        services.AddScoped<IDashboardCard, ClientsCard>();
        services.AddScoped<IClientDirectory, ClientDirectory>();
        services.AddScoped<ISearchSource, ClientSearch>();
        services.AddScoped<IRecipeStepHandler, SampleClients>();
        services.AddScoped<ImportUploads>();
        services.AddScoped<ImportStart>();
        services.AddScoped<IOperationHandler, ClientImport>();
        services.AddScoped<ImportUndo>();
        services.AddScoped<IContentImporter, ClientContent>();
        services.AddScoped<ClientTableWriter>();
        services.AddScoped<IOperationHandler, ClientExportOperation>();
        services.AddScoped<ClientBulk>();
        services.AddScoped<IOperationHandler>(s => s.GetRequiredService<ClientBulk>());
        services.AddScoped<BulkTasks>();
        services.AddScoped<FieldChoices>();
        services.AddScoped<BulkStart>();
        services.AddScoped<ClientMerging>();
        services.AddScoped<DuplicateListPage>();
        services.AddScoped<IOperationHandler, DuplicateSearch>();
        services.AddScoped<IBackgroundTask, SearchDuplicatesByNight>();
        services.AddScoped<ClientTraces>();
        services.AddScoped<ClientPrivacy>();
        services.AddScoped<IPrivacyParticipant>(s => s.GetRequiredService<ClientPrivacy>());
        services.AddScoped<IAnonymizationObstacle>(s => s.GetRequiredService<ClientPrivacy>());
        services.AddScoped<IRetentionRule, ForgetTrashedClients>();
        services.AddScoped<IEventHandler<BlockToTell>, TellOfBlocks>();
        services.AddSingleton(new NotificationType(TellOfBlocks.NotificationType, "clients.notify.block", Permissions.Block, 40));
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        ClientsApi.Map(routes);
        ClientExport.Map(routes);
        ImportApi.Map(routes);
        BulkApi.Map(routes);
        MergeApi.Map(routes);
        PhotoApi.Map(routes);
        AddressOfPostalCode.Map(routes);
    }
}
