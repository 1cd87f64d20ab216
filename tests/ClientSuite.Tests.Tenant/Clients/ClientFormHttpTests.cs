using System.Globalization;
using System.Net;
using ClientSuite.Clients;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>The form's conflict page and the bulk actions.</summary>
public abstract class ClientFormHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task Two_edits_of_one_client_ask_field_by_field_and_neither_is_lost()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Antes", email = "antes@conflito.example", origin = "feira" });
        using var web = await Tenant.AdminAsync();
        var path = $"admin/clients/{id}/edit";
        var mine = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Deles", origin = "indicação" })).Is(HttpStatusCode.OK);

        var conflict = (await web.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.TradeName", "Meu"), ("Form.Email", "meu@conflito.example")))).Is(HttpStatusCode.PreconditionFailed);
        Assert.StartsWith("Outra pessoa salvou este cliente enquanto você editava.", conflict.Find(".note-strip[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["tradeName", "emails", "origin"], conflict.Document.QuerySelectorAll("#client-conflict input[value=theirs]").Select(i => i.GetAttribute("name")!["Choice.".Length..]));
        Assert.Equal(["Meu", "Deles"], conflict.Document.QuerySelectorAll("#client-conflict tr:nth-child(1) td").Select(d => d.TextContent.Trim()));
        Assert.Equal("Meu", conflict.Find("#Form_TradeName").GetAttribute("value"));
        var kept = await ClientAsync(id);
        Assert.Equal(("Deles", "antes@conflito.example", "indicação", 2), (kept.TradeName, kept.Email, kept.Origin, kept.Version));

        (await web.PostAsync(path, HttpBrowser.Filled(conflict, "form.cs-form", ("Choice.origin", "theirs")))).Is(HttpStatusCode.Redirect);
        var settled = await ClientAsync(id);
        Assert.Equal(("Meu", "meu@conflito.example", "indicação", 3), (settled.TradeName, settled.Email, settled.Origin, settled.Version));
        Assert.Equal(["Meu"], await Tenant.Api.NamesAsync("q=meu@conflito.example"));
    }

    [Fact]
    public async Task A_conflict_that_was_overtaken_again_asks_again()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Um" });
        using var web = await Tenant.AdminAsync();
        var path = $"admin/clients/{id}/edit";
        var mine = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Dois" })).Is(HttpStatusCode.OK);
        var first = (await web.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.TradeName", "Meu")))).Is(HttpStatusCode.PreconditionFailed);
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Três" })).Is(HttpStatusCode.OK);
        var second = (await web.PostAsync(path, HttpBrowser.Filled(first, "form.cs-form"))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal(["Meu", "Três"], second.Document.QuerySelectorAll("#client-conflict tr:nth-child(1) td").Select(d => d.TextContent.Trim()));
        Assert.Equal("Três", (await ClientAsync(id)).TradeName);
    }

    [Fact]
    public async Task The_same_edit_by_two_people_is_no_conflict()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Velho nome" });
        using var web = await Tenant.AdminAsync();
        var path = $"admin/clients/{id}/edit";
        var mine = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Novo nome" })).Is(HttpStatusCode.OK);
        (await web.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.TradeName", "Novo nome")))).Is(HttpStatusCode.Redirect);
        Assert.Equal("Novo nome", (await ClientAsync(id)).TradeName);
    }

    [Fact]
    public async Task A_bulk_action_takes_those_ticked_and_says_how_many()
    {
        var ids = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"Escolhido {n}", email = $"e{n}@escolha.example" }));
        }

        (await Tenant.Api.PatchAsync("clients/" + ids[0], new { blocked = true, blockedReason = "Antes" })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var path = $"admin/clients/bulk/block?ids={ids[0]}&ids={ids[1]}&ids={ids[2]}";
        var ask = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal("Bloquear 2 clientes?", ask.Find("h1.h-page").TextContent);
        Assert.Contains("Escolhido 1, Escolhido 2", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 já está bloqueado e fica como está.", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        Assert.Equal(["e0@escolha.example"], await EmailsAsync("%@escolha.example", c => c.Blocked)); // asking changes nothing
        (await web.PostAsync(path, HttpBrowser.Form(ask))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["e0@escolha.example", "e1@escolha.example", "e2@escolha.example"], await EmailsAsync("%@escolha.example", c => c.Blocked));
        Assert.Equal("Antes", (await ClientAsync(ids[0])).BlockedReason);
        Assert.Contains("2 clientes bloqueados.", (await web.GetAsync("admin/clients")).Text, StringComparison.Ordinal);

        var unblock = $"admin/clients/bulk/unblock?ids={ids[1]}";
        (await web.PostAsync(unblock, HttpBrowser.Form((await web.GetAsync(unblock)).Is(HttpStatusCode.OK)))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["e0@escolha.example", "e2@escolha.example"], await EmailsAsync("%@escolha.example", c => c.Blocked));

        (await web.GetAsync("admin/clients/bulk/block")).Is(HttpStatusCode.BadRequest); // nobody is not everybody
        (await web.GetAsync("admin/clients/bulk/explode?ids=1")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task All_that_match_are_deleted_in_the_background_and_each_can_be_restored()
    {
        const int count = ClientBulk.AtOnce + 50;
        var rows = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"Multidão {n},m{n}@multidao.example,{(n % 2 == 0 ? "Betim" : "Contagem")}"));
        var started = (await Tenant.Api.ImportAsync(Tables.Csv(["nome,email,cidade", .. rows, "Fica,fica@multidao.example,Ouro Preto"]), "multidao.csv", ("match", "none"))).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndOfAsync(started["id"]!.GetValue<string>());
        using var web = await Tenant.AdminAsync();
        const string block = "admin/clients/bulk/block?all=true&email=multidao&city=betim";
        var ask = (await web.GetAsync(block)).Is(HttpStatusCode.OK);
        Assert.Equal($"Bloquear {count / 2} clientes?", ask.Find("h1.h-page").TextContent);
        Assert.EndsWith("/admin/clients", (await web.PostAsync(block, HttpBrowser.Form(ask))).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        Assert.Equal(count / 2, (await EmailsAsync("%@multidao.example", c => c.Blocked)).Count);

        const string delete = "admin/clients/bulk/delete?all=true&tradeName=multid%C3%A3o";
        ask = (await web.GetAsync(delete)).Is(HttpStatusCode.OK);
        Assert.Equal($"Excluir {count} clientes?", ask.Find("h1.h-page").TextContent);
        Assert.Contains("segundo plano", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        var operation = (await web.PostAsync(delete, HttpBrowser.Form(ask))).Is(HttpStatusCode.Redirect).Location!;
        Assert.Contains("/admin/operations/", operation, StringComparison.Ordinal);
        var done = await Tenant.Api.EndOfAsync(operation[(operation.LastIndexOf('/') + 1)..]);
        Assert.Equal(("succeeded", count, count), (done["state"]!.GetValue<string>(), done["total"]!.GetValue<int>(), done["updated"]!.GetValue<int>()));
        Assert.Equal(["fica@multidao.example"], await EmailsAsync("%@multidao.example", c => true));
        Assert.Equal(count, (await Tenant.Api.GetAsync("clients?deleted=true&email=multidao&total=exact&pageSize=1")).Is(HttpStatusCode.OK)["total"]!.GetValue<int>());
        var trashed = await Tenant.InDatabaseAsync(db => db.Set<Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).AsNoTracking().Where(c => c.DeletedUtc != null && EF.Functions.Like(c.Email, "%@multidao.example")).Select(c => c.Id).ToListAsync());
        Assert.Equal(count, await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().CountAsync(l => l.ClientId != null && trashed.Contains(l.ClientId.Value) && db.Set<HistoryEntry>().Any(e => e.Id == l.EntryId && e.Kind == "deleted"))));

        var trash = (await web.GetAsync("admin/clients/trash?q=multid%C3%A3o+7")).Is(HttpStatusCode.OK);
        var number = (await Tenant.InDatabaseAsync(db => db.Set<Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).FirstAsync(c => c.Email == "m7@multidao.example"))).Id;
        (await web.PostAsync($"admin/clients/trash/{number}/restore", HttpBrowser.Form(trash))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["fica@multidao.example", "m7@multidao.example"], await EmailsAsync("%@multidao.example", c => true));
        Assert.Contains("Multidão 7", await Tenant.Api.NamesAsync("email=m7@multidao"));
    }

    [Fact]
    public async Task A_bulk_action_needs_its_own_permission()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Protegido" });
        using var admin = await Tenant.AdminAsync();
        var create = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        var staff = await Tenant.InDatabaseAsync(async db => (await db.Set<Access.Role>().FirstAsync(r => r.Name == Access.Stereotypes.Staff)).Id.ToString(CultureInfo.InvariantCulture));
        (await admin.PostAsync("admin/users/create", HttpBrowser.Filled(create, "form.cs-form", ("Form.FullName", "Equipe"), ("Form.UserName", "equipe"), ("Form.Email", "equipe@lote.example"),
            ("Form.Roles", staff), ("SendsLink", "false"), ("Password.Password", "Segredo123"), ("Password.Confirm", "Segredo123")))).Is(HttpStatusCode.Redirect);
        using var web = Tenant.Web();
        await web.SignInAsync("equipe", "Segredo123");
        var page = (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
        foreach (var verb in new[] { "block", "delete" })
        {
            (await web.GetAsync($"admin/clients/bulk/{verb}?ids={id}")).Is(HttpStatusCode.Forbidden);
            (await web.PostAsync($"admin/clients/bulk/{verb}?ids={id}", HttpBrowser.Form(page))).Is(HttpStatusCode.Forbidden);
        }

        Assert.False((await ClientAsync(id)).Blocked);
    }

    private Task<Client> ClientAsync(string id) => Tenant.InDatabaseAsync(db => db.Set<Client>().AsNoTracking().FirstAsync(c => c.Id == long.Parse(id, CultureInfo.InvariantCulture)));

    private Task<List<string>> EmailsAsync(string like, System.Linq.Expressions.Expression<Func<Client, bool>> which) => Tenant.InDatabaseAsync(async db =>
        (await db.Set<Client>().AsNoTracking().Where(c => EF.Functions.Like(c.Email, like)).Where(which).Select(c => c.Email).ToListAsync()).Order(StringComparer.Ordinal).ToList());
}

public sealed class ClientFormHttpOnSqlite(TenantFixture<Sqlite> tenant) : ClientFormHttpTests<Sqlite>(tenant);

public sealed class ClientFormHttpOnPostgres(TenantFixture<Postgres> tenant) : ClientFormHttpTests<Postgres>(tenant);
