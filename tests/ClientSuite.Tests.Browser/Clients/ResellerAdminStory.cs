using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Clients;

public sealed class ResellerAdminStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override int Clients => 3;

    [Fact(DisplayName = "001-01 to 001-05, 001-64, 001-65, 003-04: an admin adds, finds, edits, blocks, deletes and restores a client")]
    public async Task A_clients_life()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Clientes", Exact = true })).ToBeVisibleAsync();
        await Link("Adicionar cliente").ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Heading, new() { Name = "Adicionar cliente" })).ToBeVisibleAsync();
        await dialog.GetByText("Pessoa jurídica", new() { Exact = true }).ClickAsync();
        foreach (var (label, value) in new[]
        {
            ("Nome fantasia", "Padaria Dona Ângela"), ("Razão social", "Ângela Pães e Doces Ltda"), ("CPF/CNPJ", "11.222.333/0001-81"), ("Telefone", "(31) 99876-5432"),
            ("E-mail", "contato@angela.example"), ("CEP", "30140-071"), ("Logradouro", "Rua da Bahia"), ("Número", "1148"), ("Bairro", "Lourdes"), ("Cidade", "Belo Horizonte"),
        })
        {
            await Field(dialog, label).FillAsync(value);
        }

        await Field(dialog, "Estado").SelectOptionAsync("MG");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Adicionar cliente" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Row("Padaria Dona Ângela")).ToBeVisibleAsync();

        // While typing, without accents.
        await Page.GetByLabel("Pesquisa de clientes").FillAsync("angela");
        await Expect(Rows).ToHaveCountAsync(1);
        await Page.GetByLabel("Pesquisa de clientes").FillAsync("11.222.333/0001");
        await Page.WaitForURLAsync("**q=11*");
        await Expect(Row("Padaria Dona Ângela")).ToBeVisibleAsync();
        await Page.GetByLabel("Pesquisa de clientes").FillAsync("");
        await Expect(Rows).ToHaveCountAsync(4);

        await Link("Nome fantasia").ClickAsync();
        await Expect(Rows.First).ToContainTextAsync("Cliente 001");

        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "Padaria Dona Ângela" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Padaria Dona Ângela", Level = 1 })).ToBeVisibleAsync();
        await LoadedAsync();
        await Link("Editar").ClickAsync();
        await Field(dialog, "Nome fantasia").FillAsync("Padaria da Ângela");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Salvar alterações" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Padaria da Ângela", Level = 1 })).ToBeVisibleAsync();

        await Button("Bloquear").ClickAsync();
        await Expect(Button("Desbloquear")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Dados do registro" }).GetByRole(AriaRole.Link, new() { Name = "Histórico" }).ClickAsync();
        await Expect(Page.GetByText("Padaria Dona Ângela").First).ToBeVisibleAsync();
        await IsAccessibleAsync();

        await Button("Excluir").ClickAsync();
        await Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync("**/admin/clients");
        await Expect(Row("Padaria da Ângela")).ToHaveCountAsync(0);

        await GoAsync("admin/clients/trash");
        await Row("Padaria da Ângela").HoverAsync(); // its tools show when one points at it
        await Page.GetByLabel("Restaurar Padaria da Ângela").ClickAsync();
        await Expect(Row("Padaria da Ângela")).ToHaveCountAsync(0);
        await GoAsync("admin/clients");
        await Expect(Row("Padaria da Ângela")).ToBeVisibleAsync();
    }
}
