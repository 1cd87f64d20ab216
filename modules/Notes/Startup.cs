using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Files;
using ClientSuite.Frames;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Notes.Overview;
using ClientSuite.Notes.Portal;
using ClientSuite.Privacy;
using ClientSuite.Recipes;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Notes;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => NotesData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton(new RecordPage(InternalNote.RecordType, "notes.record", null, Permissions.View, "notes.field."));
        services.AddSingleton(new RecordPage(Comment.TypeName, "notes.comment.record", null, Permissions.View, "notes.field."));
        services.AddSingleton(new RecordPage(ClientAlert.RecordType, "notes.alert.record", null, Permissions.View, "notes.field."));
        services.AddSingleton(new RecordPage(Attachment.RecordType, "notes.files.record", null, Permissions.View, "notes.field."));
        services.AddSingleton(new ClientRecordPage(InternalNote.RecordType, "/admin/clients/{0}/notes", Permissions.View));
        services.AddSingleton(new ClientRecordPage(Comment.TypeName, "/admin/clients/{0}/notes?show=comments", Permissions.View));
        services.AddSingleton(new ClientRecordPage(ClientAlert.RecordType, "/admin/clients/{0}/notes?show=alerts", Permissions.View));
        services.AddSingleton(new ClientRecordPage(Attachment.RecordType, "/admin/clients/{0}/notes", Permissions.View));
        services.AddSingleton(new RecordPage(Settings.IndexModel.RecordType, "notes.settings", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, "notes.settings.field."));
        services.AddSingleton(new SettingsPage("notes.title", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, 27));
        services.AddSingleton<IPortalNavigation, PortalMenu>();
        services.AddScoped<IPortalPermissionProvider, PortalComments>();
        services.AddScoped<CommentAudience>();
        services.AddScoped<NoteRecords>();
        services.AddScoped<NoteOwners>();
        services.AddScoped<NoteFiles>();
        services.AddScoped<NoteThreads>();
        services.AddScoped<NoteCalls>();
        services.AddScoped<IRecordPart, CommentPart>();
        services.AddScoped<IFileUse, NoteFilesUse>();
        services.AddScoped<IBackgroundTask, CleanNoteFiles>();
        services.AddScoped<IClientTab, NotesTab>();
        services.AddScoped<IClientCard, PinnedCard>();
        services.AddScoped<IClientBanner, AlertBanner>();
        services.AddScoped<ISearchSource, NoteSearch>();
        services.AddScoped<IRecipeStepHandler, SampleNotes>();
        services.AddScoped<IPrivacyParticipant, NotesPrivacy>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        AttachmentEndpoints.Map(routes);
        NotesApi.Map(routes);
        PortalComments.Map(routes);
    }
}
