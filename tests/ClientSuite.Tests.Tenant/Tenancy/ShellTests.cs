using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Tenancy;

public sealed class ShellTests(TestHost host)
{
    [Fact(DisplayName = "issue 2 §10: shells of different features share what MVC knows of models, one whose module adds to it has its own")]
    public async Task Metadata()
    {
        var agency = await host.SetUpAsync("shell", postgres: false, "agency");
        var shells = host.Services.GetRequiredService<ShellManager>();
        var (one, other) = (shells.Acquire(agency), shells.Acquire(agency with { Features = [.. agency.Features.Where(f => f != "Notes")] }));
        try
        {
            Assert.NotSame(one, other);
            Assert.Same(one.Services.GetRequiredService<IModelMetadataProvider>(), other.Services.GetRequiredService<IModelMetadataProvider>());
        }
        finally
        {
            one.Release();
            other.Release();
        }

        var services = new ServiceCollection();
        ShellServices.AddHost(services, host.Services);
        services.AddSingleton(new ApplicationPartManager());
        ShellServices.AddWeb(services, host.Services);
        services.Configure<MvcOptions>(o => o.ModelMetadataDetailsProviders.Add(new ByTheModule()));
        await using var own = services.BuildServiceProvider();
        var metadata = host.Services.GetRequiredService<SharedModelMetadata>().For(own);
        Assert.Equal("by the module", metadata.GetMetadataForType(typeof(Uri)).Description);
        Assert.Null(other.Services.GetRequiredService<IModelMetadataProvider>().GetMetadataForType(typeof(Uri)).Description);
    }

    private sealed class ByTheModule : IDisplayMetadataProvider
    {
        public void CreateDisplayMetadata(DisplayMetadataProviderContext context) => context.DisplayMetadata.Description = () => "by the module";
    }
}
