using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.ClientUsers;

/// <summary>The reseller's manager, who adds a user and looks through his eyes.</summary>
public sealed class LoginAsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override int Clients => 1;

    [Fact(DisplayName = "001-41, 001-43, 001-55, 002-34 to 002-37, 003-84 Adicionar usuário with a password, Logar como with a reason, the banner and the way back")]
    public async Task The_manager_looks_as_the_user()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "Cliente 001" }).ClickAsync();
        await LoadedAsync();
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Abas" }).Or(Page.Locator(".cs-tabs")).First.GetByRole(AriaRole.Link, new() { Name = "Usuários" }).ClickAsync();
        await Link("Adicionar usuário").ClickAsync();
        await Field(Dialog, "Nome").FillAsync("Lia Prado");
        await Field(Dialog, "E-mail").FillAsync("lia@cliente.example");
        await Dialog.GetByLabel("Enviar link para criar a senha").UncheckAsync();
        await Dialog.GetByText("Definir a senha do cliente").ClickAsync();
        var password = Field(Dialog, "Senha");
        await password.FillAsync("Segredo123");
        await Expect(password).ToHaveAttributeAsync("type", "password");
        var eye = Dialog.GetByRole(AriaRole.Button, new() { Name = "Mostrar senha" }).First;
        await Expect(eye.Locator(".i-eye")).ToBeVisibleAsync(); // without a slash: hidden
        await Expect(eye.Locator(".i-eye-off")).ToBeHiddenAsync();
        await eye.ClickAsync();
        await Expect(password).ToHaveAttributeAsync("type", "text");
        await Expect(Dialog.Locator(".i-eye-off").First).ToBeVisibleAsync(); // with it: visible
        await Expect(Dialog.Locator(".cs-rules .st.ok")).ToHaveCountAsync(4);
        await Field(Dialog, "Confirmar senha").FillAsync("Segredo124");
        await Field(Dialog, "Nome").FocusAsync();
        await Expect(Dialog.GetByText("As senhas devem ser iguais")).ToBeVisibleAsync();
        await Field(Dialog, "Confirmar senha").FillAsync("Segredo123");
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Adicionar usuário" }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();
        var row = Page.Locator("#client-users tbody tr").Filter(new() { HasText = "Lia Prado" });
        await Expect(row).ToContainTextAsync("Primeiro usuário");
        await Expect(row).ToContainTextAsync("Offline");
        await IsAccessibleAsync();

        await row.GetByRole(AriaRole.Link, new() { Name = "Logar como Lia Prado" }).ClickAsync();
        await Field(Dialog, "Motivo").FillAsync("Configurar o atendimento");
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Logar como" }).ClickAsync();
        await Page.WaitForURLAsync("**/portal");
        var banner = Page.GetByRole(AriaRole.Complementary, new() { Name = "Logado como" });
        await Expect(banner).ToContainTextAsync("você está como Lia Prado em Cliente 001");
        await Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" })).ToContainTextAsync("Configurações");
        await IsAccessibleAsync();
        await banner.GetByRole(AriaRole.Button, new() { Name = "Voltar à administração" }).ClickAsync();
        await Page.WaitForURLAsync("**/users");
        await Expect(Page.Locator("#client-users tbody tr").Filter(new() { HasText = "Lia Prado" })).ToContainTextAsync("Offline");
        await GoAsync("portal");
        await Page.WaitForURLAsync("**/portal/sign-in*");
    }
}
