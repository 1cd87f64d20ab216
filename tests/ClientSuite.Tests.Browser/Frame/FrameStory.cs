using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

public sealed class FrameStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override int Clients => 45;

    [Fact(DisplayName = "002-78 to 002-81: the menu hides and shows, the page takes the whole width and gives it back")]
    public async Task Menu_and_width()
    {
        await SignInAsync();
        var menu = Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" });
        await Expect(menu).ToBeVisibleAsync();
        await Button("Esconder o menu lateral").ClickAsync();
        await Expect(menu).Not.ToBeInViewportAsync();
        await Button("Mostrar o menu lateral").ClickAsync();
        await Expect(menu).ToBeVisibleAsync();

        await Button("Usar a largura inteira").ClickAsync();
        await Expect(Page.Locator(".cs-app.full-width")).ToHaveCountAsync(1);
        await Button("Voltar à largura padrão").ClickAsync();
        await Expect(Page.Locator(".cs-app.full-width")).ToHaveCountAsync(0);
    }

    [Fact(DisplayName = "issue 3 §5: where a name must be typed, Enter says yes once it stands there, and never no")]
    public async Task A_typed_name()
    {
        await SignInAsync();
        await Page.EvaluateAsync("""
            () => {
              document.querySelector('main').insertAdjacentHTML('beforeend', '<form data-confirm="Apagar João?" data-confirm-type="João"><button>Apagar de vez</button></form>');
              document.addEventListener('submit', (event) => {
                if (event.target.matches('[data-confirm-type]')) {
                  event.preventDefault();
                  document.title = 'Apagado';
                }
              });
            }
            """);
        var dialog = Page.GetByRole(AriaRole.Alertdialog);
        await Button("Apagar de vez").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Não" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Button("Apagar de vez").ClickAsync();
        var name = dialog.GetByRole(AriaRole.Textbox);
        await name.FillAsync("Jo");
        await name.PressAsync("Enter");
        await Expect(dialog).ToBeVisibleAsync();
        await Assertions.Expect(Page).Not.ToHaveTitleAsync("Apagado");
        await name.FillAsync("João");
        await name.PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(Page).ToHaveTitleAsync("Apagado");
    }

    [Fact(DisplayName = "002-82: the bell opens a side panel with the recent notifications")]
    public async Task Bell()
    {
        await SignInAsync();
        await Page.Locator(".cs-bell").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Notificações" })).ToBeVisibleAsync();
    }

    [Fact(DisplayName = "issue 3 §5: the bell asks for nothing while its tab is hidden, and at once when it is shown again")]
    public async Task Bell_of_a_hidden_tab()
    {
        await Page.Clock.InstallAsync();
        await SignInAsync();
        await GoAsync("admin");
        var asked = 0;
        Page.Request += (_, request) => asked += request.Url.Contains("/notifications/bell", StringComparison.Ordinal) ? 1 : 0;
        await PassAsync(until: 1);

        await SeenAsync("hidden");
        await Page.Clock.FastForwardAsync(300_000);
        await Page.EvaluateAsync("() => fetch(location.href)"); // what was asked before this has been counted
        Assert.Equal(1, asked);
        await Page.RunAndWaitForResponseAsync(() => SeenAsync("visible"), r => r.Url.Contains("/notifications/bell", StringComparison.Ordinal));
        Assert.Equal(2, asked);
        await PassAsync(until: 3); // and its clock runs again

        async Task PassAsync(int until)
        {
            for (var seconds = 0; asked < until && seconds < 600; seconds++)
            {
                await Page.Clock.RunForAsync(1_000);
            }

            Assert.Equal(until, asked);
        }
    }

    /// <summary>Tells the page that its tab is hidden, or seen: Playwright keeps every page in view.</summary>
    private Task SeenAsync(string state) => Page.EvaluateAsync("""
        (state) => {
          Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
          Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """, state);

    [Fact(DisplayName = "002-84 to 002-90: page sizes 20, 50 and 100, and four arrows that know where they end")]
    public async Task Pages()
    {
        await SignInAsync();
        await GoAsync("admin/clients");
        var rows = Page.Locator("tbody tr[data-id]");
        var size = Page.GetByRole(AriaRole.Combobox, new() { Name = "Itens por página" });
        Assert.Equal(["20", "50", "100"], await size.Locator("option").AllInnerTextsAsync());
        await Expect(rows).ToHaveCountAsync(20);
        await Expect(Button("Primeira página")).ToBeDisabledAsync();
        await Expect(Button("Página anterior")).ToBeDisabledAsync();
        await Link("Próxima página").ClickAsync();
        await Expect(Page.GetByText("21–40 de 45")).ToBeVisibleAsync();
        await Link("Última página").ClickAsync();
        await Expect(rows).ToHaveCountAsync(5);
        await Expect(Button("Próxima página")).ToBeDisabledAsync();
        await Expect(Button("Última página")).ToBeDisabledAsync();
        await Link("Página anterior").ClickAsync();
        await Expect(Page.GetByText("21–40 de 45")).ToBeVisibleAsync();
        await Link("Primeira página").ClickAsync();
        await Expect(Page.GetByText("1–20 de 45")).ToBeVisibleAsync();
        await size.SelectOptionAsync("50");
        await Expect(rows).ToHaveCountAsync(45);
        foreach (var arrow in new[] { "Primeira página", "Página anterior", "Próxima página", "Última página" })
        {
            await Expect(Button(arrow)).ToBeDisabledAsync();
        }
    }

    [Theory(DisplayName = "002-91: English and Español are offered besides Portuguese")]
    [InlineData("English", "Clients")]
    [InlineData("Español", "Clientes")]
    public async Task Languages(string language, string heading)
    {
        await SignInAsync();
        await Page.Locator("[popovertarget=account]").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitemradio, new() { Name = language }).ClickAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("lang", language == "English" ? "en" : "es");
        await GoAsync("admin/clients");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true })).ToBeVisibleAsync();
    }

    [Fact(DisplayName = "000-05, 000-06: Ctrl+K finds a client from any page")]
    public async Task Palette()
    {
        await SignInAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Busca global" }).FillAsync("cliente 007");
        await Page.GetByRole(AriaRole.Option, new() { Name = "Cliente 007" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Cliente 007", Level = 1 })).ToBeVisibleAsync();
        await LoadedAsync();

        // What was open lately comes first, until one signs out.
        await GoAsync("admin");
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Option).First).ToHaveTextAsync("Cliente 007");
    }
}
