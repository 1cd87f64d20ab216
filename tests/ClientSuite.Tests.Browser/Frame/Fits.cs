using Microsoft.Playwright;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>Finds what a page does not show whole.</summary>
internal static class Fits
{
    public static readonly string LongName = string.Join(' ', Enumerable.Repeat("Associação Beneficente dos Moradores", 6))[..200];

    public const string LongAddress = "um.endereco.bem.comprido.para.caber@associacao-beneficente-dos-moradores.example";

    /// <summary>What is wider than the window, and what does not show all of its words. A closed select cuts in silence: its text is measured.</summary>
    private const string TooWide = """
        (within) => {
          const found = [];
          const part = document.querySelector(within);
          const width = part.matches('dialog') ? part.getBoundingClientRect().right : document.scrollingElement.scrollWidth;
          if (width > innerWidth) {
            found.push(`it is ${width} px wide`);
          }
          const scrolls = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) { if (/auto|scroll/.test(getComputedStyle(p).overflowX)) { return true; } } return false; };
          const pen = document.createElement('canvas').getContext('2d');
          for (const e of part.querySelectorAll('button, a.btn, select, th, td, p, li, .tag, h1, h2')) {
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

    /// <summary>What the page, or a dialog of it, cuts at 1280 and at 390 px, each with what it is called.</summary>
    public static async Task<IReadOnlyList<string>> CutAsync(this IPage page, string name, string within = "body")
    {
        var wrong = new List<string>();
        foreach (var width in new[] { 1280, 390 })
        {
            await page.SetViewportSizeAsync(width, 800);
            wrong.AddRange((await page.EvaluateAsync<string[]>(TooWide, within)).Select(w => $"{name} {width}: {w}"));
        }

        return wrong;
    }
}
