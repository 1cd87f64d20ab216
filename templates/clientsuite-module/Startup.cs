using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Navigation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Acme.Sample;

internal sealed class Startup : StartupBase
{
    public override void ConfigureModel(ModelBuilder model) => model.Row<Note>("AcmeSample_Note");

    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<IPermissionProvider, Permissions>();
        services.AddSingleton<INavigationProvider, AdminMenu>();
    }
}

internal sealed class Permissions : IPermissionProvider
{
    public const string View = "View.Acme.Sample";

    IReadOnlyList<Permission> IPermissionProvider.Permissions { get; } = [new(View, "acme-sample.title", Stereotypes.Manager)];
}

internal sealed class AdminMenu : INavigationProvider
{
    public void Build(NavigationBuilder menu) => menu.Add("acme-sample.title", "/admin/acme-sample", "puzzle", Permissions.View, NavigationGroup.Main, 90);
}
