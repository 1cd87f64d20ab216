using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Groups.Bulk;
using ClientSuite.Groups.Client;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Privacy;
using ClientSuite.Recipes;
using ClientSuite.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Groups;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => GroupsData.Configure(model);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new RecordPage(ClientGroup.RecordType, "groups.record", GroupPaths.List + "/{0}", Permissions.View, "groups.field."));
        services.AddScoped<GroupCatalog>();
        services.AddScoped<GroupMembers>();
        services.AddScoped<GroupRecords>();
        services.AddScoped<GroupListPage>();
        services.AddScoped<ISearchSource, GroupSearch>();
        services.AddScoped<IMergeParticipant, GroupMerging>();
        services.AddScoped<IPrivacyParticipant, GroupsPrivacy>();
        services.AddScoped<IClientColumn, GroupColumn>();
        services.AddScoped<IClientCard, GroupsCard>();
        services.AddScoped<IClientObject, GroupsObject>();
        services.AddScoped<IClientBulkAction, AddToGroup>();
        services.AddScoped<IClientBulkAction, RemoveFromGroup>();
        services.AddSingleton(new ClientListLink("group", "groups.fromFilter", "tags", GroupPaths.List + "/new", "rule", Permissions.Manage));
        services.AddScoped<IRecipeStepHandler, SampleGroups>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => GroupsApi.Map(routes);
}
