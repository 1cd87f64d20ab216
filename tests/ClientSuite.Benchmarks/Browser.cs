using System.Diagnostics;
using Microsoft.Playwright;

namespace ClientSuite.Benchmarks;

/// <summary>Opens a page in Chromium.</summary>
internal static class Browser
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Median of five visits: milliseconds until the element is seen, kilobytes and requests. With an empty cache as on a first
    /// visit, or with what a visit before left in it.</summary>
    public static async Task<(double Milliseconds, double Kilobytes, double Requests)> MeasureAsync(HostProcess host, string path, string seen, bool isWarm)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CLIENTSUITE_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
        var address = $"http://127.0.0.1:{host.Port}/bench";
        var state = await SignInAsync(browser, address);
        var visits = new List<(double Milliseconds, double Kilobytes, double Requests)>();
        for (var i = 0; i < 5; i++)
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { StorageState = state, ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
            var page = await context.NewPageAsync();
            if (isWarm)
            {
                await page.GotoAsync(address + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            }

            var requests = 0;
            var bytes = 0L;
            var session = await context.NewCDPSessionAsync(page);
            await session.SendAsync("Network.enable");
            session.Event("Network.loadingFinished").OnEvent += (_, data) =>
            {
                requests++;
                bytes += (long)(data?.GetProperty("encodedDataLength").GetDouble() ?? 0);
            };
            var clock = Stopwatch.StartNew();
            await page.GotoAsync(address + path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
            await page.Locator(seen).First.WaitForAsync();
            var visible = clock.Elapsed.TotalMilliseconds;
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            visits.Add((visible, bytes / 1000d, requests));
        }

        return (Median(visits.ConvertAll(v => v.Milliseconds)), Median(visits.ConvertAll(v => v.Kilobytes)), Median(visits.ConvertAll(v => v.Requests)));
    }

    private static async Task<string> SignInAsync(IBrowser browser, string address)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(address + "/sign-in");
        await page.Locator("[name='Form.UserName']").FillAsync("admin");
        await page.Locator("[name='Form.Password']").FillAsync(HostProcess.Password);
        await page.Locator("form#sign-in button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/admin**");
        return await context.StorageStateAsync();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
