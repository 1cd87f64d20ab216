using ClientSuite.Tests.Hosting;
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
        await Expect(Page.GetByText("Permissões salvas")).ToBeVisibleAsync();
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

    [Fact(DisplayName = "004-67, 004-69, A33: the team switches comments on, writes one that is not private and says who reads it, and the client reads it on the telephone and downloads its file")]
    public async Task A_comment_for_the_client()
    {
        const string email = "dona@padaria.example";
        string client;
        using (var api = await ApiAsync())
        {
            client = await api.CreateClientAsync(new { personKind = "legal", tradeName = "Padaria da Dona" });
            await api.PostAsync($"clients/{client}/users", new { name = "Dona Rita", email, password = "Portal1234" });
            await api.PostAsync($"clients/{client}/comments", new { text = "Só para nós" });
        }

        await SignInAsync();
        await GoAsync("admin/settings");
        await Link("Notas").First.ClickAsync();
        await Page.GetByLabel("Mostrar aos clientes os comentários que não são privados").CheckAsync();
        await Expect(Page.GetByText("0 comentários já escritos não são privados.")).ToBeVisibleAsync();
        await Button("Salvar configurações de notas").ClickAsync();
        await Expect(Page.GetByText("Configurações de notas salvas")).ToBeVisibleAsync();

        await GoAsync($"admin/clients/{client}/notes?show=comments");
        await Link("Novo comentário").ClickAsync();
        await Expect(Dialog.GetByText("Desmarcado, os usuários do cliente leem o comentário")).ToBeVisibleAsync();
        await Dialog.GetByLabel("Texto", new() { Exact = false }).FillAsync("Entregamos na sexta.\nAté lá!");
        await Dialog.GetByLabel("Privado: só a equipe vê", new() { Exact = false }).UncheckAsync();
        await Dialog.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "entrega.txt", MimeType = "text/plain", Buffer = "Sexta, 9 h"u8.ToArray() });
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Salvar", Exact = true }).ClickAsync();
        await Expect(Page.Locator(".thread li").First).ToContainTextAsync("O cliente vê");

        await Page.Context.ClearCookiesAsync();
        await Page.SetViewportSizeAsync(390, 844);
        await GoAsync("portal");
        await Page.GetByLabel("E-mail").FillAsync(email);
        await Page.GetByLabel("Senha", new() { Exact = false }).First.FillAsync("Portal1234");
        await Button("Logar").ClickAsync();
        await Page.GetByLabel("Código", new() { Exact = false }).FillAsync(await CodeAsync(email));
        await Button("Confirmar código").ClickAsync();
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" }).GetByRole(AriaRole.Link, new() { Name = "Comentários" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Entregamos na sexta.");
        await Expect(Page.GetByText("Só para nós")).ToHaveCountAsync(0);
        await IsAccessibleAsync();
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        var download = await Page.RunAndWaitForDownloadAsync(() => Link("entrega.txt", exact: false).ClickAsync());
        Assert.Equal(("entrega.txt", "Sexta, 9 h"), (download.SuggestedFilename, await File.ReadAllTextAsync(await download.PathAsync())));
    }

    private Task<string> CodeAsync(string email) => _host.CodeAsync(Tenant.Name, email);
}
