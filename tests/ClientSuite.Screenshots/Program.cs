using Microsoft.Playwright;

// Usage: ClientSuite.Screenshots URL FOLDER: photographs the main pages of a running demo (docs/screenshots calls it).
var (url, folder) = (args[0], args[1]);
string[] arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("CLIENTSUITE_CHROMIUM") ?? "/usr/bin/chromium", Args = arguments });
Directory.CreateDirectory(folder);
var sessions = new Dictionary<string, string>(StringComparer.Ordinal);

// Once per tenant: the host takes 20 sign-ins a minute from one address.
async Task<string> SessionAsync(string tenant)
{
    if (!sessions.TryGetValue(tenant, out var session))
    {
        await using var context = await browser.NewContextAsync(new() { Locale = "pt-BR" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{url}{tenant}/sign-in");
        await page.Locator("[name='Form.UserName']").FillAsync("admin");
        await page.Locator("[name='Form.Password']").FillAsync("Demo1234");
        await page.Locator("form#sign-in button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/admin**");
        sessions[tenant] = session = await context.StorageStateAsync();
    }

    return session;
}

async Task ShootAsync(string name, string tenant, string path, int width = 1440, bool dark = false, Func<IPage, Task>? then = null)
{
    await using var context = await browser.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        Locale = "pt-BR",
        ReducedMotion = ReducedMotion.Reduce,
        StorageState = path == "/sign-in" ? null : await SessionAsync(tenant),
    });
    var page = await context.NewPageAsync();
    await page.GotoAsync($"{url}{tenant}{path}");
    await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    if (then is not null)
    {
        await then(page);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    Console.WriteLine(name);
}

static Task OpenFirstAsync(IPage page) => page.Locator(".cs-table tbody a.name").First.ClickAsync();

await ShootAsync("sign-in", "/agencia", "/sign-in");
await ShootAsync("clients", "/agencia", "/admin/clients");
await ShootAsync("clients-1920", "/agencia", "/admin/clients", width: 1920);
await ShootAsync("clients-390", "/agencia", "/admin/clients", width: 390);
await ShootAsync("clients-dark", "/agencia", "/admin/clients", dark: true);
await ShootAsync("client", "/agencia", "/admin/clients?q=farmacia+azul", then: OpenFirstAsync);
await ShootAsync("client-390", "/agencia", "/admin/clients?q=farmacia+azul", width: 390, then: OpenFirstAsync);
await ShootAsync("client-add", "/agencia", "/admin/clients", then: async page =>
{
    await page.Locator("[hx-target='#dialog']:visible").Filter(new() { HasText = "Adicionar cliente" }).First.ClickAsync();
    await page.Locator("#dialog[open] form").WaitForAsync();
});
await ShootAsync("email-template", "/agencia", "/admin/emails/templates", then: async page =>
{
    await page.Locator("main tbody a").First.ClickAsync();
    await page.Locator("iframe[name='email-preview']").WaitForAsync();
});
foreach (var (name, tab) in new[] { ("notes", "Notas"), ("documents", "Documentos"), ("portal-users", "Usuários") })
{
    await ShootAsync(name, "/agencia", "/admin/clients?q=" + (tab == "Usuários" ? "escola+boa+vista" : "farmacia+azul"), then: async page =>
    {
        await OpenFirstAsync(page);
        await page.Locator("nav a").Filter(new() { HasText = tab }).First.ClickAsync();
    });
}

foreach (var width in new[] { 390, 1440 })
{
    await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 }, Locale = "pt-BR", ReducedMotion = ReducedMotion.Reduce });
    var page = await context.NewPageAsync();
    await page.GotoAsync(url + "/agencia/portal/sign-in");
    await page.GetByLabel("E-mail").FillAsync("rafael@escolaboavista.example");
    await page.GetByLabel("Senha", new() { Exact = false }).First.FillAsync("Portal1234");
    await page.Locator("main form button[type=submit]").First.ClickAsync();
    await page.WaitForURLAsync("**/portal**");
    await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    await page.ScreenshotAsync(new() { Path = Path.Combine(folder, width < 500 ? "portal-390.png" : "portal.png") });
}

await ShootAsync("import", "/agencia", "/admin/clients/import");
await ShootAsync("history", "/agencia", "/admin/history");
await ShootAsync("groups", "/agencia", "/admin/client-groups");
await ShootAsync("privacy-requests", "/agencia", "/admin/privacy/requests");
await ShootAsync("retention", "/agencia", "/admin/privacy/retention");
await ShootAsync("notification-preferences", "/agencia", "/admin/notifications/preferences");
await ShootAsync("look", "/agencia", "/admin/settings/look");
await ShootAsync("features", "/agencia", "/admin/features");
await ShootAsync("jobs", "/agencia", "/admin/jobs");
await ShootAsync("tenants", "", "/admin/tenants");
await ShootAsync("api-docs", "/agencia", "/admin/api-docs");
