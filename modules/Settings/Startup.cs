using ClientSuite.Access;
using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Settings;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new SettingsPage("settings.site", "/admin/settings", PlatformPermissions.ManageSettings, 0));
        services.AddSingleton(new RecordPage("Settings.Site", "settings.title", null, null, "settings.field."));
    }
}
