using System.Text.RegularExpressions;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.Frame;

/// <summary>Every page of the menu, with long names in it, in three languages.</summary>
public sealed partial class FitsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    protected override Task<ShellSettings> SettleAsync(TestHost host) => host.SetUpAsync("fits", postgres: false, Recipe, withSampleData: true);

    [Fact(DisplayName = "UI §3, §7: no page of the menu is wider than its window, and no button or choice is cut, at 390 and 1280 px in Portuguese, English and Spanish")]
    public async Task Every_page_of_the_menu()
    {
        string one, other;
        using (var api = await ApiAsync())
        {
            one = await api.CreateClientAsync(new { tradeName = Fits.LongName, email = "longo@exemplo.example" });
            other = await api.CreateClientAsync(new { tradeName = Fits.LongName, email = "longo@exemplo.example" });

            await api.PostAsync("clients/duplicates/search");
            await api.DeleteAsync("clients/" + await api.CreateClientAsync(new { tradeName = Fits.LongName }));
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
                var answer = await Page.GotoAsync(In(path, culture), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                Assert.True(answer is { Ok: true }, $"{path} answered {answer?.Status}");
                await Page.EvaluateAsync("() => document.fonts.ready");
                wrong.AddRange(await Page.CutAsync($"{path[prefix.Length..]} {culture}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact(DisplayName = "UI §3, §7: no dialog of the admin is wider than its window, and none of its buttons or choices is cut, at 390 and 1280 px in Portuguese, English and Spanish")]
    public async Task Every_dialog()
    {
        string client;
        using (var api = await ApiAsync())
        {
            client = await api.CreateClientAsync(new { personKind = "legal", tradeName = Fits.LongName, email = "longo@exemplo.example" });
            await api.PostAsync($"clients/{client}/users", new { name = Fits.LongName[..120], email = Fits.LongAddress, password = "Portal1234" });
            await api.PostAsync($"clients/{client}/notes", new { text = Fits.LongName, isPinned = true });
            await api.PostAsync($"clients/{client}/comments", new { text = Fits.LongName });
            await api.PostAsync($"clients/{client}/alerts", new { description = Fits.LongName });
            await api.SendAsync(HttpMethod.Post, $"clients/{client}/documents?name={Uri.EscapeDataString(Fits.LongName[..90])}.txt", new ByteArrayContent("texto"u8.ToArray()));
            await api.PatchAsync("clients/" + client, new { address = new { city = "Santos" } });
            await api.PostAsync("client-groups", new { name = Fits.LongName[..80], kind = "static" });
            await api.PostAsync("privacy/purposes", new { name = Fits.LongName[..120], text = Fits.LongName, isMarketing = true });
            await api.PostAsync("privacy/requests", new { type = "access", requesterName = Fits.LongName[..120], clientId = client });
            await api.DeleteAsync("clients/" + await api.CreateClientAsync(new { tradeName = Fits.LongName }));
        }

        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await SignInAsync();
        var prefix = Tenant.PathBase;
        string[] pages = [.. new[] { "clients", "clients/trash", "client-groups", "users", "jobs", "history", "privacy/requests", "privacy/purposes", $"clients/{client}", $"clients/{client}/profile", $"clients/{client}/history", $"clients/{client}/notes", $"clients/{client}/notes?show=comments", $"clients/{client}/notes?show=alerts", $"clients/{client}/documents", $"clients/{client}/emails", $"clients/{client}/users", $"clients/{client}/privacy" }.Select(p => $"{prefix}/admin/{p}")];
        var (wrong, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var page in pages)
        {
            await Page.GotoAsync(In(page, "pt-BR"), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            var found = await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[hx-get][hx-target=\"#dialog\"]')].map(e => e.getAttribute('hx-get'))");
            foreach (var url in found.Where(u => seen.Add(Numbers().Replace(u.Split('?')[0], "0"))))
            {
                foreach (var culture in new[] { "pt-BR", "en", "es" })
                {
                    await Page.SetViewportSizeAsync(1280, 800);
                    await Page.GotoAsync(In(page, culture));
                    await Page.EvaluateAsync("(url) => [...document.querySelectorAll('[hx-get][hx-target=\"#dialog\"]')].find(e => e.getAttribute('hx-get').split('?')[0] === url.split('?')[0]).click()", url);
                    await Expect(Page.Locator("#dialog[open] h2").First).ToBeVisibleAsync();
                    wrong.AddRange(await Page.CutAsync($"{url[prefix.Length..]} {culture}", within: "#dialog"));
                }
            }
        }

        Assert.True(seen.Count > 20, string.Join('\n', seen));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private string In(string path, string culture) => new Uri(Address, path) + (path.Contains('?', StringComparison.Ordinal) ? "&culture=" : "?culture=") + culture;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
