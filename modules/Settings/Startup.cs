using ClientSuite.Access;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Settings;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new SettingsPage("settings.site", "/admin/settings", PlatformPermissions.ManageSettings, 0));
        services.AddSingleton(new RecordPage("Settings.Site", "settings.title", null, null, "settings.field."));
        services.AddSingleton(new SettingsPage("settings.look", Look.IndexModel.Path, PlatformPermissions.ManageSettings, 5));
        services.AddSingleton(new RecordPage(Look.IndexModel.RecordType, "settings.look", Look.IndexModel.Path, PlatformPermissions.ManageSettings, "settings.look.field."));
        services.AddScoped<IBackgroundTask, Look.CleanLogos>();
    }

    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes) => Look.LookFiles.Map(routes);
}
