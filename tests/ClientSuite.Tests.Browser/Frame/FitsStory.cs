using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>Every page of the menu, with long names in it, in three languages.</summary>
public sealed class FitsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    private static readonly string LongName = string.Join(' ', Enumerable.Repeat("Associação Beneficente dos Moradores", 6))[..200];

    protected override Task<ShellSettings> SettleAsync(TestHost host) => host.SetUpAsync("fits", postgres: false, Recipe, withSampleData: true);

    /// <summary>What is wider than the window, and what does not show all of its words. A closed select cuts in silence: its text is measured.</summary>
    private const string TooWide = """
        () => {
          const found = [];
          const root = document.scrollingElement;
          if (root.scrollWidth > innerWidth) {
            found.push(`the page is ${root.scrollWidth} px wide`);
          }
          const scrolls = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) { if (/auto|scroll/.test(getComputedStyle(p).overflowX)) { return true; } } return false; };
          const pen = document.createElement('canvas').getContext('2d');
          for (const e of document.querySelectorAll('button, a.btn, select, th, td, p, li, .tag, h1, h2')) {
            const style = getComputedStyle(e);
            const box = e.getBoundingClientRect();
            if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || box.width < 2 || box.right <= 0 || style.textOverflow === 'ellipsis' || e.closest('.visually-hidden, [popover]:not(:popover-open), dialog:not([open])')) {
              continue;
            }
            const name = () => `${e.tagName.toLowerCase()} "${(e.matches('select') ? e.selectedOptions[0].text : e.textContent).trim().replace(/\s+/g, ' ').slice(0, 50)}"`;
            if (box.right > innerWidth + 1 && !scrolls(e)) {
              found.push(`${name()} ends at ${Math.round(box.right)}`);
            }
            if (e.matches('select:not([multiple], .ts-hidden-accessible)')) {
              pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              const text = pen.measureText(e.selectedOptions[0]?.text ?? '').width;
              if (text > room + 1) {
                found.push(`${name()} needs ${Math.ceil(text)} of ${Math.floor(room)} px`);
              }
            } else if (e.matches('button, a.btn') && e.scrollWidth > e.clientWidth + 1) {
              found.push(`${name()} is cut`);
            } else if (e.matches('td, p, li') && e.textContent.trim() && style.overflowX === 'visible' && style.display !== 'inline' && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1) {
              found.push(`${name()} spills over its place`);
            }
          }
          return [...new Set(found)];
        }
        """;

    [Fact(DisplayName = "UI §3, §7: no page of the menu is wider than its window, and no button or choice is cut, at 390 and 1280 px in Portuguese, English and Spanish")]
    public async Task Every_page_of_the_menu()
    {
        string one, other;
        using (var api = await ApiAsync())
        {
            one = await api.CreateClientAsync(new { tradeName = LongName, email = "longo@exemplo.example" });
            other = await api.CreateClientAsync(new { tradeName = LongName, email = "longo@exemplo.example" });

            await api.PostAsync("clients/duplicates/search");
            await api.DeleteAsync("clients/" + await api.CreateClientAsync(new { tradeName = LongName }));
        }

        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await SignInAsync();
        var menu = await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.cs-side a[href]')].map(a => a.pathname)");
        Assert.True(menu.Length > 12, string.Join(' ', menu));
        var prefix = Tenant.PathBase;
        string[] pages = [.. menu, .. new[] { "profile", "profile/sessions", "notifications/preferences", "clients/new", "clients/trash", "clients/duplicates", "clients/merges", "clients/import", "client-groups/new", "privacy/requests/edit", "settings/clients", "emails/templates", $"clients/{one}", $"clients/{one}/history", $"clients/{one}/logs", $"clients/{one}/notes", $"clients/{one}/documents", $"clients/{one}/edit", $"clients/merge?one={one}&other={other}" }.Select(p => $"{prefix}/admin/{p}")];
        var wrong = new List<string>();
        foreach (var culture in new[] { "pt-BR", "en", "es" })
        {
            foreach (var path in pages.Distinct(StringComparer.Ordinal))
            {
                await Page.SetViewportSizeAsync(1280, 800);
                var answer = await Page.GotoAsync(new Uri(Address, path) + (path.Contains('?', StringComparison.Ordinal) ? "&culture=" : "?culture=") + culture, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                Assert.True(answer is { Ok: true }, $"{path} answered {answer?.Status}");
                await Page.EvaluateAsync("() => document.fonts.ready");
                foreach (var width in new[] { 1280, 390 })
                {
                    await Page.SetViewportSizeAsync(width, 800);
                    wrong.AddRange((await Page.EvaluateAsync<string[]>(TooWide)).Select(w => $"{path[prefix.Length..]} {culture} {width}: {w}"));
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
