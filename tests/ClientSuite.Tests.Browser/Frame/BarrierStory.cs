using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>The main pages, as axe reads them: light and dark, desktop and telephone. They change nothing, so one tenant does for all.</summary>
public sealed class BarrierStory(TestHost host, Chromium chromium, BarrierStory.Samples samples) : Story(host, chromium), IClassFixture<BarrierStory.Samples>
{
    protected override Task<ShellSettings> SettleAsync(TestHost host) => Task.FromResult(samples.Tenant);

    [Theory]
    [InlineData("sign-in", false)]
    [InlineData("admin", true)]
    [InlineData("admin/clients", true)]
    [InlineData("admin/clients/new", true)]
    [InlineData("admin/clients/import", true)]
    [InlineData("admin/clients/trash", true)]
    [InlineData("admin/users", true)]
    [InlineData("admin/roles", true)]
    [InlineData("admin/profile", true)]
    [InlineData("admin/features", true)]
    [InlineData("admin/history", true)]
    [InlineData("admin/jobs", true)]
    [InlineData("admin/settings", true)]
    [InlineData("admin/recipes", true)]
    [InlineData("admin/operations", true)]
    [InlineData("admin/api-docs", true)]
    public async Task No_main_page_has_a_serious_barrier(string path, bool signedIn)
    {
        // A colour caught half way between two themes would be nobody's.
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        if (signedIn)
        {
            await SignInAsync();
        }

        await GoAsync(path);
        await Expect(Page.GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await IsAccessibleAsync();
        await Page.SetViewportSizeAsync(390, 844);
        await IsAccessibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), path + " scrolls sideways on a phone");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await IsAccessibleAsync();
    }

    /// <summary>A tenant with the recipe's samples.</summary>
    public sealed class Samples(TestHost host) : TenantFixture<Sqlite>(host)
    {
        protected override bool WithSampleData => true;
    }
}
