using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>Somebody goes back to a record that a colleague erased.</summary>
public sealed class RecentStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override int[] Refusals => [404];

    [Fact(DisplayName = "issue 3 §1: what was open lately and is erased since is forgotten once its page is not there")]
    public async Task A_recent_one_that_is_gone()
    {
        var gone = FormattableString.Invariant($"{Tenant.PathBase}/admin/clients/987654321");
        await SignInAsync();
        await GoAsync("admin");
        await Page.EvaluateAsync("(href) => localStorage.setItem(`recent ${document.querySelector('[data-part=recent]').dataset.who}`, JSON.stringify([{ href, name: 'Apagado há pouco' }]))", gone);
        await Page.ReloadAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Page.GetByRole(AriaRole.Option, new() { Name = "Apagado há pouco" }).ClickAsync();
        await Expect(Page.Locator("[data-gone=true]")).ToBeVisibleAsync();
        await LoadedAsync();
        await GoAsync("admin");
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Option, new() { Name = "Apagado há pouco" })).ToHaveCountAsync(0);
    }
}
