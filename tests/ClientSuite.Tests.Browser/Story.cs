using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser;

/// <summary>One person in one tenant. A console error, a refused policy, or a warning in the server's log fails the story.</summary>
public abstract class Story(TestHost host, Chromium chromium) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private IBrowserContext? _context;
    private IPage? _page;
    private ShellSettings? _tenant;
    private int _logged;

    /// <summary>The recipe that the story's tenant is made from.</summary>
    protected virtual string Recipe => "agency";

    protected virtual int Clients => 0;

    /// <summary>True where the server is meant to refuse a form: Chromium writes every 4xx to the console.</summary>
    protected virtual bool ExpectsRefusals => false;

    /// <summary>The statuses that may be answered.</summary>
    protected virtual int[] Refusals => ExpectsRefusals ? [412, 422] : [];

    /// <summary>The tenant that the story plays in; a fresh one unless it says otherwise.</summary>
    protected virtual Task<ShellSettings> SettleAsync(TestHost host) => host.SetUpAsync("story", postgres: false, Recipe);

    protected IPage Page => _page ?? throw new InvalidOperationException("The story has not begun.");

    protected ShellSettings Tenant => _tenant ?? throw new InvalidOperationException("The story has not begun.");

    public async ValueTask InitializeAsync()
    {
        _tenant = await SettleAsync(host);
        using (var api = await ApiAsync())
        {
            for (var n = 1; n <= Clients; n++)
            {
                await api.CreateClientAsync(new { tradeName = $"Cliente {n:000}", email = $"cliente{n}@exemplo.example", address = new { city = n % 2 == 0 ? "Santos" : "Londrina", state = n % 2 == 0 ? "SP" : "PR" } });
            }
        }

        _logged = host.Log.Count;
        _context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { Locale = "pt-BR", TimezoneId = "America/Sao_Paulo", ViewportSize = new ViewportSize { Width = 1366, Height = 850 } });
        _context.SetDefaultTimeout(60_000);
        _page = await _context.NewPageAsync();
        _page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Refusals.Any(status => message.Text.Contains(FormattableString.Invariant($"status of {status}"), StringComparison.Ordinal)))
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        _page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        Assert.True(_complaints.IsEmpty, string.Join("\n", _complaints));
        Assert.True(host.Log.Count == _logged, string.Join("\n", host.Log.Since(_logged)));
    }

    /// <summary>The tenant's API, as its administrator.</summary>
    protected Task<ApiClient> ApiAsync() => ApiClient.SignInAsync(host.Address(Tenant));

    /// <summary>Where the browser finds the tenant.</summary>
    protected virtual Uri Address => host.Address(Tenant);

    protected Task GoAsync(string path) => Page.GotoAsync(new Uri(Address, path).ToString());

    /// <summary>After a click that leads to another page: its script has run, so that keys and dialogs work.</summary>
    protected Task LoadedAsync() => Page.WaitForLoadStateAsync();

    protected async Task SignInAsync()
    {
        await GoAsync("sign-in");
        await Page.GetByLabel("Usuário ou e-mail").FillAsync(TestHost.AdminName);
        await Page.GetByLabel("Senha", new() { Exact = false }).First.FillAsync(TestHost.AdminPassword);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Entrar", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync("**/admin");
    }

    /// <summary>The rows of the page's list.</summary>
    protected ILocator Rows => Page.Locator("tbody tr[data-id]");

    protected ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    protected ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>A field by its label, required or not.</summary>
    protected static ILocator Field(ILocator within, string label) => within.GetByLabel(new Regex($"^{Regex.Escape(label)}(\\s*(\\*|opcional))?$", RegexOptions.None, TimeSpan.FromSeconds(1))).First;

    protected ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    protected ILocator Link(string name, bool exact = true) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = exact });

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>axe finds nothing serious or critical on the page as it stands.</summary>
    protected async Task IsAccessibleAsync()
    {
        // What fades in has less contrast until it is there.
        await Page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished.catch(() => {})))");
        var found = await Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] }); // what is in order is not described
        var severe = found.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{Page.Url} {v.Impact} {v.Id}: {v.Help}\n  {string.Join("\n  ", v.Nodes.Take(5).Select(n => n.Html))}");
        Assert.True(!severe.Any(), string.Join("\n", severe));
    }
}
