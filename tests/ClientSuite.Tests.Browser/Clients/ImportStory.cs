using System.Text;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Clients;

public sealed class ImportStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    private const string File = """
        Nome fantasia;CPF/CNPJ;E-mail;Telefone;Cidade;UF
        Mercearia Azul;11.222.333/0001-81;azul@exemplo.example;(31) 98888-7777;Contagem;MG
        Loja Sem Documento Certo;11.111.111/1111-11;loja@exemplo.example;(31) 98888-5555;Betim;MG
        Bar do Zé;529.982.247-25;ze@exemplo.example;(31) 98888-6666;Betim;MG
        """;

    [Fact]
    public async Task A_file_is_sent_mapped_checked_and_imported()
    {
        await SignInAsync();
        await GoAsync("admin/clients/import");
        await Expect(Page.GetByText("Nenhum arquivo escolhido")).ToBeVisibleAsync();
        await Field(Page.Locator("main"), "Arquivo").SetInputFilesAsync(new FilePayload { Name = "contatos.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(File) });
        await Expect(Page.GetByText("contatos.csv")).ToBeVisibleAsync();
        await Button("Ligar colunas", exact: false).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Ligue as colunas aos campos" })).ToBeVisibleAsync();
        await Expect(Page.GetByLabel("Campo para Cidade")).ToHaveValueAsync("city");
        await IsAccessibleAsync();
        await Button("Conferir", exact: false).ClickAsync();

        await Expect(Page.GetByText("2 clientes serão criados; 1 linha será recusada.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(Page.GetByText("Loja Sem Documento Certo")).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await Button("Importar 2 clientes").ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Importação de clientes", Level = 1 })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Concluída" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await IsAccessibleAsync();
        await GoAsync("admin/clients");
        await Expect(Rows).ToHaveCountAsync(2);
        await Expect(Row("Bar do Zé")).ToBeVisibleAsync();
    }
}
