using System.Text.RegularExpressions;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.ClientUsers;

/// <summary>Marina, who answers for two companies, on her telephone.</summary>
public sealed class PortalStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    private readonly TestHost _host = host;

    protected override bool ExpectsRefusals => true;

    [Fact(DisplayName = "001-48, 001-51, 001-53, 003-63, 003-76 the first sign-in with its code, the choice of the account, Trocar conta from the avatar, and granting a colleague's permissions")]
    public async Task Marina_enters_both_accounts()
    {
        const string email = "marina@escola.example";
        using (var api = await ApiAsync())
        {
            foreach (var name in new[] { "Escola Boa Vista", "Farmácia Azul" })
            {
                var client = await api.CreateClientAsync(new { personKind = "legal", tradeName = name });
                await api.PostAsync($"clients/{client}/users", new { name = "Marina Lopes", email, password = name[0] == 'E' ? "Portal1234" : null });
                await api.PostAsync($"clients/{client}/users", new { name = "Rafael Dias", email = "rafael@" + (name[0] == 'E' ? "escola" : "farmacia") + ".example", password = "Portal1234" });
            }
        }

        await Page.SetViewportSizeAsync(390, 844);
        await GoAsync("portal");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Senha", new() { Exact = false }).First.FillAsync("Portal1234");
        await IsAccessibleAsync();
        await Button("Logar").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Escolha a conta" })).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await Button("Escola Boa Vista", exact: false).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Código de autenticação" })).ToBeVisibleAsync();
        await Page.GetByLabel("Código", new() { Exact = false }).FillAsync("12345");
        await Button("Confirmar código").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("O código não confere");
        await Page.GetByLabel("Código", new() { Exact = false }).FillAsync(await CodeAsync(email));
        await Button("Confirmar código").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Olá, Marina Lopes" })).ToBeVisibleAsync();
        await IsAccessibleAsync();

        await Button("Ficar offline").ClickAsync();
        await Expect(Button("Ficar online")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" }).GetByRole(AriaRole.Button, new() { Name = "Configurações" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Permissões gerais" }).ClickAsync();
        await Page.GetByRole(AriaRole.Group, new() { Name = "Rafael Dias" }).GetByLabel("Gerenciar e contratar planos em Assinaturas").CheckAsync();
        await IsAccessibleAsync();
        await Button("Salvar permissões").ClickAsync();
        await Expect(Page.GetByText("As permissões foram salvas")).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Gerenciar e contratar planos em Assinaturas")).ToBeCheckedAsync();

        await Page.Locator("[popovertarget=account]").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Trocar conta" }).ClickAsync();
        await Button("Farmácia Azul", exact: false).ClickAsync();
        await Page.GetByLabel("Código", new() { Exact = false }).FillAsync(await CodeAsync(email));
        await Button("Confirmar código").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Farmácia Azul");
        await Page.Locator("[popovertarget=account]").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Trocar conta" }).ClickAsync();
        await Button("Escola Boa Vista", exact: false).ClickAsync(); // given once: no code, no password
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Escola Boa Vista");

        await Page.Locator("[popovertarget=account]").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitemradio, new() { Name = "Escuro" }).ClickAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Page.Keyboard.PressAsync("Escape");
        await Page.ReloadAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark"); // kept with the user
        await IsAccessibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private async Task<string> CodeAsync(string email)
    {
        var subject = "";
        await _host.InTenantAsync(Tenant.Name, async scope => subject = await scope.GetRequiredService<TenantDb>().EmailMessages.AsNoTracking()
            .Where(m => m.ToAddress == email && m.Kind == "clientusers.mail.code").OrderByDescending(m => m.Id).Select(m => m.Subject).FirstAsync());
        return Regex.Match(subject, "[0-9]{6}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }
}
