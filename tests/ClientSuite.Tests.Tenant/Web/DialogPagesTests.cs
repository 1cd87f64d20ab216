using System.Net;
using System.Text.RegularExpressions;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>A tenant with the recipe's samples: something of every kind to open.</summary>
public sealed class SampleFixture<TDatabase>(TestHost host) : TenantFixture<TDatabase>(host) where TDatabase : ITestDatabase
{
    protected override bool WithSampleData => true;
}

/// <summary>Pages that open in the dialog, found by walking the admin's links: by their own address they are pages like any other.</summary>
public abstract partial class DialogPagesTests<TDatabase>(SampleFixture<TDatabase> tenant) : TenantTests<TDatabase, SampleFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    /// <summary>Addresses of one page that are opened: another record, another query.</summary>
    private const int MostOfOnePage = 12;

    [Fact(DisplayName = "STYLE: every page of a dialog that is opened in a new tab or reloaded stands in the admin's frame, as a card with a title, a form and a way back")]
    public async Task In_the_frame()
    {
        var client = (await Tenant.Api.GetAsync("clients?q=farmacia+azul"))["items"]![0]!["id"]!.GetValue<string>();
        await Tenant.Api.PatchAsync("clients/" + client, new { origin = "Indicação" });
        (await Tenant.Api.DeleteAsync("clients/" + await Tenant.Api.CreateClientAsync(new { tradeName = "Na lixeira" }))).Is(HttpStatusCode.NoContent);
        var waiting = await Host.Tenants.CreateAsync(Host.NewTenant("dialog", TDatabase.IsPostgres), CancellationToken.None);
        using var staff = await Tenant.AdminAsync();
        using var keeper = new HttpBrowser(Host.Url);
        await keeper.SignInAsync();
        await OpenAsync(staff, Tenant.Address, PagesOf(d => d != "Tenants"), ["admin", $"admin/clients/{client}", $"admin/clients/{client}/delete", $"admin/clients/bulk/block?ids={client}", "admin/clients/emails/template?Template=clientemails.mail.news"]);
        // The dialogs alone: what lists the tenants of other tests meets some that go.
        await OpenAsync(keeper, Host.Url, [.. PagesOf(d => d == "Tenants").Where(p => p.IsDialog)], ["admin/tenants/new", .. new[] { "edit", "setup", "remove" }.Select(act => $"admin/tenants/{waiting.Name}/{act}")]);
        await Host.Tenants.RemoveAsync(waiting.Name, CancellationToken.None);
    }

    [Fact(DisplayName = "STYLE: without the dialog the form answers with its errors at the fields, in the frame, and goes on when it is right")]
    public async Task A_form_on_its_page()
    {
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/client-groups/new")).Is(HttpStatusCode.OK);
        var action = page.Find("form.cs-form").GetAttribute("action")!;
        var wrong = (await web.PostAsync(action, HttpBrowser.Filled(page, "form.cs-form"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("main .cs-sheet #Form_Name-e").TextContent);
        Assert.NotNull(wrong.Find(".cs-side"));
        (await web.PostAsync(action, HttpBrowser.Filled(page, "form.cs-form", ("Form.Name", "Em aba nova")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Em aba nova", (await web.GetAsync("admin/client-groups")).Text, StringComparison.Ordinal);
    }

    private static async Task OpenAsync(HttpBrowser web, Uri tenant, IReadOnlyList<AdminPage> pages, IEnumerable<string> start)
    {
        var queue = new Queue<string>(start);
        var seen = queue.Select(p => p.Split('#')[0]).ToHashSet(StringComparer.Ordinal);
        var opened = pages.ToDictionary(p => p.Template, _ => 0, StringComparer.Ordinal);
        var whole = new HashSet<string>(StringComparer.Ordinal);
        while (queue.TryDequeue(out var path))
        {
            if (pages.FirstOrDefault(p => p.Matches(path)) is not { } kind || ++opened[kind.Template] > MostOfOnePage)
            {
                continue;
            }

            var page = await web.GetAsync(path);
            if (page.Message.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            if (kind.IsDialog && page.Status is not (HttpStatusCode.Redirect or HttpStatusCode.BadRequest or HttpStatusCode.NotFound)) // an action without its question, the history of what is gone
            {
                await CheckAsync(web, path, page.Is(HttpStatusCode.OK));
                whole.Add(kind.Template);
            }

            foreach (var link in page.Document.QuerySelectorAll("[href], [hx-get], [data-href], [action], [data-panel]").SelectMany(e => new[] { "href", "hx-get", "data-href", "action", "data-panel" }.Select(e.GetAttribute)))
            {
                if (link is not null && Uri.TryCreate(new Uri(tenant, path), link, out var target) && target.AbsoluteUri.StartsWith(tenant.AbsoluteUri + "admin", StringComparison.Ordinal) && seen.Add(target.PathAndQuery))
                {
                    queue.Enqueue(target.AbsoluteUri[tenant.AbsoluteUri.Length..].Split('#')[0]);
                }
            }
        }

        Assert.Empty(pages.Where(p => p.IsDialog && !whole.Contains(p.Template)).Select(p => p.Template));
    }

    private static async Task CheckAsync(HttpBrowser web, string path, WebPage page)
    {
        Assert.True(page.Document.QuerySelectorAll(".cs-side").Length == 1 && page.Document.QuerySelectorAll("main .cs-page").Length == 1, path + " has no frame");
        Assert.True(page.Document.QuerySelectorAll("h1").Length == 1, path + " has not one h1");
        var title = page.Find(".cs-page .h-page").TextContent.Trim();
        Assert.True(title.Length > 0 && page.Document.QuerySelector(".h-page + .cs-sheet") is not null, path + " has no title above its card");
        Assert.True(page.Document.QuerySelector("[data-dialog], main #dialog-title") is null, path + " has the dialog's head");
        foreach (var form in page.Document.QuerySelectorAll(".cs-sheet form[method=post]"))
        {
            Assert.True(form.QuerySelector("[name=__RequestVerificationToken]") is not null, path + " has a form without its token");
            Assert.True(form.QuerySelector("[type=submit]") is not null, path + " has a form without a button");
        }

        if (page.Document.QuerySelector(".cs-sheet footer a[data-close]") is { } back)
        {
            Assert.NotEqual(new Uri(page.Message.RequestMessage!.RequestUri!, path).AbsolutePath, back.GetAttribute("href")); // every answer has its request
            (await web.GetAsync(back.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        }

        var dialog = (await web.GetAsync(path, ("HX-Request", "true"), ("HX-Target", "dialog"))).Is(HttpStatusCode.OK);
        Assert.True(dialog.Text.TrimStart().StartsWith("<header", StringComparison.Ordinal) && !dialog.Text.Contains("<html", StringComparison.Ordinal), path + " is no dialog");
        Assert.Equal(title, dialog.Find("#dialog-title").TextContent.Trim());
    }

    /// <summary>The pages of the admin, by the first line of their views, the most literal first.</summary>
    private static IReadOnlyList<AdminPage> PagesOf(Func<string, bool> isWanted) =>
    [
        .. from module in Directory.GetDirectories(Path.Combine(Repository.Root, "modules"))
           where isWanted(Path.GetFileName(module))
           from file in Directory.GetFiles(module, "*.cshtml", SearchOption.AllDirectories)
           where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
           let text = File.ReadAllText(file)
           let template = PageLine().Match(text).Groups[1].Value
           where template.StartsWith("/admin", StringComparison.Ordinal)
           orderby template.Count(c => c == '{'), template
           select new AdminPage(template.TrimStart('/'), text.Contains("Layout = \"_DialogLayout\"", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("""^@page "([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex PageLine();

    private sealed record AdminPage(string Template, bool IsDialog)
    {
        private readonly Regex _address = new("^" + Regex.Replace(Regex.Escape(Template), @"\\\{\w+(:long)?}", m => m.Value.Contains(":long", StringComparison.Ordinal) ? @"\d+" : "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));

        public bool Matches(string path) => _address.IsMatch(path.Split('?')[0]);
    }
}

public sealed class DialogPagesOnSqlite(SampleFixture<Sqlite> tenant) : DialogPagesTests<Sqlite>(tenant);

public sealed class DialogPagesOnPostgres(SampleFixture<Postgres> tenant) : DialogPagesTests<Postgres>(tenant);
