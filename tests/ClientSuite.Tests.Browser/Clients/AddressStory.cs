using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Browser.Clients;

/// <summary>Somebody types a CEP.</summary>
public sealed class AddressStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    [Fact(DisplayName = "000-25, 000-26: a CEP fills in what is empty, never what was typed, and another CEP replaces what the first filled in")]
    public async Task A_postal_code_fills_in_the_address()
    {
        await SignInAsync();
        await GoAsync("admin/clients/new");
        await Field(Page.Locator("form.cs-form"), "Bairro").FillAsync("Centro velho");
        await Field(Page.Locator("form.cs-form"), "CEP").FillAsync("01001000");
        await Field(Page.Locator("form.cs-form"), "CEP").PressAsync("Tab");
        await Expect(Page.GetByText("Endereço preenchido")).ToBeVisibleAsync();
        await Expect(Field(Page.Locator("form.cs-form"), "Logradouro")).ToHaveValueAsync("Praça da Sé");
        await Expect(Field(Page.Locator("form.cs-form"), "Bairro")).ToHaveValueAsync("Centro velho");
        await Expect(Field(Page.Locator("form.cs-form"), "Cidade")).ToHaveValueAsync("São Paulo");
        await Expect(Field(Page.Locator("form.cs-form"), "Estado")).ToHaveValueAsync("SP");

        await Field(Page.Locator("form.cs-form"), "Logradouro").FillAsync("Rua Direita");
        await Field(Page.Locator("form.cs-form"), "CEP").FillAsync(FakeViaCep.WholeCity);
        await Field(Page.Locator("form.cs-form"), "CEP").PressAsync("Tab");
        await Expect(Field(Page.Locator("form.cs-form"), "Cidade")).ToHaveValueAsync("Ouro Preto");
        await Expect(Field(Page.Locator("form.cs-form"), "Estado")).ToHaveValueAsync("MG");
        await Expect(Field(Page.Locator("form.cs-form"), "Logradouro")).ToHaveValueAsync("Rua Direita");

        await Field(Page.Locator("form.cs-form"), "CEP").FillAsync(FakeViaCep.Unknown);
        await Field(Page.Locator("form.cs-form"), "CEP").PressAsync("Tab");
        await Expect(Page.GetByText("CEP não encontrado; preencha o endereço")).ToBeVisibleAsync();
        await Expect(Page.GetByText("Endereço preenchido")).ToHaveCountAsync(0);
        await Expect(Field(Page.Locator("form.cs-form"), "Cidade")).ToHaveValueAsync("Ouro Preto");

        // Another that is known takes the hint back.
        await Field(Page.Locator("form.cs-form"), "CEP").FillAsync("01001000");
        await Field(Page.Locator("form.cs-form"), "CEP").PressAsync("Tab");
        await Expect(Page.GetByText("Endereço preenchido")).ToBeVisibleAsync();
        await Expect(Page.GetByText("CEP não encontrado")).ToHaveCountAsync(0);
    }
}
