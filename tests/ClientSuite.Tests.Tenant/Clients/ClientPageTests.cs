using System.Globalization;
using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>The client page as the seeds describe it: its tabs, its profile, the ways that lead there.</summary>
public abstract class ClientPageTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private static readonly string[] InOrder = ["Visão Geral", "Perfil", "Notas", "E-mails", "Logs"];

    [Fact(DisplayName = "000-01, 000-02, 000-03, 000-12, 000-14, 002-16, 002-19, 002-20, 004-21: one page with tabs in their order, each under an address of its own; the overview comes first and shows the status")]
    public async Task Tabs()
    {
        var id = await JoaoAsync();
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK);
        var tabs = page.Document.QuerySelectorAll(".cs-tabs a").ToDictionary(a => a.FirstChild!.TextContent.Trim(), a => a.GetAttribute("href")!);
        Assert.Equal(InOrder, tabs.Keys.Where(InOrder.Contains));
        Assert.Contains("Documentos", tabs.Keys);
        Assert.Contains("Histórico", tabs.Keys);
        Assert.Equal("Histórico de alterações", (await web.GetAsync(tabs["Histórico"])).Find("#c-hist").TextContent.Trim());
        Assert.Equal("Visão Geral", Open(page));
        Assert.Equal("Desativado", page.Find("header.rec .st").TextContent.Trim());
        Assert.Matches(@"^Hoje, \d+ de \w+$", page.Find(".tl .day").TextContent);
        foreach (var (title, address) in tabs)
        {
            var tab = (await web.GetAsync(address)).Is(HttpStatusCode.OK);
            Assert.Equal(title, Open(tab));
            Assert.Equal("João Padaria", tab.Find("header.rec h1").TextContent);
        }
    }

    [Fact(DisplayName = "000-04, 000-10, 000-11, 002-48: João Padaria of Contagem, MG, is found; the menu leads to the list and the name, in the list and in the history, to the client")]
    public async Task Ways()
    {
        var id = await JoaoAsync();
        using var web = await Tenant.AdminAsync();
        var list = (await web.GetAsync((await web.GetAsync("admin")).Find(".cs-side a[href$='/admin/clients']").GetAttribute("href")! + $"?q={id}&state=MG")).Is(HttpStatusCode.OK);
        var row = list.Find($"#row-{id}");
        Assert.Contains("Contagem", row.TextContent, StringComparison.Ordinal);
        var name = row.QuerySelectorAll("a").First(a => a.TextContent.Trim() == "João Padaria");
        var page = (await web.GetAsync(name.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        Assert.Equal("João Padaria", page.Find("header.rec h1").TextContent);
        foreach (var address in new[] { $"admin/search?q=joao+padaria", "admin/history" })
        {
            var links = (await web.GetAsync(address)).Is(HttpStatusCode.OK).Document.QuerySelectorAll(".cs-main a").Where(a => a.TextContent.Contains("João Padaria", StringComparison.Ordinal)).ToList();
            Assert.Contains(links, a => a.GetAttribute("href")!.Split('?')[0].EndsWith($"/admin/clients/{id}", StringComparison.Ordinal));
        }
    }

    [Fact(DisplayName = "000-22, 000-23, 000-27, 000-28, 000-30, 000-31, 004-22 to 004-27, 004-29, 002-17: the profile keeps and shows name, company, contacts, address, origin, center and the day of registration, which nobody changes")]
    public async Task Profile()
    {
        var id = await JoaoAsync();
        using var web = await Tenant.AdminAsync();
        var facts = Facts((await web.GetAsync($"admin/clients/{id}/profile")).Is(HttpStatusCode.OK));
        Assert.Equal("João Padaria", facts["Nome fantasia"]);
        Assert.Equal("Padaria do João Ltda.", facts["Razão social"]);
        Assert.Equal("Contagem", facts["Cidade"]);
        Assert.Equal("Minas Gerais", facts["Estado"]);
        Assert.Contains("(31) 98765-4321", facts.Values, StringComparer.Ordinal);
        Assert.Contains("32315-040", facts.Values, StringComparer.Ordinal);
        Assert.Equal("Feira", facts["Origem"]);
        Assert.Equal("Centro Norte", facts["Centro"]);
        var since = facts["Cliente desde"];
        Assert.NotEmpty(since);
        var before = (await Tenant.Api.GetAsync($"clients/{id}"))["createdUtc"]!.GetValue<string>();
        await Tenant.Api.PatchAsync($"clients/{id}", new { createdUtc = "2001-01-01T00:00:00Z", origin = "Indicação" });
        Assert.Equal(before, (await Tenant.Api.GetAsync($"clients/{id}"))["createdUtc"]!.GetValue<string>());
        Assert.Equal(since, Facts(await web.GetAsync($"admin/clients/{id}/profile"))["Cliente desde"]);
    }

    [Fact(DisplayName = "000-13, 000-24, 000-25, 000-29, 004-22 to 004-26: the overview and the profile of a person show document, birth date, every contact, the whole address and what the tenant asks besides")]
    public async Task A_person()
    {
        var id = await Tenant.Api.CreateClientAsync(new
        {
            personKind = "natural",
            tradeName = "Ana Perfil",
            taxId = "529.982.247-25",
            emails = new[] { "ana@perfil.example", "outra@perfil.example" },
            phones = new[] { "+5531987654321", "+553133334444" },
            birthDate = "1990-02-28",
            address = new { street = "Rua das Acácias", number = "214", complement = "Fundos", district = "Centro", city = "Contagem", state = "MG", postalCode = "32315040" },
            fields = new Dictionary<string, object>(StringComparer.Ordinal) { ["Segment"] = "Varejo", ["vip"] = true, ["vazio"] = "" },
        });
        using var web = await Tenant.AdminAsync();
        var overview = Facts((await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK));
        Assert.Equal(("ana@perfil.example", "(31) 98765-4321", "Rua das Acácias, 214, Fundos, Centro, 32315-040, Contagem, MG"), (overview["E-mail"], overview["Telefone"], overview["Endereço"]));
        var facts = Facts((await web.GetAsync($"admin/clients/{id}/profile")).Is(HttpStatusCode.OK));
        Assert.Equal(("Pessoa física", "529.982.247-25", "28/02/1990"), (facts["Tipo de pessoa"], facts["CPF/CNPJ"], facts["Data de nascimento"]));
        Assert.Equal(("ana@perfil.example, outra@perfil.example", "(31) 98765-4321, (31) 3333-4444"), (facts["E-mails"], facts["Telefones"]));
        Assert.Equal(("Rua das Acácias, 214", "Fundos", "Centro"), (facts["Logradouro"], facts["Complemento"], facts["Bairro"]));
        Assert.Equal(("Varejo", "Sim"), (facts["Segmento"], facts["vip"])); // the recipe's name; nobody defined the other
        Assert.DoesNotContain("vazio", facts.Keys);
    }

    [Fact(DisplayName = "000-33, 002-50, 002-51, 002-52, 002-71: Editar dados opens the form, whose fields with * must be filled; Salvar alterações stores, and the change stands in the history and in the Logs")]
    public async Task Edited()
    {
        var id = await JoaoAsync();
        using var web = await Tenant.AdminAsync();
        var edit = (await web.GetAsync($"admin/clients/{id}/profile")).Document.QuerySelectorAll(".cs-main a").First(a => a.TextContent.Trim() == "Editar dados");
        var form = (await web.GetAsync(edit.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        Assert.StartsWith("Salvar alterações", form.Find("form.cs-form [type=submit]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(form.Document.QuerySelectorAll("label[for=Form_TradeName] .req"));
        var refused = (await web.PostAsync($"admin/clients/{id}/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.TradeName", ""), ("Form.City", "Betim")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(refused.Find("#Form_TradeName-e").TextContent);
        Assert.Equal("Betim", refused.Find("#Form_City").GetAttribute("value")); // nothing typed is lost
        (await web.PostAsync($"admin/clients/{id}/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.City", "Betim")))).Is(HttpStatusCode.Redirect);
        foreach (var tab in new[] { "history", "logs" })
        {
            var newest = (await web.GetAsync($"admin/clients/{id}/{tab}")).Is(HttpStatusCode.OK).Find("tbody tr").TextContent;
            Assert.Contains("Cidade", newest, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "003-06, 003-19, 003-20, 003-21: the list marks who is blocked; the download holds those that the filter shows, and without a filter everybody")]
    public async Task Download()
    {
        var id = await JoaoAsync();
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Bloqueada Baixada" });
        (await Tenant.Api.PatchAsync($"clients/{other}", new { blocked = true, blockedReason = "Inadimplência" })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var list = (await web.GetAsync("admin/clients?pageSize=100")).Is(HttpStatusCode.OK);
        Assert.Contains("Bloqueado", list.Find($"#row-{other}").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Bloqueado", list.Find($"#row-{id}").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Bloqueada Baixada"], await DownloadedAsync("&blocked=true"));
        var all = await DownloadedAsync("");
        Assert.Contains("João Padaria", all);
        Assert.Contains("Bloqueada Baixada", all);
        var total = (await Tenant.Api.GetAsync("clients?total=exact"))["total"]!.GetValue<int>();
        Assert.Equal(total, all.Count);
    }

    private async Task<List<string>> DownloadedAsync(string filter)
    {
        var text = (await Tenant.Api.GetAsync("clients/export?format=csv" + filter)).Is(HttpStatusCode.OK).Text;
        return [.. text.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(l => l.Split(';', ',')[1].Trim('"'))];
    }

    /// <summary>The example of seed 000.</summary>
    private Task<string> JoaoAsync() => Tenant.Api.CreateClientAsync(new
    {
        personKind = "legal",
        tradeName = "João Padaria",
        legalName = "Padaria do João Ltda.",
        email = string.Create(CultureInfo.InvariantCulture, $"joao{Guid.NewGuid():N}@padaria.example"),
        phone = "+5531987654321",
        address = new { city = "Contagem", state = "MG", postalCode = "32315040", street = "Rua das Acácias", number = "214" },
        origin = "Feira",
        center = "Centro Norte",
    });

    private static string Open(WebPage page) => page.Find(".cs-tabs a[aria-current]").FirstChild!.TextContent.Trim();

    private static Dictionary<string, string> Facts(WebPage page)
    {
        var names = page.Document.QuerySelectorAll("dl.facts dt");
        return names.ToDictionary(n => n.TextContent.Trim(), n => n.NextElementSibling!.TextContent.Trim(), StringComparer.Ordinal);
    }
}

public sealed class ClientPageOnSqlite(TenantFixture<Sqlite> tenant) : ClientPageTests<Sqlite>(tenant);

public sealed class ClientPageOnPostgres(TenantFixture<Postgres> tenant) : ClientPageTests<Postgres>(tenant);
