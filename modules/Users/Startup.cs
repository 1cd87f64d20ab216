using ClientSuite.Modules;
using ClientSuite.Navigation;
using ClientSuite.Outbox;
using ClientSuite.Search;
using ClientSuite.Users.Api;
using ClientSuite.Users.Contracts;
using ClientSuite.Users.Passwords;
using ClientSuite.Users.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Users;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddScoped<TenantRoot>();
        services.AddScoped<PasswordLinks>();
        services.AddScoped<UserRoles>();
        services.AddScoped<RoleNames>();
        services.AddScoped<ISearchSource, UserSearch>();
        services.AddSingleton(SendPasswordLink.Welcome);
        services.AddSingleton(SendPasswordLink.Reset);
        services.AddScoped<IEventHandler<PasswordLinkAsked>, SendPasswordLink>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => TokenApi.Map(routes);
}
