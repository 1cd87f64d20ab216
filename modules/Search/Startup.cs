using ClientSuite.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Search;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<PaletteActions>();
        services.AddScoped<GlobalSearch>();
    }
}
