using ClientSuite.History;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.Extensions.DependencyInjection;

namespace ClientSuite.Features;

internal sealed class Startup : StartupBase
{
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<INavigationProvider, AdminMenu>();
        services.AddSingleton(new RecordPage("Features.Feature", "features.record", null, null, "features.field."));
    }
}
