using ClientSuite.Access;
using ClientSuite.ClientUsers.Api;
using ClientSuite.ClientUsers.Contracts;
using ClientSuite.ClientUsers.Home;
using ClientSuite.ClientUsers.Passwords;
using ClientSuite.ClientUsers.SignIn;
using ClientSuite.ClientUsers.Tab;
using ClientSuite.Clients.Contracts;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Outbox;
using ClientSuite.Privacy;
using ClientSuite.Recipes;
using ClientSuite.Search;
using ClientSuite.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.ClientUsers;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => ClientUsersData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddScoped<IPortalPermissionProvider, OwnPortalPermissions>();
        services.AddScoped<PortalCatalog>();
        services.AddSingleton<IPortalNavigation, PortalMenu>();
        services.AddSingleton(new RecordPage(ClientMembership.RecordType, "clientusers.record", null, Permissions.View, "clientusers.field."));
        services.AddSingleton(new ClientRecordPage(ClientMembership.RecordType, "/admin/clients/{0}/users", Permissions.View));
        services.AddSingleton(new ClientRecordPage("Users.User", "/admin/clients/{0}/users", Permissions.View)); // a client's user has no page among the staff
        services.AddSingleton(new RecordPage(Settings.IndexModel.RecordType, "clientusers.settings", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, "clientusers.settings.field."));
        services.AddSingleton(new SettingsPage("clientusers.settings.tab", Settings.IndexModel.Path, PlatformPermissions.ManageSettings, 25));
        services.AddScoped<IClientTab, UsersTab>();
        services.AddScoped<ISearchSource, PortalUserSearch>();
        services.AddScoped<IClientEntitlement, PlanBySetting>();
        services.AddScoped<PortalGate>();
        services.AddScoped<IPortalGate>(s => s.GetRequiredService<PortalGate>());
        services.AddScoped<PortalEntry>();
        services.AddScoped<IPortalAccounts, PortalAccounts>();
        services.AddScoped<PresenceDesk>();
        services.AddScoped<AddUser>();
        services.AddScoped<ChangeUser>();
        services.AddScoped<StartLoginAs>();
        services.AddScoped<IMergeParticipant, MergeUsers>();
        services.AddScoped<IPrivacyParticipant, UsersPrivacy>();
        services.AddScoped<IRetentionRule, ForgetIdentities>();
        services.AddSingleton(PortalMails.Welcome);
        services.AddSingleton(PortalMails.Added);
        services.AddSingleton(PortalMails.Reset);
        services.AddSingleton(PortalMails.Code);
        services.AddScoped<IEventHandler<PortalLinkAsked>, SendPortalLink>();
        services.AddScoped<IEventHandler<PortalEntered>, NoteLastLogin>();
        services.AddSingleton(new ClientRowLink("users", "clientusers.row", "user", "users", Permissions.View, 10));
        services.AddScoped<IBackgroundTask, LeaveWithoutSession>();
        services.AddScoped<IRecipeStepHandler, SamplePortalUsers>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        ClientUsersApi.Map(routes);
        PortalPreferences.Map(routes);
    }
}
