using ClientSuite.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClientSuite.Tenancy;

/// <summary>Builds the container and pipeline of a feature set. About a hundred milliseconds of work, so never per tenant.</summary>
internal sealed class ShellBuilder(IServiceProvider host, ModuleCatalogHolder catalog, SharedModelMetadata metadata)
{
    public Shell Build(ShellKey key, IReadOnlyList<string> enabled)
    {
        var current = catalog.Current;
        var features = current.Closure(enabled);
        var ids = features.Select(f => f.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var modules = features.Select(f => f.Module).Distinct().ToList();
        var startups = current.Modules.Where(modules.Contains)
            .SelectMany(m => m.Startups)
            .Where(s => ids.Contains(s.FeatureId) && s.Required.All(ids.Contains))
            .Select((s, index) => (Startup: s.Create(), index))
            .OrderBy(s => s.Startup.Order).ThenBy(s => s.index)
            .Select(s => s.Startup).ToList();

        var services = new ServiceCollection();
        ShellServices.AddHost(services, host);
        // An instance before AddRazorPages: MVC would otherwise find the parts of disabled modules by itself.
        var parts = new ApplicationPartManager();
        foreach (var assembly in new[] { typeof(ShellBuilder).Assembly, typeof(StartupBase).Assembly }.Concat(current.Themes).Concat(modules.Select(m => m.Assembly)))
        {
            foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
            {
                parts.ApplicationParts.Add(part);
            }
        }

        services.AddSingleton(parts);
        ShellServices.AddWeb(services, host);
        services.Replace(ServiceDescriptor.Singleton(metadata.For));
        ShellServices.AddPlatform(services);
        foreach (var startup in startups)
        {
            startup.ConfigureServices(services);
        }

        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        var app = new ApplicationBuilder(provider);
        ShellPipeline.Configure(app, startups);
        return new Shell(key, provider, app.Build());
    }
}
