using System.Net;
using ClientSuite.Clients;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>What the list's address says, as people and programs write it.</summary>
public abstract class ListLinksTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory(DisplayName = "issue 2 §9: a filter that cannot be read shows nobody, says so, and lets nothing be done with all")]
    [InlineData("id", "abc", "ID")]
    [InlineData("status", "foo", "Status")]
    [InlineData("createdFrom", "xx", "Data de criação")]
    public async Task A_filter_that_can_not_be_read_shows_nobody(string name, string value, string label)
    {
        await Tenant.Api.CreateClientAsync(new { tradeName = "Intocado" });
        using var web = await Tenant.AdminAsync();
        var query = $"{name}={value}";
        var page = (await web.GetAsync("admin/clients?" + query)).Is(HttpStatusCode.OK);
        Assert.Empty(page.Document.QuerySelectorAll("#list-clients tr[id^=row-]"));
        var alert = page.Find("#list-clients [role=alert]").TextContent;
        Assert.StartsWith($"Nada é mostrado: “{value}” não é um valor do filtro {label}.", alert, StringComparison.Ordinal);

        (await web.PostAsync("admin/clients/bulk/block?" + query, HttpBrowser.Form(page, ("all", "true")))).Is(HttpStatusCode.BadRequest);
        (await web.GetAsync("admin/clients/bulk/delete?all=true&" + query)).Is(HttpStatusCode.BadRequest);
        (await web.GetAsync("admin/clients/export?format=csv&" + query)).Is(HttpStatusCode.BadRequest);
        (await Tenant.Api.PostAsync("clients/bulk/block?" + query, new { all = true })).Is(HttpStatusCode.BadRequest);
        Assert.False(await Tenant.InDatabaseAsync(db => db.Set<Client>().AnyAsync(c => c.Blocked)));
    }

    [Fact(DisplayName = "issue 2 §9: a filter that is not there, or not the reader's, shows nobody, says so, and lets nothing be done with all")]
    public async Task A_filter_that_is_not_there_shows_nobody()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Poupada" });
        using var web = await Tenant.StaffAsync("Sem grupos", "semgrupos", "ViewClients", "DeleteClients", "ExportClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "semgrupos", "Segredo123");
        foreach (var (query, refusal) in new[] { ("citty=X", HttpStatusCode.BadRequest), ("group=5", HttpStatusCode.Forbidden) })
        {
            var page = (await web.GetAsync("admin/clients?" + query)).Is(HttpStatusCode.OK);
            Assert.Empty(page.Document.QuerySelectorAll("#list-clients tr[id^=row-]"));
            Assert.StartsWith($"Nada é mostrado: não há aqui um filtro {query[..query.IndexOf('=', StringComparison.Ordinal)]}.", page.Find("#list-clients [role=alert]").TextContent, StringComparison.Ordinal);
            (await web.PostAsync("admin/clients/bulk/delete?" + query, HttpBrowser.Form(page, ("all", "true")))).Is(HttpStatusCode.BadRequest);
            (await web.GetAsync("admin/clients/export?format=csv&" + query)).Is(refusal);
            (await api.PostAsync("clients/bulk/delete?" + query, new { all = true })).Is(refusal);
            (await api.GetAsync("clients?" + query)).Is(refusal);
        }

        (await api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK);
        var all = (await web.GetAsync($"admin/clients?q=&city=&citty=&id={id}&sort=id&page=1&pageSize=50&total=exact&view=all")).Is(HttpStatusCode.OK);
        Assert.Single(all.Document.QuerySelectorAll("#list-clients tr[id^=row-]"));

        // An operation goes on after the module was switched off that gave the filter.
        await Host.InTenantAsync(Tenant.Name, scope => Assert.ThrowsAsync<RuleBrokenException>(() =>
            new ClientSelection([], "citty=X").OfAsync(scope.GetRequiredService<ClientList>(), trashed: false, CancellationToken.None)));
    }

    [Fact(DisplayName = "issue 2 §9: what narrows the rows narrows the download and what is done with all, be it a field that admins added, be it in the trash")]
    public async Task Links_keep_what_narrows()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Azulada", address = new { city = "Anil" }, fields = new { cor = "azul" } });
        var query = $"id={id}&fields.cor=azul";
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/clients?" + query)).Is(HttpStatusCode.OK);
        Assert.Single(page.Document.QuerySelectorAll("#list-clients tr[id^=row-]"));
        Assert.Contains("azul", page.Document.QuerySelectorAll(".cs-filter .chip .val").Select(v => v.TextContent));
        Assert.Contains("fields.cor=azul", page.Find("#list-clients-body").GetAttribute("data-query"), StringComparison.Ordinal);
        Assert.Contains("fields.cor=azul", page.Find(".cs-head [href*='/export?']").GetAttribute("href"), StringComparison.Ordinal);

        (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        Assert.Contains("city=Anil", (await web.GetAsync("admin/clients/trash?city=Anil")).Is(HttpStatusCode.OK).Find("#list-clients-trash-body").GetAttribute("data-query"), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "issue 2 §9: a filter's chip says its value in words, however the address writes it")]
    [InlineData("blocked=true", "Sim")]
    [InlineData("blocked=0", "Não")]
    [InlineData("state=mg,sp", "Minas Gerais, São Paulo")]
    [InlineData("personKind=LEGAL", "Pessoa jurídica")]
    public async Task A_chip_says_its_value_in_words(string query, string words)
    {
        using var web = await Tenant.AdminAsync();
        Assert.Equal(words, (await web.GetAsync("admin/clients?" + query)).Is(HttpStatusCode.OK).Find(".cs-filter .chip .val").TextContent);
    }

    [Fact(DisplayName = "issue 2 §9: the list is sorted by status, too where nobody has a plan")]
    public async Task Sorted_by_status()
    {
        foreach (var name in new[] { "Situação Um", "Situação Dois" })
        {
            await Tenant.Api.CreateClientAsync(new { tradeName = name });
        }

        Assert.Equal(["Situação Um", "Situação Dois"], await Tenant.Api.NamesAsync("sort=status&tradeName=Situação"));
        Assert.Equal(["Situação Dois", "Situação Um"], await Tenant.Api.NamesAsync("sort=-status&tradeName=Situação"));
        var first = (await Tenant.Api.GetAsync("clients?sort=status&tradeName=Situação&pageSize=1")).Is(HttpStatusCode.OK);
        Assert.Equal(["Situação Dois"], await Tenant.Api.NamesAsync("sort=status&tradeName=Situação&after=" + first["next"]!.GetValue<string>()));
        using var web = await Tenant.AdminAsync();
        Assert.NotNull((await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK).Document.QuerySelector("#list-clients-sort-status"));
    }

    [Fact(DisplayName = "issue 2 §9: the trash is read by who may put clients into it, through the API and a download too")]
    public async Task The_trash_asks_for_its_permission()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Jogado fora" });
        (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        using var web = await Tenant.StaffAsync("Leitura", "leitura", "ViewClients", "ExportClients");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "leitura", "Segredo123");
        (await web.GetAsync("admin/clients/trash")).Is(HttpStatusCode.Forbidden);
        (await web.GetAsync("admin/clients/export?format=csv&deleted=true")).Is(HttpStatusCode.Forbidden);
        (await api.GetAsync("clients?deleted=true")).Is(HttpStatusCode.Forbidden);
        (await api.GetAsync("clients/export?deleted=yes&format=csv")).Is(HttpStatusCode.Forbidden);
        (await api.GetAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
        (await api.GetAsync("clients?deleted=false")).Is(HttpStatusCode.OK);
        Assert.Equal(["Jogado fora"], await Tenant.Api.NamesAsync("deleted=true&tradeName=Jogado"));
    }
}

public sealed class ListLinksOnSqlite(TenantFixture<Sqlite> tenant) : ListLinksTests<Sqlite>(tenant);

public sealed class ListLinksOnPostgres(TenantFixture<Postgres> tenant) : ListLinksTests<Postgres>(tenant);
