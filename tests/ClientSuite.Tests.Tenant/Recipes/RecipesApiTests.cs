using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Recipes;

public abstract class RecipesApiTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task The_recipes_on_offer_are_listed()
    {
        var names = (await Tenant.Api.GetAsync("recipes")).Is(HttpStatusCode.OK).Json!.AsArray().Select(r => r!["name"]!.GetValue<string>()).ToList();
        foreach (var name in new[] { "default", "agency", "hosting", "real-estate", "clinic" })
        {
            Assert.Contains(name, names);
        }
    }

    [Fact(DisplayName = "a tenant that is there is offered no recipe that sets one up")]
    public async Task Offered()
    {
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/recipes")).Is(HttpStatusCode.OK);
        Assert.Empty(page.Document.QuerySelectorAll("form[action*='handler=Run'] input[value=agency], form[action*='handler=Run'] input[value=default]"));
        Assert.Contains("Nenhuma receita pronta", page.Find("[aria-labelledby=recipe-list]").TextContent, StringComparison.Ordinal);
        (await web.PostAsync("admin/recipes?handler=Run", HttpBrowser.Form(page, ("name", "clinic")))).Is(HttpStatusCode.NotFound);
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
