using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>The same work on a phone, 390 px wide.</summary>
public sealed class PhoneStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    private const int Width = 390;

    protected override int Clients => 22;

    [Fact]
    public async Task The_menu_opens_the_list_scrolls_and_the_dialog_fits()
    {
        await Page.SetViewportSizeAsync(Width, 844);
        await SignInAsync();
        var menu = Page.GetByRole(AriaRole.Navigation, new() { Name = "Menu principal" });
        await Expect(menu).Not.ToBeInViewportAsync();
        await Button("Mostrar o menu lateral").ClickAsync();
        await Expect(menu).ToBeInViewportAsync();
        await menu.GetByRole(AriaRole.Link, new() { Name = "Clientes", Exact = true }).ClickAsync();

        await Expect(Rows).ToHaveCountAsync(20);
        await Expect(Row("Cliente 003")).Not.ToBeInViewportAsync();
        await Row("Cliente 003").ScrollIntoViewIfNeededAsync();
        await Expect(Row("Cliente 003")).ToBeInViewportAsync();
        await NothingIsWiderAsync();

        await Link("Adicionar cliente").ClickAsync();
        var save = Dialog.GetByRole(AriaRole.Button, new() { Name = "Adicionar cliente" });
        await Expect(save).ToBeInViewportAsync();
        await save.ClickAsync();
        await Expect(Dialog.GetByText("campos para corrigir")).ToBeVisibleAsync();
        var box = await Dialog.BoundingBoxAsync();
        Assert.True(box is { X: >= 0 } && box.X + box.Width <= Width && box.Y >= 0, $"the dialog lies at {box?.X}, {box?.Y}, {box?.Width} wide");
        foreach (var button in new[] { save, Dialog.GetByRole(AriaRole.Link, new() { Name = "Cancelar" }) })
        {
            var place = await button.BoundingBoxAsync();
            Assert.True(place is { Height: >= 43.5f } && place.X >= 0 && place.X + place.Width <= Width, "a button is cut or too small to touch");
        }

        await IsAccessibleAsync();
    }

    private async Task NothingIsWiderAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= innerWidth"), Page.Url + " scrolls sideways");
}
