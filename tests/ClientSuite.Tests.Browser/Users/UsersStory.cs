using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Users;

public sealed class UsersStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    [Fact]
    public async Task A_colleague_is_added_and_later_loses_access()
    {
        await SignInAsync();
        await GoAsync("admin/users");
        await Link("Adicionar usuário").ClickAsync();
        await Field(Dialog, "Nome").FillAsync("Lia Prado");
        await Field(Dialog, "Usuário").FillAsync("lia");
        await Field(Dialog, "E-mail").FillAsync("lia@exemplo.example");
        await Dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Leitura" }).CheckAsync();
        await Dialog.GetByLabel("Enviar link para criar a senha").UncheckAsync();
        await Dialog.GetByText("Ou definir a senha agora").ClickAsync();
        await Field(Dialog, "Senha").FillAsync("Segredo123");
        await Field(Dialog, "Confirmar senha").FillAsync("Segredo123");
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Adicionar usuário" }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();
        await Expect(Row("Lia Prado")).ToContainTextAsync("Sim");

        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "Lia Prado" }).ClickAsync();
        await Page.GetByLabel("Ativo", new() { Exact = true }).UncheckAsync();
        await Button("Salvar usuário", exact: false).ClickAsync();
        await Page.WaitForURLAsync("**/admin/users");
        await Expect(Row("Lia Prado").Locator(".st")).ToHaveTextAsync("Não");
    }
}
