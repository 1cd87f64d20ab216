using System.Net;
using ClientSuite.Tests.Hosting;
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
