using System.Text.RegularExpressions;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Clients;

/// <summary>Somebody who works in the list all day.</summary>
public sealed class ListStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override int Clients => 25;

    private ILocator Views => Page.GetByRole(AriaRole.Navigation, new() { Name = "Visões salvas" });

    [Fact]
    public async Task A_filter_is_set_and_removed_and_the_address_follows()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await FilterByStateAsync("São Paulo");
        await Expect(Page.Locator(".chip")).ToContainTextAsync("São Paulo");
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex("[?&]state=SP"));
        await Expect(Page.GetByText("1–12 de 12")).ToBeVisibleAsync();

        // The address is the state: another visit shows the same.
        await Page.ReloadAsync();
        await Expect(Rows).ToHaveCountAsync(12);

        await Link("Remover filtro Estado").ClickAsync();
        await Expect(Page.Locator(".chip")).ToHaveCountAsync(0);
        await Assertions.Expect(Page).Not.ToHaveURLAsync(new Regex("state="));
        await Expect(Page.GetByText("1–20 de 25")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_chosen_columns_are_remembered()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        var heading = Page.GetByRole(AriaRole.Columnheader, new() { Name = "E-mail" });
        await Expect(heading).ToBeVisibleAsync();
        await Button("Colunas").ClickAsync();
        await Dialog.GetByLabel("E-mail", new() { Exact = true }).UncheckAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Salvar colunas" }).ClickAsync();
        await Expect(heading).ToHaveCountAsync(0);
        await Page.ReloadAsync();
        await Expect(Rows).ToHaveCountAsync(20);
        await Expect(heading).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_view_is_saved_and_opened_again()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await FilterByStateAsync("Paraná");
        await Button("Salvar visão").ClickAsync();
        await Page.GetByLabel("Nome da visão").FillAsync("Paranaenses");
        await Page.Locator(".cs-save").GetByRole(AriaRole.Button, new() { Name = "Salvar visão" }).ClickAsync();
        await Expect(Views.GetByRole(AriaRole.Link, new() { Name = "Paranaenses" })).ToBeVisibleAsync();

        await GoAsync("admin/clients");
        await Expect(Page.GetByText("1–20 de 25")).ToBeVisibleAsync();
        await Views.GetByRole(AriaRole.Link, new() { Name = "Paranaenses" }).ClickAsync();
        await Expect(Page.GetByText("1–13 de 13")).ToBeVisibleAsync();
        await Expect(Page.Locator(".chip")).ToContainTextAsync("Paraná");
    }

    [Fact]
    public async Task Chosen_rows_are_blocked_together_after_a_look_at_what_will_happen()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await Page.GetByLabel("Selecionar Cliente 024").CheckAsync();
        await Page.GetByLabel("Selecionar Cliente 022").CheckAsync();
        var bar = Page.GetByRole(AriaRole.Region, new() { Name = "Ações em massa" });
        await Expect(bar).ToContainTextAsync("2 selecionados");
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "Selecionar todos os 25" })).ToBeVisibleAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Bloquear", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Heading, new() { Name = "Bloquear 2 clientes?" })).ToBeVisibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync();

        await Views.GetByRole(AriaRole.Link, new() { Name = "Bloqueados" }).ClickAsync();
        await Expect(Rows).ToHaveCountAsync(2);
        await Expect(Row("Cliente 024")).ToBeVisibleAsync();
        await Expect(Row("Cliente 022")).ToBeVisibleAsync();
    }

    [Fact(DisplayName = "004-07: all but two of those that match go to the trash, come back by undo, and are restored together")]
    public async Task All_but_two_are_deleted_and_come_back()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await Page.GetByLabel("Selecionar Cliente 025").CheckAsync();
        var bar = Page.GetByRole(AriaRole.Region, new() { Name = "Ações em massa" });
        await bar.GetByRole(AriaRole.Button, new() { Name = "Selecionar todos os 25" }).ClickAsync();
        await Expect(bar).ToContainTextAsync("25 selecionados");
        await Page.GetByLabel("Selecionar Cliente 025").UncheckAsync();
        await Page.GetByLabel("Selecionar Cliente 020").UncheckAsync();
        await Expect(bar).ToContainTextAsync("23 selecionados");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Excluir", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Heading, new() { Name = "Excluir 23 clientes?" })).ToBeVisibleAsync();
        await Expect(Dialog).ToContainTextAsync("Cliente 001, Cliente 002, Cliente 003, Cliente 004, Cliente 005 e mais 18");
        await IsAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Button("Desfazer").HoverAsync(); // it stays while the pointer is there
        await Expect(Rows).ToHaveCountAsync(2);
        await Expect(Row("Cliente 020")).ToBeVisibleAsync();
        await Button("Desfazer").ClickAsync();
        await Expect(Page.GetByText("23 clientes voltaram ao que eram.")).ToBeVisibleAsync();
        await Expect(Page.GetByText("1–20 de 25")).ToBeVisibleAsync();

        await Page.GetByLabel("Selecionar Cliente 024").CheckAsync();
        await Page.GetByLabel("Selecionar Cliente 023").CheckAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Excluir", Exact = true }).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("1–20 de 23")).ToBeVisibleAsync();
        await GoAsync("admin/clients/trash");
        await Page.GetByLabel("Selecionar Cliente 024").CheckAsync();
        await Page.GetByLabel("Selecionar Cliente 023").CheckAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Restaurar", Exact = true }).ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("2 clientes restaurados.")).ToBeVisibleAsync();
        await Expect(Rows).ToHaveCountAsync(0);

        // Ticked rows as a download.
        await GoAsync("admin/clients");
        await Page.GetByLabel("Selecionar Cliente 024").CheckAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Mais ações", Exact = true }).ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => bar.GetByRole(AriaRole.Menuitem, new() { Name = "Download", Exact = true }).ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Space_shows_a_client_beside_the_list_and_J_goes_on_from_its_page()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        await Row("Cliente 024").Locator("td").Nth(3).ClickAsync();
        await Page.Keyboard.PressAsync("Space");
        var panel = Page.GetByRole(AriaRole.Complementary, new() { Name = "Cliente 024" });
        await Expect(panel).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await panel.GetByRole(AriaRole.Link, new() { Name = "Abrir cliente" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Cliente 024", Level = 1 })).ToBeVisibleAsync();
        await Expect(Page.GetByText("2 de 25")).ToBeVisibleAsync();
        await LoadedAsync();
        await Page.Keyboard.PressAsync("j");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Cliente 023", Level = 1 })).ToBeVisibleAsync();
        await Expect(Page.GetByText("3 de 25")).ToBeVisibleAsync();
    }

    private async Task FilterByStateAsync(string state)
    {
        await Button("Filtro").ClickAsync();
        await Page.Locator(".cs-pick").GetByRole(AriaRole.Button, new() { Name = "Estado", Exact = true }).ClickAsync();
        var editor = Page.GetByRole(AriaRole.Group, new() { Name = "Estado", Exact = true });
        await editor.GetByLabel("Procurar opção").FillAsync(state);
        await editor.GetByLabel(state, new() { Exact = true }).CheckAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "Aplicar filtro" }).ClickAsync();
    }
}
