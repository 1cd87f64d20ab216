using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Privacy;
using ClientSuite.Recipes;
using ClientSuite.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Files;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => FilesData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton(new RecordPage(Document.RecordType, "files.record", null, Permissions.View, "files.field."));
        services.AddSingleton(new ClientRecordPage(Document.RecordType, "/admin/clients/{0}/documents", Permissions.View));
        services.AddScoped<IClientTab, DocumentsTab>();
        services.AddScoped<ISearchSource, DocumentSearch>();
        services.AddScoped<DocumentIntake>();
        services.AddScoped<IFileUse, DocumentUse>();
        services.AddScoped<DocumentDownload>();
        services.AddScoped<DocumentLinks>();
        services.AddScoped<IBackgroundTask, CleanDocuments>();
        services.AddScoped<IRecipeStepHandler, SampleDocuments>();
        services.AddScoped<IPrivacyParticipant, DocumentsPrivacy>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        DocumentEndpoints.Map(routes);
        DocumentsApi.Map(routes);
    }
}
