using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Users;

/// <summary>Somebody whose device keeps a passkey.</summary>
public sealed class PasskeyStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    /// <summary>A passkey belongs to a name, never to an IP address.</summary>
    protected override Uri Address => new UriBuilder(base.Address) { Host = "localhost" }.Uri;

    protected override bool ExpectsRefusals => true;

    [Fact(DisplayName = "issue 2 §4: a passkey is added in the profile, signs in and is removed")]
    public async Task A_passkey_is_added_signs_in_and_is_removed()
    {
        var device = await Page.Context.NewCDPSessionAsync(Page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        await SignInAsync();
        await GoAsync("admin/profile/passkeys");
        await Page.GetByLabel("Nome da chave").Last.FillAsync("Notebook da Ana");
        await Button("Adicionar chave", exact: false).ClickAsync();
        await Expect(Page.Locator("ul.rows li")).ToContainTextAsync("Notebook da Ana");
        await IsAccessibleAsync();

        await SignOutAsync();
        await Button("Entrar com chave de acesso", exact: false).ClickAsync();
        await Page.WaitForURLAsync("**/admin");
        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" })).ToBeVisibleAsync();

        await GoAsync("admin/profile/passkeys");
        await Button("Remover", exact: false).ClickAsync();
        await Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Sim" }).ClickAsync();
        await Expect(Page.Locator("ul.rows li")).ToHaveCountAsync(0);

        // The device has it still, the tenant does not know it any more.
        await SignOutAsync();
        await Button("Entrar com chave de acesso", exact: false).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "chave" })).ToBeVisibleAsync();
        Assert.EndsWith("/sign-in", new Uri(Page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    private async Task SignOutAsync()
    {
        await Page.Locator("[popovertarget=account]").First.ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sair" }).ClickAsync();
        await Page.WaitForURLAsync("**/sign-in*");
    }
}
