using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientSuite.Tenancy;

/// <summary>What MVC knows of the models of pages: as much memory as all the rest of a shell, the same in each, and nothing of a tenant. So
/// shells share one, but for those to which a module adds providers of such details.</summary>
internal sealed class SharedModelMetadata(IServiceProvider host)
{
    private readonly Lazy<(IModelMetadataProvider Metadata, int Providers)> _shared = new(() =>
    {
        var services = new ServiceCollection();
        ShellServices.AddHost(services, host);
        services.AddSingleton(new ApplicationPartManager());
        ShellServices.AddWeb(services, host);
        var bare = services.BuildServiceProvider();
        return (bare.GetRequiredService<IModelMetadataProvider>(), ProvidersOf(bare));
    });

    public IModelMetadataProvider For(IServiceProvider shell)
    {
        var (metadata, providers) = _shared.Value;
        return ProvidersOf(shell) == providers ? metadata : ActivatorUtilities.CreateInstance<DefaultModelMetadataProvider>(shell);
    }

    private static int ProvidersOf(IServiceProvider shell) => shell.GetRequiredService<IOptions<MvcOptions>>().Value.ModelMetadataDetailsProviders.Count;
}
