using System.Globalization;
using System.Net;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Old values given back from a client's history.</summary>
public abstract class RestoreTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3 §2, 002-75: the old value of a field is restored from the history, which says so and can take it back")]
    public async Task Restored()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Padaria Antiga", email = "antiga@x.example", address = new { city = "Contagem", state = "MG" } });
        (await Tenant.Api.PatchAsync($"clients/{id}", new { address = new { city = "Betim" }, email = "nova@x.example" })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        Assert.Equal(2, (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody a[href*='/restore']").Length); // what the creation says has nothing before it
        var question = await AskAsync(web, id, "city");
        Assert.Equal(["Betim", "Contagem"], question.Document.QuerySelectorAll("dl.facts dd").Select(d => d.TextContent));
        (await web.PostAsync(Address(question), HttpBrowser.Form(question, ("Version", Version(question))))).Is(HttpStatusCode.Redirect);
        Assert.Equal("Contagem", (await Tenant.Api.GetAsync($"clients/{id}"))["address"]!["city"]!.GetValue<string>());
        var newest = (await web.GetAsync($"admin/clients/{id}/history")).Find("tbody tr");
        Assert.Contains("Betim", newest.TextContent, StringComparison.Ordinal);
        var back = (await web.GetAsync(newest.QuerySelector("a[href*='/restore']")!.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        Assert.Equal(["Contagem", "Betim"], back.Document.QuerySelectorAll("dl.facts dd").Select(d => d.TextContent));
        (await web.PostAsync(Address(question), HttpBrowser.Form(question, ("Version", Version(question))))).Is(HttpStatusCode.UnprocessableEntity); // asked about what no longer is
        Assert.Equal("Contagem", (await Tenant.Api.GetAsync($"clients/{id}"))["address"]!["city"]!.GetValue<string>());
    }

    [Fact(DisplayName = "issue 3 §2: a value that may no longer be is refused with the reason, and lines of others are not found")]
    public async Task Refused()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Pessoa", personKind = "natural", taxId = Documents.Cpf(8801) });
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Outra" });
        (await Tenant.Api.PatchAsync($"clients/{id}", new { personKind = "legal", taxId = Documents.Cnpj("112223330088") })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var question = await AskAsync(web, id, "taxId"); // a CPF for what is a company now
        var refused = (await web.PostAsync(Address(question), HttpBrowser.Form(question, ("Version", Version(question))))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("CPF", refused.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        var line = Address(question).Split('/')[^2];
        (await web.GetAsync($"admin/clients/{other}/history/{line}/restore?field=taxId")).Is(HttpStatusCode.NotFound);
        (await web.GetAsync($"admin/clients/{id}/history/{line}/restore?field=city")).Is(HttpStatusCode.NotFound);
        (await web.GetAsync($"admin/clients/{id}/history/{line}/restore?field=passwordHash")).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "000-66, 000-69, 000-73: the Logs tab lists what happened to the client with actor, time, address and record, by kind and period")]
    public async Task Logs()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Registrada" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{id}/edit")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{id}/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.City", "Ouro Preto"), ("Form.State", "MG")))).Is(HttpStatusCode.Redirect);
        var logs = (await web.GetAsync($"admin/clients/{id}/logs")).Is(HttpStatusCode.OK);
        Assert.Equal("Logs", logs.Find(".cs-tabs a[aria-current]").TextContent.Trim());
        Assert.Equal(["Data e hora", "Ação", "Registro", "Usuário", "IP"], logs.Document.QuerySelectorAll("thead th").Select(t => t.TextContent));
        var rows = logs.Document.QuerySelectorAll("tbody tr");
        Assert.Equal(["Edição", "Criação"], rows.Select(r => r.QuerySelectorAll("td")[1].TextContent.Trim()));
        Assert.Contains("Cidade", rows[0].TextContent, StringComparison.Ordinal);
        var stored = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().Where(e => e.ClientId == long.Parse(id, CultureInfo.InvariantCulture) && e.Kind == "updated").Select(e => new { e.UserName, e.RemoteIp }).SingleAsync());
        Assert.Equal((stored.UserName, stored.RemoteIp), (rows[0].QuerySelectorAll("td")[3].TextContent, rows[0].QuerySelectorAll("td")[4].TextContent));
        Assert.Single((await web.GetAsync($"admin/clients/{id}/logs?show=changes&until=2020-01-01")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#client-logs p"));
        Assert.Empty((await web.GetAsync($"admin/clients/{id}/logs?show=access")).Document.QuerySelectorAll("tbody tr"));
    }

    private static async Task<WebPage> AskAsync(HttpBrowser web, string id, string field)
    {
        var history = (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK);
        return (await web.GetAsync(history.Find($"tbody a[href$='restore?field={field}']").GetAttribute("href")!)).Is(HttpStatusCode.OK); // the selector found it
    }

    private static string Address(WebPage question) => question.Find("form.cs-form").GetAttribute("action")!;

    private static string Version(WebPage question) => question.Find("[name=Version]").GetAttribute("value")!;
}

public sealed class RestoreOnSqlite(TenantFixture<Sqlite> tenant) : RestoreTests<Sqlite>(tenant);

public sealed class RestoreOnPostgres(TenantFixture<Postgres> tenant) : RestoreTests<Postgres>(tenant);
