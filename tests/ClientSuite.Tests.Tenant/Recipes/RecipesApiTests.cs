using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Operations;
using ClientSuite.Tests.Hosting;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Recipes;

public abstract class RecipesApiTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "a tenant that is there is offered no recipe that sets one up, and runs none")]
    public async Task Offered()
    {
        Assert.Empty((await Tenant.Api.GetAsync("recipes")).Is(HttpStatusCode.OK).Json!.AsArray());
        foreach (var name in new[] { "clinic", "AGENCY", "default" })
        {
            var refused = (await Tenant.Api.PostAsync("recipes/execute", new { name })).Is(HttpStatusCode.Conflict);
            Assert.Contains("configura tenants novos", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Recepção", (await Tenant.Api.GetAsync("recipes/export?what=Roles")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/recipes")).Is(HttpStatusCode.OK);
        Assert.Empty(page.Document.QuerySelectorAll("form[action*='handler=Run'] input[value=agency], form[action*='handler=Run'] input[value=default]"));
        Assert.Contains("Nenhuma receita pronta", page.Find("[aria-labelledby=recipe-list]").TextContent, StringComparison.Ordinal);
        (await web.PostAsync("admin/recipes?handler=Run", HttpBrowser.Form(page, ("name", "clinic")))).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "issue 2 §8: recipes and the roles that they made are shown in the reader's language and stored as they are")]
    public async Task In_the_readers_language()
    {
        using var web = await Tenant.AdminAsync();
        var roles = (await web.GetAsync("admin/roles", ("Accept-Language", "en"))).Is(HttpStatusCode.OK);
        var finance = roles.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("Finance", StringComparison.Ordinal));
        Assert.Contains("Follows payments, blocks and exports.", finance.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Financeiro", roles.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Single((await web.GetAsync("admin/roles?q=prospect", ("Accept-Language", "en"))).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr[data-id]"));
        var user = (await web.GetAsync("admin/users/create", ("Accept-Language", "en"))).Is(HttpStatusCode.OK);
        Assert.Contains("Finance", user.Find("form.cs-form").TextContent, StringComparison.Ordinal);

        var edit = finance.QuerySelector("a")!.GetAttribute("href")!;
        var form = (await web.GetAsync(edit, ("Accept-Language", "en"))).Is(HttpStatusCode.OK);
        Assert.Equal("Role Finance", form.Find("h1").TextContent);
        Assert.Contains("appears to you as “Finance”", form.Find(".note-strip").TextContent, StringComparison.Ordinal);
        Assert.Equal("Financeiro", form.Find("input[name='Form.Name']").GetAttribute("value"));
        (await web.PostAsync(edit, HttpBrowser.Filled(form, "form.cs-form", ("Form.Description", "Pays the bills.")))).Is(HttpStatusCode.Redirect);
        var spanish = (await web.GetAsync("admin/roles", ("Accept-Language", "es"))).Is(HttpStatusCode.OK).Find("tbody").TextContent;
        Assert.Contains("Finanzas", spanish, StringComparison.Ordinal);
        Assert.Contains("Pays the bills.", spanish, StringComparison.Ordinal); // what people wrote stays as they wrote it
        var portuguese = (await web.GetAsync("admin/roles", ("Accept-Language", "pt-BR"))).Is(HttpStatusCode.OK).Find("tbody").TextContent;
        Assert.Contains("Financeiro", portuguese, StringComparison.Ordinal);

        using var operators = new HttpBrowser(Host.Url);
        await operators.SignInAsync();
        var choices = (await operators.GetAsync("admin/tenants/new", ("Accept-Language", "en"))).Is(HttpStatusCode.OK).Document.QuerySelectorAll("select[name='Form.Setup.RecipeName'] option").Select(o => o.TextContent);
        Assert.Contains("Real estate developer: after-sales", choices);
    }

    [Fact]
    public async Task A_recipe_runs_whole_and_names_its_steps()
    {
        var answer = (await Tenant.Api.PostAsync("recipes/execute", """
            { // comments are read
              "name": "papel", "STEPS": [
                { "name": "roles", "roles": [ { "name": "Auditor Externo", "permissions": ["AccessAdmin", "ViewHistory"] } ] },
                { "name": "ContentDefinition", "ContentTypes": [], "ContentParts": [] }
              ] }
            """)).Is(HttpStatusCode.Accepted);
        Assert.Equal(2, answer["steps"]!.AsArray().Count);
        (await Tenant.Api.GetAsync("operations/" + answer["id"]!.GetValue<string>())).Is(HttpStatusCode.OK);
        Assert.Contains("Auditor Externo", (await Tenant.Api.GetAsync("recipes/export?what=Roles")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 2 §8: the operation of a recipe keeps what came of each step and when it ran")]
    public async Task Its_operation()
    {
        var answer = (await Tenant.Api.PostAsync("recipes/execute", """
            { "name": "papel", "steps": [ { "name": "Roles", "Roles": [ { "Name": "Leitor", "Permissions": [] } ] }, { "name": "media", "Files": [] } ] }
            """)).Is(HttpStatusCode.Accepted);
        var id = answer["id"]!.GetValue<string>();
        var operation = (await Tenant.Api.GetAsync("operations/" + id)).Is(HttpStatusCode.OK);
        Assert.Equal((2, 2), (operation["processed"]!.GetValue<int>(), operation["total"]!.GetValue<int>()));
        var (created, started, finished) = (operation["createdUtc"]!.GetValue<DateTime>(), operation["startedUtc"]!.GetValue<DateTime>(), operation["finishedUtc"]!.GetValue<DateTime>());
        Assert.Equal(created, started);
        Assert.True(started < finished, operation.Text);
        var kept = await Tenant.InDatabaseAsync(db => db.Set<Operation>().Where(o => o.PublicId == id).Select(o => o.Progress).SingleAsync());
        Assert.Equal(["1 Roles done", "2 media skipped"], JsonNode.Parse(kept)!["results"]!.AsArray().Select(r => $"{r!["number"]} {r["name"]} {r["outcome"]}"));
    }

    [Fact(DisplayName = "issue 2 §8: the step content makes clients of the tenant, and run again changes those it made")]
    public async Task Content()
    {
        var (id, document) = (PublicId.New(TimeProvider.System), Documents.Cpf(321_000_001));
        string Recipe(string name, string more = "") => $$"""
            { "name": "clientes", "steps": [ { "name": "Content", "Data": [
              { "ContentItemId": "{{id}}", "contenttype": "client", "DisplayText": "{{name}}", "TaxId": "{{document}}", "address": { "City": "Recife" }, "Owner": "admin", "Vendor": { "x": 1 }{{more}} }
            ] } ] }
            """;
        (await Tenant.Api.PostAsync("recipes/execute", Recipe("Ana da Receita"))).Is(HttpStatusCode.Accepted);
        var made = (await Tenant.Api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK);
        Assert.Equal(("Ana da Receita", document, "Recife"), (made["tradeName"]!.GetValue<string>(), made["taxId"]!.GetValue<string>(), made["address"]!["city"]!.GetValue<string>()));

        (await Tenant.Api.PostAsync("recipes/execute", Recipe("Ana da Receita"))).Is(HttpStatusCode.Accepted);
        Assert.Equal(made["version"]!.GetValue<int>(), (await Tenant.Api.GetAsync("clients/" + id))["version"]!.GetValue<int>()); // twice is the same
        (await Tenant.Api.PostAsync("recipes/execute", Recipe("Ana", """, "tradeName": "Ana Mudada" """))).Is(HttpStatusCode.Accepted);
        Assert.Equal(["Ana Mudada"], await Tenant.Api.NamesAsync("taxId=" + document));

        (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        var refused = (await Tenant.Api.PostAsync("recipes/execute", Recipe("Ana"))).Is(HttpStatusCode.Conflict);
        Assert.StartsWith("Passo 1, item 1, contentItemId: Ana Mudada está na lixeira.", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "issue 2 §8: what content cannot be is refused with step and item, and nothing of the recipe is made")]
    [InlineData("""{ "ContentType": "Plant", "DisplayText": "Ipê" }""", "Passo 2, item 2: nenhum recurso ativo recebe conteúdo do tipo \"Plant\".")]
    [InlineData("""{ "ContentType": "Client" }""", "Passo 2, item 2, tradeName: ")]
    [InlineData("""{ "ContentType": "Client", "tradeName": "X", "email": "nope" }""", "Passo 2, item 2, email: ")]
    [InlineData("""{ "ContentType": "Client", "tradeName": "X", "ContentItemId": "ABC" }""", "Passo 2, item 2, contentItemId: \"ABC\" não serve de identificador.")]
    public async Task Wrong_content(string item, string expected)
    {
        var refused = (await Tenant.Api.PostAsync("recipes/execute", $$"""
            { "name": "errada", "steps": [ { "name": "Roles", "Roles": [ { "Name": "Sombra", "Permissions": [] } ] },
              { "name": "content", "data": [ { "ContentType": "Client", "tradeName": "Certa Até Ali" }, {{item}} ] } ] }
            """)).Is(HttpStatusCode.Conflict);
        Assert.StartsWith(expected, refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(await Tenant.Api.NamesAsync("tradeName=Certa"));
        Assert.DoesNotContain("Sombra", (await Tenant.Api.GetAsync("recipes/export?what=Roles")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 2 §8: steps that only Orchard Core has are reported as skipped, theme is ours")]
    public async Task Steps_of_orchard_core()
    {
        var answer = (await Tenant.Api.PostAsync("recipes/execute", """
            { "name": "de fora", "steps": [ { "name": "WorkflowType", "data": [] }, { "name": "AdminMenu", "data": [] }, { "name": "Templates", "Templates": {} }, { "name": "theme", "admin": "admin", "site": "" },
              { "name": "themes", "admin": "TheAdmin", "site": "TheTheme" },
              { "name": "ReplaceContentDefinition", "ContentTypes": [] }, { "name": "DeleteContentDefinition", "ContentTypes": [ "Nada" ] } ] }
            """)).Is(HttpStatusCode.Accepted);
        Assert.Equal(["skipped", "skipped", "skipped", "done", "done", "done", "done"], answer["steps"]!.AsArray().Select(s => s!["outcome"]!.GetValue<string>()));
    }

    [Theory(DisplayName = "issue 2 §8: a wrong value is refused before anything changes, in the caller's language, with its step")]
    [InlineData("""{ "name": "settings", "Culture": "xx-XX" }""", "Passo 2: o idioma xx-XX não existe aqui. Use pt-BR, en, es.")]
    [InlineData("""{ "name": "themes", "admin": "Nenhum" }""", "Passo 2: não há tema Nenhum. Use Admin, Portal.")]
    [InlineData("""{ "name": "Theme", "site": "nope" }""", "Passo 2: não há tema nope. Use Admin, Portal.")]
    [InlineData("""{ "name": "Roles", "Roles": {} }""", "Passo 2 (Roles): \"Roles\" deve ser uma lista.")]
    [InlineData("""{ "name": "Roles", "Roles": [ 7 ] }""", "Passo 2 (Roles): \"Roles\" deve ser uma lista de objetos.")]
    [InlineData("""{ "name": "Roles", "Roles": [ { "Name": "A" }, { "Permissions": [] } ] }""", "Passo 2: falta o nome do papel 2.")]
    [InlineData("""{ "name": "feature", "enable": { } }""", "Passo 2 (feature): \"enable\" deve ser uma lista.")]
    [InlineData("""{ "name": "settings", "SiteName": [ ] }""", "Passo 2 (settings): \"SiteName\" deve ser um texto.")]
    [InlineData("""{ "name": "settings", "Site": { "timeZoneId": 5 } }""", "Passo 2: a seção Site não pode ser gravada por receitas.")]
    [InlineData("""{ "name": "settings", "RecipeRun": { } }""", "Passo 2: a seção RecipeRun não pode ser gravada por receitas.")]
    [InlineData("""{ "name": "settings", "Look": { "accent": 5 } }""", "Passo 2: a seção Look não pode ser lida em $.accent.")]
    [InlineData("""{ "name": "settings", "Look": { "logoKey": null } }""", "Passo 2: a seção Look não pode ser lida em $.logoKey.")]
    public async Task Wrong_values(string step, string expected)
    {
        var refused = (await Tenant.Api.PostAsync("recipes/execute", $$"""
            { "name": "errada", "steps": [ { "name": "Roles", "Roles": [ { "Name": "Sombra", "Permissions": [] } ] }, {{step}} ] }
            """)).Is(HttpStatusCode.Conflict);
        Assert.Equal(expected, refused["detail"]!.GetValue<string>());
        Assert.DoesNotContain("Sombra", (await Tenant.Api.GetAsync("recipes/export?what=Roles")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 2 §8: an export takes names repeated or joined by commas, all without any, and says which there are")]
    public async Task Exported()
    {
        (await Tenant.Api.PostAsync("recipes/execute", """{ "name": "tipos", "steps": [ { "name": "ContentDefinition", "ContentTypes": [ { "Name": "Client" } ], "ContentParts": [] } ] }""")).Is(HttpStatusCode.Accepted);
        string[] all = ["feature", "Roles", "ContentDefinition", "settings"];
        Assert.Equal(all, await StepsAsync("recipes/export"));
        Assert.Equal(all, await StepsAsync("recipes/export?what=settings,roles&what=FEATURE&what=contentdefinition"));
        Assert.Equal(["Roles", "settings"], await StepsAsync("recipes/export?what=Roles,%20settings"));
        var features = (await Tenant.Api.GetAsync("recipes/export?what=feature")).Is(HttpStatusCode.OK)["steps"]![0]!["enable"]!.AsArray().Select(f => f!.GetValue<string>());
        Assert.Equal(Tenant.Tenant.Features, features);
        var refused = (await Tenant.Api.GetAsync("recipes/export?what=Roles,nope")).Is(HttpStatusCode.BadRequest);
        Assert.Equal("\"nope\" não pode ser exportado. Use feature, Roles, ContentDefinition, settings.", refused["errors"]!["what"]![0]!.GetValue<string>());

        async Task<string[]> StepsAsync(string path) => [.. (await Tenant.Api.GetAsync(path)).Is(HttpStatusCode.OK)["steps"]!.AsArray().Select(s => s!["name"]!.GetValue<string>())];
    }

    [Theory]
    [InlineData("""{"steps":[{"name":"Roles","Roles":[{"Name":"Fantasma","Permissions":[]}]},{"name":"NoSuchStep"}]}""")]
    [InlineData("""{"steps":[{"name":"Roles","Roles":[{"Name":"Fantasma","Permissions":[]}]},{"name":"feature","enable":["NoSuchFeature"]}]}""")]
    [InlineData("""{"steps":[{"name":"Roles","Roles":[{"Name":"Fantasma","Permissions":[]}]},{"name":"settings","SiteName":"[js: nobody()]"}]}""")]
    public async Task A_wrong_recipe_is_refused_whole(string recipe)
    {
        var answer = await Tenant.Api.PostAsync("recipes/execute", recipe);
        Assert.True((int)answer.Status is 400 or 409 or 422, $"{(int)answer.Status}: {answer.Text}");
        Assert.DoesNotContain("Fantasma", (await Tenant.Api.GetAsync("recipes/export?what=Roles")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"steps\":")]
    [InlineData("{\"name\":\"no-such-recipe\"}")]
    [InlineData("{\"steps\":7}")]
    public async Task What_is_no_recipe_is_never_a_500(string recipe)
    {
        var answer = await Tenant.Api.PostAsync("recipes/execute", recipe);
        Assert.True((int)answer.Status is 400 or 404 or 409 or 422, $"{(int)answer.Status}: {answer.Text}");
    }
}

public sealed class RecipesApiOnSqlite(TenantFixture<Sqlite> tenant) : RecipesApiTests<Sqlite>(tenant);

public sealed class RecipesApiOnPostgres(TenantFixture<Postgres> tenant) : RecipesApiTests<Postgres>(tenant);
