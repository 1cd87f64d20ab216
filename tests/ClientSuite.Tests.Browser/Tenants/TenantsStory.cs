using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Tenants;

/// <summary>The operator, in the tenant that has the others.</summary>
public sealed class TenantsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override bool ExpectsRefusals => true;

    protected override Task<ShellSettings> SettleAsync(TestHost host) =>
        Task.FromResult(host.Tenants.Find(ShellSettings.DefaultName) ?? throw new InvalidOperationException("The operator's tenant is missing."));

    [Fact]
    public async Task A_tenant_is_made_from_a_recipe_and_removed_by_typing_its_name()
    {
        var name = "loja-" + Guid.NewGuid().ToString("N")[..6];
        await SignInAsync();
        await GoAsync("admin/tenants");
        await Link("Criar tenant").ClickAsync();
        await Field(Dialog, "Nome do site").FillAsync("Loja " + name);
        await Field(Dialog, "Nome técnico").FillAsync(name);
        await Field(Dialog, "Receita").SelectOptionAsync(new SelectOptionValue { Label = "Agência de atendimento" });
        await Field(Dialog, "E-mail").FillAsync("dona@loja.example");
        await Field(Dialog, "Senha").FillAsync("Segredo123");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Criar tenant" }).ClickAsync();
        await Expect(Dialog).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await Page.GetByLabel("Nome, endereço ou prefixo").FillAsync(name);
        await Expect(Rows).ToHaveCountAsync(1);
        await Expect(Row(name)).ToContainTextAsync("Em execução");
        await Expect(Row(name)).ToContainTextAsync("Agência de atendimento");

        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "Loja " + name }).ClickAsync();
        await Expect(Page.GetByText("Clientes", new() { Exact = true })).ToBeVisibleAsync(); // a feature, in the reader's language
        await IsAccessibleAsync();
        await Button("Desativar").ClickAsync();
        await Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Sim", Exact = true }).ClickAsync();
        await Link("Remover tenant").ClickAsync();
        await Field(Dialog, "Nome técnico").FillAsync("outra");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Remover tenant" }).ClickAsync();
        await Expect(Dialog.GetByText($"Digite {name}, exatamente assim.")).ToBeVisibleAsync();
        await Field(Dialog, "Nome técnico").FillAsync(name);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Remover tenant" }).ClickAsync();
        await Page.WaitForURLAsync("**/admin/tenants");
        await Expect(Row(name)).ToHaveCountAsync(0);
    }
}
