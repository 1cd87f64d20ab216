using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Web;

public abstract class ErrorAnswerTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory]
    [InlineData("pt-BR", "Não encontrado")]
    [InlineData("en", "Not found")]
    [InlineData("es", "No encontrado")]
    public async Task What_failed_is_said_in_the_callers_language(string language, string title)
    {
        using var web = new HttpBrowser(Tenant.Address); // of nobody who has chosen a language
        var problem = (await web.GetAsync("api/nothing", ("Accept-Language", language))).Is(HttpStatusCode.NotFound);
        Assert.Equal(title, JsonNode.Parse(problem.Text)?["title"]?.GetValue<string>());

        var page = (await web.GetAsync("nothing", ("Accept-Language", language))).Is(HttpStatusCode.NotFound);
        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, page.Find("h1").TextContent);
    }

    [Fact]
    public async Task The_language_that_a_user_chose_comes_before_the_browsers()
    {
        using var web = await Tenant.AdminAsync();
        (await web.GetAsync("admin?culture=es")).Is(HttpStatusCode.OK);
        var page = (await web.GetAsync("admin/nothing")).Is(HttpStatusCode.NotFound);
        Assert.Equal("es", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("No encontrado", page.Find("main h1").TextContent);
        (await web.GetAsync("admin?culture=pt-BR")).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "issue 2 §6: what is missing or forbidden is said in the admin's frame to whoever is signed in")]
    public async Task In_the_frame()
    {
        using var web = await Tenant.AdminAsync();
        var from = new Uri(Tenant.Address, "admin/clients?q=a").ToString();
        foreach (var path in new[] { "admin/nothing", "admin/clients/99999999", "admin/operations/01m80hny1h6m2whjkntyjyzh5v", "admin/problem/404" })
        {
            var missing = (await web.GetAsync(path, ("Referer", from))).Is(HttpStatusCode.NotFound);
            Assert.Equal("Não encontrado", missing.Find("main h1").TextContent);
            Assert.Equal("C", Assert.Single(missing.Document.QuerySelectorAll("nav[aria-label='Menu principal'] a[href$='/admin/clients']")).GetAttribute("data-go")); // G, then C
            Assert.NotEmpty(missing.Find("main .cs-error button.copy").GetAttribute("data-copy")!); // the number to quote
            Assert.Equal(["Voltar", "Ir para o início"], missing.Document.QuerySelectorAll("main .cs-error a").Select(a => a.TextContent.Trim()));
            Assert.EndsWith("/admin/clients?q=a", missing.Find("main .cs-error a").GetAttribute("href"), StringComparison.Ordinal);
        }

        var outside = (await web.GetAsync("admin/nothing", ("Referer", "https://elsewhere.example/admin"))).Is(HttpStatusCode.NotFound);
        Assert.Single(outside.Document.QuerySelectorAll("main .cs-error a"));
        Assert.DoesNotContain("Menu principal", (await web.GetAsync("nothing")).Is(HttpStatusCode.NotFound).Text, StringComparison.Ordinal);

        using var anonymous = Tenant.Web();
        Assert.DoesNotContain("Menu principal", (await anonymous.GetAsync("admin/nothing")).Is(HttpStatusCode.NotFound).Text, StringComparison.Ordinal);

        var create = (await web.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        var reader = await Tenant.InDatabaseAsync(async db => (await db.Set<Role>().FirstAsync(r => r.Name == Stereotypes.ReadOnly)).Id.ToString(CultureInfo.InvariantCulture));
        (await web.PostAsync("admin/users/create", HttpBrowser.Filled(create, "form.cs-form", ("Form.FullName", "Leitora"), ("Form.UserName", "leitora"), ("Form.Email", "leitora@erros.example"),
            ("Form.Roles", reader), ("SendsLink", "false"), ("Password.Password", "Segredo123"), ("Password.Confirm", "Segredo123")))).Is(HttpStatusCode.Redirect);
        using var limited = Tenant.Web();
        await limited.SignInAsync("leitora", "Segredo123");
        var forbidden = (await limited.GetAsync("admin/users")).Is(HttpStatusCode.Forbidden);
        Assert.Equal("Sem permissão", forbidden.Find("main h1").TextContent);
        Assert.NotEmpty(forbidden.Document.QuerySelectorAll("nav[aria-label='Menu principal'] a[href$='/admin/clients']"));

        // The history of the new user names the role in the reader's language.
        Assert.Contains("Somente leitura", (await web.GetAsync("admin/history?record=Users.User")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Read-only", (await web.GetAsync("admin/history?record=Users.User&culture=en")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await web.GetAsync("admin?culture=pt-BR")).Is(HttpStatusCode.OK);
    }
}

public sealed class ErrorAnswersOnSqlite(TenantFixture<Sqlite> tenant) : ErrorAnswerTests<Sqlite>(tenant);

public sealed class ErrorAnswersOnPostgres(TenantFixture<Postgres> tenant) : ErrorAnswerTests<Postgres>(tenant);
