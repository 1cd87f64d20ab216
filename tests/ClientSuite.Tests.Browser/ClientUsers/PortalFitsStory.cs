using System.Globalization;
using System.Text.RegularExpressions;
using ClientSuite.ClientUsers;
using ClientSuite.Data;
using ClientSuite.Tests.Browser.Frame;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ClientSuite.Tests.Browser.ClientUsers;

/// <summary>Every page of the portal, with long names in it, in three languages.</summary>
public sealed class PortalFitsStory(TestHost host, Chromium chromium) : Story(host, chromium)
{
    private const string Password = "Portal1234";
    private static readonly string[] Cultures = ["pt-BR", "en", "es"];

    private readonly TestHost _host = host;
    private readonly List<string> _wrong = [];

    protected override int[] Refusals => [403, 404, 422];

    [Fact(DisplayName = "UI §3, §7: no page of the portal is wider than its window, cuts a button or lacks a text, before and after the sign-in, refused, disabled and blocked, at 390 and 1280 px in three languages")]
    public async Task Every_page()
    {
        string client, user, disabled, blocked;
        using (var api = await ApiAsync())
        {
            client = await AddAsync(api, Fits.LongName);
            user = await AddUserAsync(api, client, Fits.LongAddress);
            disabled = await AddUserAsync(api, client, "desativado@longo.example");
            await AddUserAsync(api, client, "outro@longo.example");
            blocked = await AddAsync(api, "Z" + Fits.LongName[..199]);
            var elsewhere = await AddUserAsync(api, blocked, "bloqueado@longo.example");
            await VerifyAsync(user, disabled, elsewhere);
            await api.PatchAsync($"clients/{client}/users/{disabled}", new { isEnabled = false });
            await api.PatchAsync("clients/" + blocked, new { blocked = true });
            await api.PostAsync("privacy/purposes", new { name = Fits.LongName[..120], text = Fits.LongName });
            var comment = (await api.PostAsync($"clients/{client}/comments", new { text = Fits.LongName, isPrivate = false }))["id"];
            await api.SendAsync(HttpMethod.Post, $"clients/{client}/comments/{comment}/attachments?name={Uri.EscapeDataString(Fits.LongName[..90])}.txt", new ByteArrayContent("texto"u8.ToArray()));
        }

        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await ShowCommentsAsync();
        await LookAsync("portal/sign-in", "portal/password/forgot", "portal/password/forgot?done=true", "portal/password/reset?user=1&token=gone", "portal/nowhere");
        await EnterAsync("desativado@longo.example");
        await LookHereAsync("disabled");
        await Page.Context.ClearCookiesAsync();
        foreach (var culture in Cultures)
        {
            await KnockAsync("bloqueado@longo.example", culture);
            await Expect(Page.Locator("[role=alert]:visible")).ToHaveCountAsync(1);
            _wrong.AddRange(await Page.CutAsync("blocked " + culture));
        }

        await Page.Context.ClearCookiesAsync();

        await EnterAsync(Fits.LongAddress);
        await LookAsync("portal", "portal/profile", "portal/profile/password", "portal/profile/second-factor", "portal/profile/sessions", "portal/accounts", "portal/users", "portal/settings/permissions",
            "portal/settings/chat", "portal/privacy", "portal/privacy/request", "portal/comments", "portal/problem/403", "portal/nowhere");
        await Page.Context.ClearCookiesAsync();

        // Two accounts, one of which was never opened: the choice, and the code.
        using (var api = await ApiAsync())
        {
            await api.PatchAsync("clients/" + blocked, new { blocked = false });
            await api.PostAsync($"clients/{blocked}/users", new { name = Fits.LongName[..120], email = Fits.LongAddress });
        }

        foreach (var culture in Cultures)
        {
            await EnterAsync(Fits.LongAddress, culture);
            _wrong.AddRange(await Page.CutAsync("choice " + culture));
            await Page.Locator(".p-account").Last.ClickAsync();
            await Page.WaitForURLAsync("**/sign-in/first**");
            _wrong.AddRange(await Page.CutAsync("code " + culture));
            await Page.Context.ClearCookiesAsync();
        }

        Assert.True(_wrong.Count == 0, string.Join("\n", _wrong));
    }

    private static Task<string> AddAsync(ApiClient api, string name) => api.CreateClientAsync(new { personKind = "legal", tradeName = name });

    private static async Task<string> AddUserAsync(ApiClient api, string client, string email) =>
        (await api.PostAsync($"clients/{client}/users", new { name = Fits.LongName[..120], email, password = Password }))["id"]!.GetValue<string>(); // a user has an id

    private Task VerifyAsync(params string[] users) => _host.InTenantAsync(Tenant.Name, async scope =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        var ids = users.Select(u => long.Parse(u, CultureInfo.InvariantCulture)).ToList();
        foreach (var user in await db.Memberships.Where(m => ids.Contains(m.Id)).ToListAsync())
        {
            user.Verify(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        await db.SaveChangesAsync();
    });

    private async Task ShowCommentsAsync()
    {
        await SignInAsync();
        await GoAsync("admin/settings/notes");
        await Page.GetByLabel("Mostrar aos clientes os comentários que não são privados").CheckAsync();
        await Button("Salvar configurações de notas").ClickAsync();
        await Expect(Page.GetByText("Configurações de notas salvas")).ToBeVisibleAsync();
        await IsAccessibleAsync();
        await Page.Context.ClearCookiesAsync();
    }

    private async Task KnockAsync(string email, string culture)
    {
        await GoAsync("portal/sign-in?culture=" + culture);
        await Page.Locator("#Form_Email").FillAsync(email);
        await Page.Locator("#Form_Password").FillAsync(Password);
        await Page.Locator("form.cs-form button.btn-primary").ClickAsync();
    }

    private async Task EnterAsync(string email, string culture = "pt-BR")
    {
        await KnockAsync(email, culture);
        await Page.WaitForURLAsync(url => !url.EndsWith("/portal/sign-in", StringComparison.Ordinal) && !url.Contains("/portal/sign-in?", StringComparison.Ordinal));
    }

    private async Task LookAsync(params string[] paths)
    {
        foreach (var path in paths)
        {
            await GoAsync(path);
            await LookHereAsync(path);
        }
    }

    /// <summary>The page that is open, in each language: nothing cut, nothing without its text, and no barrier in the first.</summary>
    private async Task LookHereAsync(string name)
    {
        var here = Page.Url;
        foreach (var culture in Cultures)
        {
            await Page.SetViewportSizeAsync(1280, 800);
            await Page.GotoAsync(here + (here.Contains('?', StringComparison.Ordinal) ? "&culture=" : "?culture=") + culture);
            await Page.EvaluateAsync("() => document.fonts.ready");
            Assert.Equal(culture, await Page.Locator("html").GetAttributeAsync("lang"));
            _wrong.AddRange(await Page.CutAsync($"{name} {culture}"));
            var text = await Page.Locator("body").InnerTextAsync();
            _wrong.AddRange(Regex.Matches(text, "\\b[a-z]+\\.[a-zA-Z]+\\.[a-zA-Z.]+\\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Where(t => !t.Contains("endereco", StringComparison.Ordinal)).Select(t => $"{name} {culture}: the text {t} is missing"));
            if (culture == "pt-BR")
            {
                await IsAccessibleAsync();
                await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await IsAccessibleAsync();
                await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            }
        }
    }
}
