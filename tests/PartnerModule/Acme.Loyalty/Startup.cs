using Acme.Loyalty.Client;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Outbox;
using ClientSuite.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Acme.Loyalty;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) =>
        model.Row<Points>("AcmeLoyalty_Points").HasClient(p => p.ClientId, OnMerge.Leave).HasKey(p => p.ClientId);

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<IClientTab, LoyaltyTab>();
        services.AddScoped<IClientColumn, PointsColumn>();
        services.AddScoped<IClientStatus, HasPoints>();
        services.AddScoped<IClientObject, LoyaltyObject>();
        services.AddScoped<IEventHandler<ClientCreated>, OnClientCreated>();
        services.AddScoped<IMergeParticipant, AddsPoints>();
        services.AddScoped<IPrivacyParticipant, LoyaltyPrivacy>();
        services.AddScoped<RewardDesk>();
        services.AddSingleton(new RecordPage(RewardDesk.RecordType, "loyalty.reward", null, Permissions.View, "loyalty.field."));
        foreach (var template in RewardDesk.Templates)
        {
            services.AddSingleton(template);
        }
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes)
    {
        var points = routes.MapGroup("/api/loyalty/{clientId:long}").WithMetadata(new RequirePermissionAttribute(Permissions.View));
        points.MapGet("", async (long clientId, TenantDb db, CancellationToken cancel) =>
            await db.Set<Points>().FindAsync([clientId], cancel) is { } found ? Results.Ok(new LoyaltyJson(found.Total)) : Results.NotFound());
        points.MapDelete("", async (long clientId, TenantDb db, CancellationToken cancel) =>
        {
            if (await db.Set<Points>().FindAsync([clientId], cancel) is { } found)
            {
                found.Total = 0;
                await db.SaveChangesAsync(cancel);
            }

            return Results.NoContent();
        });
        points.MapPost("rewards", async (long clientId, RewardDesk desk, CancellationToken cancel) =>
            await desk.OrderAsync(clientId, cancel) ? Results.NoContent() : Results.NotFound()).WithMetadata(new RequirePermissionAttribute(Permissions.Manage));
        points.MapPost("rewards/{act}", async (long clientId, string act, RewardDesk desk, CancellationToken cancel) =>
            await desk.ChangeAsync(clientId, act, cancel) ? Results.NoContent() : Results.NotFound()).WithMetadata(new RequirePermissionAttribute(Permissions.Manage));
    }
}

/// <summary>What the API answers.</summary>
/// <param name="Points">Points of the client.</param>
internal sealed record LoyaltyJson(int Points);

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "ViewLoyalty";
    public const string Manage = "ManageLoyalty";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } = [new(View, "loyalty.title", Stereotypes.Manager, Stereotypes.Staff), new(Manage, "loyalty.title", Stereotypes.Manager)];
}

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu.Add("loyalty.title", "/admin/loyalty", "star", Permissions.View, NavigationGroup.Main, 50);
}
