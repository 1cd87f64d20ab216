using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Recipes;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new RecordPage("Recipes.Recipe", "recipes.record", null, null, "recipes.field."));
    }
}
