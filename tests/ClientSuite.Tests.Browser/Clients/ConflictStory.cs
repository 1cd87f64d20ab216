using System.Net;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Clients;

/// <summary>Two people edit the same client.</summary>
public sealed class ConflictStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override bool ExpectsRefusals => true;

    [Fact]
    public async Task A_stale_form_keeps_what_was_typed_and_lets_one_choose_field_by_field()
    {
        using var colleague = await ApiAsync();
        var id = await colleague.CreateClientAsync(new { tradeName = "Padaria", email = "padaria@exemplo.example" });
        await SignInAsync();
        await GoAsync("admin/clients");
        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "Padaria" }).ClickAsync();
        await LoadedAsync();
        await Link("Editar").ClickAsync();
        await Field(Dialog, "Nome fantasia").FillAsync("Padaria da Praça");

        (await colleague.PatchAsync("clients/" + id, new { tradeName = "Padaria do Largo", origin = "Feira" })).Is(HttpStatusCode.OK);

        await Save();
        await Expect(Dialog.GetByText("Outra pessoa salvou este cliente enquanto você editava.")).ToBeVisibleAsync();
        await Expect(Field(Dialog, "Nome fantasia")).ToHaveValueAsync("Padaria da Praça");
        await Expect(Dialog.GetByLabel("Padaria da Praça")).ToBeCheckedAsync();
        await IsAccessibleAsync();
        await Dialog.GetByLabel("Feira").CheckAsync();
        await Save();

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Padaria da Praça", Level = 1 })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Dados do registro" }).GetByRole(AriaRole.Link, new() { Name = "Perfil" }).ClickAsync();
        await Expect(Page.GetByText("Feira", new() { Exact = true })).ToBeVisibleAsync();
    }

    private Task Save() => Dialog.GetByRole(AriaRole.Button, new() { Name = "Salvar alterações" }).ClickAsync();
}
