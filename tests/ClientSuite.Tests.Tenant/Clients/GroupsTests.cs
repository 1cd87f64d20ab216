using System.Globalization;
using System.Net;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Groups;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Groups of clients, chosen one by one or by a rule.</summary>
public abstract class GroupsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "004-94, 004-95: a group is created with classification and colour, changed, trashed after saying how many are in it, and restored with its clients")]
    public async Task A_group()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Do grupo" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync("admin/client-groups/new")).Is(HttpStatusCode.OK);
        Assert.NotEmpty((await web.PostAsync("admin/client-groups/new", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "  ")))).Is(HttpStatusCode.UnprocessableEntity).Find("#Form_Name-e").TextContent);
        var page = (await web.PostAsync("admin/client-groups/new", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "Diamante"), ("Form.Classification", "Comercial"), ("Form.Color", "Purple")))).Is(HttpStatusCode.Redirect).Location!;
        var group = page[(page.LastIndexOf('/') + 1)..];
        Assert.Contains("Já há um grupo chamado DIAMANTE", (await web.PostAsync("admin/client-groups/new", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "DIAMANTE")))).Is(HttpStatusCode.UnprocessableEntity).Find("#Form_Name-e").TextContent, StringComparison.Ordinal);
        (await web.PostAsync($"admin/client-groups/{group}/add", HttpBrowser.Form(form, ("ids", id)))).Is(HttpStatusCode.Redirect);

        var list = (await web.GetAsync("admin/client-groups?q=comercial")).Is(HttpStatusCode.OK);
        var row = list.Find($"#row-{group}");
        Assert.Equal("Diamante", row.QuerySelector(".tag.tone-purple")!.TextContent);
        Assert.Contains("Escolhidos um a um", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("1", row.QuerySelector($"a[href$='clients?group={group}']")!.TextContent);
        Assert.Null((await web.GetAsync("admin/client-groups?classification=Outra")).Document.QuerySelector($"#row-{group}"));

        var edit = (await web.GetAsync($"admin/client-groups/{group}/edit")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/client-groups/{group}/edit", HttpBrowser.Filled(edit, "form.cs-form", ("Form.Name", "Ouro")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Outra pessoa salvou", (await web.PostAsync($"admin/client-groups/{group}/edit", HttpBrowser.Filled(edit, "form.cs-form", ("Form.Name", "Prata")))).Is(HttpStatusCode.PreconditionFailed).Text, StringComparison.Ordinal);

        Assert.Contains("1 cliente deixa de estar neste grupo", (await web.GetAsync($"admin/client-groups/{group}/delete")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await web.PostAsync($"admin/client-groups/{group}/delete", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Empty(await Tenant.Api.NamesAsync($"group={group}"));
        Assert.Null((await Tenant.Api.GetAsync($"clients/{id}"))["groups"]);
        (await web.GetAsync($"admin/client-groups/{group}")).Is(HttpStatusCode.NotFound);
        Assert.NotNull((await web.GetAsync("admin/client-groups?deleted=yes")).Document.QuerySelector($"#row-{group}"));
        (await web.PostAsync($"admin/client-groups/{group}/restore", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["Do grupo"], await Tenant.Api.NamesAsync($"group={group}"));
    }

    [Fact(DisplayName = "issue 2 §9: the list is sorted by the first group's name, of both kinds, and who has none comes last")]
    public async Task Sorted_by_group()
    {
        var (b, a, none, rule) = (await MadeAsync("Beta", "AM"), await MadeAsync("Alfa", "AM"), await MadeAsync("Nenhum", "AM"), await MadeAsync("Regra", "TO"));
        var (first, second) = (await CreateAsync(new { name = "AAA fila" }), await CreateAsync(new { name = "CCC fila" }));
        await CreateAsync(new { name = "BBB fila", kind = "rule", rule = "state=TO" });
        (await Tenant.Api.PostAsync($"client-groups/{second}/members", new { ids = new[] { b, a, rule } })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PostAsync($"client-groups/{first}/members", new { ids = new[] { a } })).Is(HttpStatusCode.OK);

        var which = $"id={a},{b},{none},{rule}";
        Assert.Equal(["Ordem Alfa", "Ordem Regra", "Ordem Beta", "Ordem Nenhum"], await Tenant.Api.NamesAsync($"sort=group&{which}"));
        Assert.Equal(["Ordem Beta", "Ordem Regra", "Ordem Alfa", "Ordem Nenhum"], await Tenant.Api.NamesAsync($"sort=-group&{which}"));
        Assert.Equal(["Ordem Beta"], await Tenant.Api.NamesAsync($"sort=group&{which}&page=3&pageSize=1"));
        using var web = await Tenant.AdminAsync();
        Assert.Equal([a, rule, b, none], (await web.GetAsync($"admin/clients?sort=group&{which}")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#list-clients tr[id^=row-]").Select(r => r.GetAttribute("data-id")));

        Task<string> MadeAsync(string name, string state) => Tenant.Api.CreateClientAsync(new { tradeName = "Ordem " + name, address = new { state } });
    }

    [Fact(DisplayName = "004-28, 004-95: a client's groups are chosen on its page, shown in its overview, in the list and in the API, and stand in its history")]
    public async Task Of_a_client()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Agrupada" });
        var (one, two) = (await CreateAsync(new { name = "Um", color = "green" }), await CreateAsync(new { name = "Dois" }));
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{id}/groups")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{id}/groups", HttpBrowser.Filled(form, "form.cs-form", ("chosen", one), ("chosen", two)))).Is(HttpStatusCode.Redirect);
        var card = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find("#client-groups");
        Assert.Equal(["Dois", "Um"], card.QuerySelectorAll(".tag").Select(t => t.TextContent));
        Assert.Equal("Dois, Um", (await web.GetAsync($"admin/clients?id={id}")).Find($"#row-{id} .labels").GetAttribute("title"));
        Assert.Equal(["Dois", "Um"], (await Tenant.Api.GetAsync($"clients/{id}"))["groups"]!["items"]!.AsArray().Select(g => g!["name"]!.GetValue<string>()));

        form = (await web.GetAsync($"admin/clients/{id}/groups")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{id}/groups", HttpBrowser.Filled(form, "form.cs-form", ("chosen", two)))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["Agrupada"], await Tenant.Api.NamesAsync($"group={two}"));
        Assert.Empty(await Tenant.Api.NamesAsync($"group={one}"));
        var history = (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Inclusão · Grupo", history, StringComparison.Ordinal);
        Assert.Contains("Retirada · Grupo", history, StringComparison.Ordinal);
        Assert.Contains("incluiu o cliente em grupo: Um", (await web.GetAsync($"admin/clients/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await Tenant.Api.GetAsync($"clients/{id}"))["version"]!.GetValue<int>()); // no open form is stale by it
    }

    [Fact(DisplayName = "004-96: a group's page pages through its clients, finds among them, and is drawn again where it was")]
    public async Task Its_page_stays()
    {
        var group = await CreateAsync(new { name = "Folheada" });
        var ids = new List<string>();
        for (var n = 0; n <= 50; n++)
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"Folha {n:00}" }));
        }

        (await Tenant.Api.PostAsync($"client-groups/{group}/members", new { ids })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var next = (await web.GetAsync($"admin/client-groups/{group}?q=folha")).Is(HttpStatusCode.OK).Find("#group footer a").GetAttribute("href")!;
        var page = (await web.GetAsync(next)).Is(HttpStatusCode.OK);
        Assert.Equal("Folha 50", Assert.Single(page.Document.QuerySelectorAll("#group ul.rows li > a")).TextContent);
        Assert.EndsWith(next, page.Find("#group").GetAttribute("hx-get"), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-94: the API lists, creates, replaces with If-Match, deletes and restores groups, and adds and removes members")]
    public async Task Over_the_api()
    {
        var (a, b) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Api A" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Api B" }));
        var created = (await Tenant.Api.PostAsync("client-groups", new { name = "Pela API", classification = "Testes", color = "red" })).Is(HttpStatusCode.Created);
        var id = created["id"]!.GetValue<string>();
        Assert.EndsWith("/api/client-groups/" + id, created.Message.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("static", "red", 0), (created["kind"]!.GetValue<string>(), created["color"]!.GetValue<string>(), created["clients"]!.GetValue<int>()));
        Assert.NotNull((await Tenant.Api.PostAsync("client-groups", new { name = "pela api" })).Is(HttpStatusCode.Conflict)["errors"]!["name"]);
        Assert.NotNull((await Tenant.Api.PostAsync("client-groups", new { name = " " })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["name"]);
        (await Tenant.Api.PostAsync("client-groups", "{")).Is(HttpStatusCode.BadRequest);

        Assert.Equal(2, (await Tenant.Api.PostAsync($"client-groups/{id}/members", new { ids = new[] { a, b, "999999999" } })).Is(HttpStatusCode.OK)["added"]!.GetValue<int>());
        Assert.Equal(0, (await Tenant.Api.PostAsync($"client-groups/{id}/members", new { ids = new[] { a } })).Is(HttpStatusCode.OK)["added"]!.GetValue<int>());
        (await Tenant.Api.PostAsync($"client-groups/{id}/members", new { ids = new[] { "x" } })).Is(HttpStatusCode.UnprocessableEntity);
        (await Tenant.Api.DeleteAsync($"client-groups/{id}/members/{b}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(["Api A"], await Tenant.Api.NamesAsync($"group={id}"));

        var stale = created.ETag;
        (await Tenant.Api.PutAsync($"client-groups/{id}", new { name = "Outro nome" }, ("If-Match", stale))).Is(HttpStatusCode.OK);
        (await Tenant.Api.PutAsync($"client-groups/{id}", new { name = "Tarde" }, ("If-Match", stale))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Contains("Outro nome", (await Tenant.Api.GetAsync("client-groups")).Is(HttpStatusCode.OK)["items"]!.AsArray().Select(g => g!["name"]!.GetValue<string>()));
        (await Tenant.Api.DeleteAsync($"client-groups/{id}")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.DeleteAsync($"client-groups/{id}")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.GetAsync($"client-groups/{id}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(1, (await Tenant.Api.PostAsync($"client-groups/{id}/restore")).Is(HttpStatusCode.OK)["clients"]!.GetValue<int>());
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.GetAsync("client-groups")).Is(HttpStatusCode.Unauthorized);
        using var other = await ApiClient.SignInAsync(Host.Address(await Tenant.AnotherAsync()));
        (await other.GetAsync($"client-groups/{id}")).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "issue 3 §2: the groups' API changes what a patch names, and makes one group of a request that comes twice, at once or later")]
    public async Task Patched_and_once()
    {
        var body = new { name = "Uma vez só", classification = "Testes", color = "red" };
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Tenant.Api.PostAsync("client-groups", body, ("Idempotency-Key", "grupo-1"))));
        var id = both[0].Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        Assert.Equal(id, both[1].Is(HttpStatusCode.Created)["id"]!.GetValue<string>());
        Assert.Equal(id, (await Tenant.Api.PostAsync("client-groups", body, ("Idempotency-Key", "grupo-1"))).Is(HttpStatusCode.Created)["id"]!.GetValue<string>());
        (await Tenant.Api.PostAsync("client-groups", new { name = "Outra" }, ("Idempotency-Key", "grupo-1"))).Is(HttpStatusCode.UnprocessableEntity);

        var etag = (await Tenant.Api.GetAsync("client-groups/" + id)).Is(HttpStatusCode.OK).ETag;
        var patched = (await Tenant.Api.PatchAsync("client-groups/" + id, new { color = "green" }, ("If-Match", etag))).Is(HttpStatusCode.OK);
        Assert.Equal(("Uma vez só", "Testes", "green"), (patched["name"]!.GetValue<string>(), patched["classification"]!.GetValue<string>(), patched["color"]!.GetValue<string>()));
        Assert.NotEqual(etag, patched.ETag);
        (await Tenant.Api.PatchAsync("client-groups/" + id, new { color = "blue" }, ("If-Match", etag))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("", (await Tenant.Api.PatchAsync("client-groups/" + id, """{"classification":null}""")).Is(HttpStatusCode.OK)["classification"]!.GetValue<string>());
        (await Tenant.Api.PatchAsync("client-groups/" + id, new { name = "" })).Is(HttpStatusCode.UnprocessableEntity);
        (await Tenant.Api.PatchAsync("client-groups/" + id, "[]")).Is(HttpStatusCode.BadRequest);
        (await Tenant.Api.PatchAsync("client-groups/" + id, """{"name":"a","name":"b"}""")).Is(HttpStatusCode.BadRequest);
        using var text = new StringContent("olá", System.Text.Encoding.UTF8, "text/plain");
        (await Tenant.Api.SendAsync(HttpMethod.Post, "client-groups", text)).Is(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact(DisplayName = "004-94: a merge leaves the client that stays in the groups of both, once in each; undone, each is where it was")]
    public async Task Merged()
    {
        var (kept, gone) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Fica no grupo" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Some do grupo" }));
        var (both, only) = (await CreateAsync(new { name = "De ambos" }), await CreateAsync(new { name = "Só do outro" }));
        (await Tenant.Api.PostAsync($"client-groups/{both}/members", new { ids = new[] { kept, gone } })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PostAsync($"client-groups/{only}/members", new { ids = new[] { gone } })).Is(HttpStatusCode.OK);
        var merge = (await Tenant.Api.PostAsync($"clients/{kept}/merge", new { merge = gone })).Is(HttpStatusCode.OK);
        Assert.Equal(["Fica no grupo"], await Tenant.Api.NamesAsync($"group={both}"));
        Assert.Equal(["Fica no grupo"], await Tenant.Api.NamesAsync($"group={only}"));
        Assert.Equal(1, (await Tenant.Api.GetAsync($"client-groups/{both}"))["clients"]!.GetValue<int>());
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Equal(["Fica no grupo", "Some do grupo"], (await Tenant.Api.NamesAsync($"group={both}")).Order(StringComparer.Ordinal));
        Assert.Equal(["Some do grupo"], await Tenant.Api.NamesAsync($"group={only}"));

        (await Tenant.Api.DeleteAsync($"clients/{gone}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(0, (await Tenant.Api.GetAsync($"client-groups/{only}"))["clients"]!.GetValue<int>()); // the trash does not count
    }

    [Fact(DisplayName = "004-94, 004-95: whoever meets a rule is in the group, from the moment on; the rule reads in words and is changed from the list")]
    public async Task By_rule()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Da regra", address = new { city = "Ouro Preto", state = "MG" } });
        await Tenant.Api.CreateClientAsync(new { tradeName = "Fora da regra", address = new { city = "Ouro Preto", state = "SP" } });
        using var web = await Tenant.AdminAsync();
        var list = (await web.GetAsync("admin/clients?city=Ouro%20Preto&state=MG&sort=tradeName")).Is(HttpStatusCode.OK);
        var link = list.Document.QuerySelectorAll(".cs-head a").First(a => a.TextContent.Contains("Criar grupo com este filtro", StringComparison.Ordinal)).GetAttribute("href")!;
        var form = (await web.GetAsync(link)).Is(HttpStatusCode.OK);
        Assert.Equal(["Cidade: Ouro Preto", "Estado: Minas Gerais"], form.Document.QuerySelectorAll("form.cs-form p .tag").Select(t => t.TextContent));
        var page = (await web.PostAsync("admin/client-groups/new", HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "Ouro-pretanos")))).Is(HttpStatusCode.Redirect).Location!;
        var group = page[(page.LastIndexOf('/') + 1)..];
        Assert.Equal(["Da regra"], await Tenant.Api.NamesAsync($"group={group}"));
        Assert.Equal("city=Ouro%20Preto&state=MG", (await Tenant.Api.GetAsync($"client-groups/{group}"))["rule"]!.GetValue<string>());
        Assert.Contains("Da regra", (await web.GetAsync($"admin/client-groups/{group}")).Is(HttpStatusCode.OK).Find("#group").TextContent, StringComparison.Ordinal);
        Assert.Equal("Ouro-pretanos", (await web.GetAsync($"admin/clients?id={id}")).Find($"#row-{id} .labels").GetAttribute("title"));
        Assert.Equal("Ouro-pretanos", (await web.GetAsync($"admin/clients/{id}")).Find("#client-groups .tag").TextContent);

        (await Tenant.Api.PatchAsync($"clients/{id}", new { address = new { state = "SP" } })).Is(HttpStatusCode.OK);
        Assert.Empty(await Tenant.Api.NamesAsync($"group={group}"));
        (await Tenant.Api.PostAsync($"client-groups/{group}/members", new { ids = new[] { id } })).Is(HttpStatusCode.Conflict); // the rule decides

        form = (await web.GetAsync("admin/client-groups/new?rule=" + Uri.EscapeDataString("city=Ouro Preto"))).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/client-groups/new", HttpBrowser.Filled(form, "form.cs-form", ("Replaces", group)))).Is(HttpStatusCode.Redirect);
        Assert.Equal(2, (await Tenant.Api.GetAsync($"client-groups/{group}"))["clients"]!.GetValue<int>());
        Assert.Equal("Ouro-pretanos", (await Tenant.Api.GetAsync($"client-groups/{group}"))["name"]!.GetValue<string>());
    }

    [Fact(DisplayName = "004-95: a rule may name a static group, not another rule; without a filter, or with one that the list does not know, it is none")]
    public async Task Rules_that_are_none()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Em dois", address = new { state = "BA" } });
        var chosen = await CreateAsync(new { name = "Escolhidos" });
        (await Tenant.Api.PostAsync($"client-groups/{chosen}/members", new { ids = new[] { id } })).Is(HttpStatusCode.OK);
        var rule = await CreateAsync(new { name = "Escolhidos da Bahia", kind = "rule", rule = $"?state=BA&group={chosen}&sort=id&page=3" });
        Assert.Equal(["Em dois"], await Tenant.Api.NamesAsync($"group={rule}"));
        Assert.Equal(["Em dois"], await Tenant.Api.NamesAsync($"group={rule}&group={chosen}")); // once, whichever it is by
        Assert.Contains("Escolhidos da Bahia", (await Tenant.Api.PostAsync("client-groups", new { name = "Volta", kind = "rule", rule = $"group={rule}" })).Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        foreach (var none in new[] { "", "sort=id", "createdFrom=ontem", "state=XX", "unknown=1" })
        {
            Assert.NotNull((await Tenant.Api.PostAsync("client-groups", new { name = "Nada", kind = "rule", rule = none })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["rule"]);
        }

        // A rule of a module that was switched off since is nobody's rather than everybody's.
        await Tenant.Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var group = await db.Set<ClientGroup>().FirstAsync(g => g.Id == long.Parse(rule, CultureInfo.InvariantCulture));
            group.ChangeRule("state=BA&gone=1");
            await db.SaveChangesAsync();
            scope.GetRequiredService<GroupCatalog>().Forget();
        });
        Assert.Empty(await Tenant.Api.NamesAsync($"group={rule}"));
        using var web = await Tenant.AdminAsync();
        Assert.Contains("recurso desligado", (await web.GetAsync($"admin/client-groups/{rule}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-07, 004-96: the bulk bar puts all clients of a group into another one and takes them out, says so before and in each history, and takes it back")]
    public async Task In_bulk()
    {
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"Massa {n}" }));
        }

        var (from, to) = (await CreateAsync(new { name = "Origem da massa" }), await CreateAsync(new { name = "Destino da massa" }));
        (await Tenant.Api.PostAsync($"client-groups/{from}/members", new { ids })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PostAsync($"client-groups/{to}/members", new { ids = ids[..1] })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var bar = (await web.GetAsync($"admin/clients?group={from}")).Is(HttpStatusCode.OK);
        Assert.NotNull(bar.Find(".cs-bulk [data-bulk$='bulk/group-add?handler=Preview']"));
        var ask = (await web.PostAsync($"admin/clients/bulk/group-add?handler=Preview&group={from}", HttpBrowser.Form(bar, ("all", "true")))).Is(HttpStatusCode.OK);
        Assert.Contains("Destino da massa", ask.Find("select[name=Group]").TextContent, StringComparison.Ordinal);
        var next = ask.Find("form.cs-form").GetAttribute("action")!;
        Assert.Contains("Escolha um grupo", (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form"))).Is(HttpStatusCode.UnprocessableEntity).Find("#Group-e").TextContent, StringComparison.Ordinal);
        var preview = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Group", to)))).Is(HttpStatusCode.OK);
        Assert.Equal("Adicionar 2 clientes a Destino da massa?", preview.Find("h1.h-page").TextContent);
        Assert.Contains("Massa 1, Massa 2", preview.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 já está em Destino da massa", preview.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        (await web.PostAsync(preview.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(preview, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        Assert.Equal(3, (await Tenant.Api.NamesAsync($"group={to}")).Length);
        var undo = (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK).Find("[data-undo]").GetAttribute("data-undo")!;
        Assert.Contains("incluiu o cliente em grupo: Destino da massa", (await web.GetAsync($"admin/clients/{ids[1]}")).Text, StringComparison.Ordinal);

        (await Tenant.Api.DeleteAsync($"client-groups/{to}/members/{ids[2]}")).Is(HttpStatusCode.NoContent);
        (await web.PostAsync(undo, HttpBrowser.Form(bar))).Is(HttpStatusCode.Redirect);
        Assert.Contains("1 mudou depois", (await web.GetAsync("admin/clients")).Text, StringComparison.Ordinal); // it had left already
        Assert.Equal(["Massa 0"], await Tenant.Api.NamesAsync($"group={to}"));
        Assert.Contains("desfez uma ação em massa em grupo: Destino da massa", (await web.GetAsync($"admin/clients/{ids[1]}")).Text, StringComparison.Ordinal);

        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/group-remove", new { ids })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.group"]);
        var dry = (await Tenant.Api.PostAsync("clients/bulk/group-remove", new { ids, dryRun = true, with = new { group = to } })).Is(HttpStatusCode.OK);
        Assert.Equal((3, 1, 2), (dry["total"]!.GetValue<int>(), dry["changes"]!.GetValue<int>(), dry["alreadyDone"]!.GetValue<int>()));
        var operation = (await Tenant.Api.PostAsync($"clients/bulk/group-remove?group={from}", new { all = true, with = new { group = from } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal(3, (await Tenant.Api.EndOfAsync(operation))["updated"]!.GetValue<int>());
        Assert.Empty(await Tenant.Api.NamesAsync($"group={from}"));
        (await Tenant.Api.PostAsync($"operations/{operation}/undo")).Is(HttpStatusCode.Accepted);
        Assert.Equal(0, (await Tenant.Api.EndOfAsync(operation, "undone", "failed"))["rejected"]!.GetValue<int>());
        Assert.Equal(3, (await Tenant.Api.NamesAsync($"group={from}")).Length);
    }

    [Fact(DisplayName = "004-94, 002-84: every column of the groups sorts, the number of clients too, both ways")]
    public async Task Sorted()
    {
        var clients = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            clients.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"Ordenado {n}" }));
        }

        foreach (var (name, count) in new[] { ("Ordem um", 1), ("Ordem três", 3), ("Ordem dois", 2) })
        {
            var id = await CreateAsync(new { name });
            (await Tenant.Api.PostAsync($"client-groups/{id}/members", new { ids = clients.Take(count) })).Is(HttpStatusCode.OK);
        }

        await CreateAsync(new { name = "Ordem por regra", kind = "rule", rule = "state=AC" });
        using var web = await Tenant.AdminAsync();
        Assert.Equal(["Ordem por regra", "Ordem um", "Ordem dois", "Ordem três"], await NamesAsync("clients"));
        Assert.Equal(["Ordem três", "Ordem dois", "Ordem um", "Ordem por regra"], await NamesAsync("-clients"));
        Assert.Equal("Ordem por regra", (await NamesAsync("-kind"))[0]);
        Assert.Equal("Ordem por regra", (await NamesAsync("kind"))[^1]);
        var head = (await web.GetAsync("admin/client-groups")).Is(HttpStatusCode.OK);
        Assert.Equal(["name", "classification", "kind", "clients", "modifiedUtc"], head.Document.QuerySelectorAll("thead a[id*='-sort-']").Select(a => a.Id!.Split("-sort-")[1]));

        async Task<string[]> NamesAsync(string sort) =>
            [.. (await web.GetAsync($"admin/client-groups?q=ordem&sort={sort}")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr[data-id] .tag").Select(t => t.TextContent.Trim())];
    }

    [Fact(DisplayName = "004-94: however many groups there are, one query counts those chosen one by one and one those by a rule")]
    public async Task Counted()
    {
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"Contado {n}", address = new { city = "Contagem", state = n == 0 ? "RR" : "AP" } }));
        }

        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var n = 0; n <= ids.Count; n++)
        {
            var chosen = await CreateAsync(new { name = $"Conta {n}" });
            if (n > 0)
            {
                (await Tenant.Api.PostAsync($"client-groups/{chosen}/members", new { ids = ids.Take(n) })).Is(HttpStatusCode.OK);
            }

            expected[chosen] = Math.Min(n, 2);
        }

        expected[await CreateAsync(new { name = "Conta Roraima", kind = "rule", rule = "city=Contagem&state=RR" })] = 1;
        expected[await CreateAsync(new { name = "Conta Amapá", kind = "rule", rule = "city=Contagem&state=AP" })] = 1;
        (await Tenant.Api.DeleteAsync("clients/" + ids[2])).Is(HttpStatusCode.NoContent); // the trash does not count
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var catalog = scope.GetRequiredService<GroupCatalog>();
            var groups = await catalog.ReadAsync(scope.GetRequiredService<IClientQueries>(), CancellationToken.None);
            IReadOnlyDictionary<long, GroupCount> counts = new Dictionary<long, GroupCount>();
            Assert.Equal(2, await Statements.OfAsync(async () => counts = await catalog.CountsAsync(groups, CancellationToken.None)));
            Assert.All(expected, e => Assert.Equal(e.Value, counts[long.Parse(e.Key, CultureInfo.InvariantCulture)].Count));
            Assert.Equal(groups.Select(g => g.Id).Order(), counts.Keys.Order());
        });
        var listed = (await Tenant.Api.GetAsync("client-groups")).Is(HttpStatusCode.OK)["items"]!.AsArray().ToDictionary(g => g!["id"]!.GetValue<string>(), g => g!["clients"]!.GetValue<int>());
        Assert.All(expected, e => Assert.Equal(e.Value, listed[e.Key]));
    }

    [Fact(DisplayName = "004-96: thousands are put into a group in batches of an operation, each with its line in the history")]
    public async Task Thousands()
    {
        const int count = 3_000;
        var rows = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"Onda {n},o{n}@onda.example"));
        await Tenant.Api.EndOfAsync((await Tenant.Api.ImportAsync(Tables.Csv(["nome,email", .. rows]), "onda.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
        var group = await CreateAsync(new { name = "Onda" });
        var operation = (await Tenant.Api.PostAsync("clients/bulk/group-add?email=onda.example", new { all = true, with = new { group } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        var end = await Tenant.Api.EndOfAsync(operation);
        Assert.Equal(("succeeded", count), (end["state"]!.GetValue<string>(), end["updated"]!.GetValue<int>()));
        Assert.Equal((1_000, true), ((await Tenant.Api.GetAsync($"client-groups/{group}"))["clients"]!.GetValue<int>(), (await Tenant.Api.GetAsync($"client-groups/{group}"))["clientsAreCapped"]!.GetValue<bool>()));
        var lines = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().Where(l => db.Set<HistoryEntry>().Any(e => e.Id == l.EntryId && e.Kind == "joined" && e.RecordName == "Onda" && e.ClientId == null)).Select(l => l.ClientId).Distinct().CountAsync());
        Assert.Equal(count, lines);
        await Host.InTenantAsync(Tenant.Name, async scope => Assert.Null((await scope.GetRequiredService<IHistoryProof>().VerifyAsync(CancellationToken.None)).BrokenEntryId));
    }

    private async Task<string> CreateAsync(object group) => (await Tenant.Api.PostAsync("client-groups", group)).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
}

public sealed class GroupsOnSqlite(TenantFixture<Sqlite> tenant) : GroupsTests<Sqlite>(tenant);

public sealed class GroupsOnPostgres(TenantFixture<Postgres> tenant) : GroupsTests<Postgres>(tenant);
