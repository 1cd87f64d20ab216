using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Tests.Hosting;
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
        Assert.Equal("No encontrado", page.Find("h1").TextContent);
        (await web.GetAsync("admin?culture=pt-BR")).Is(HttpStatusCode.OK);
    }
}

public sealed class ErrorAnswersOnSqlite(TenantFixture<Sqlite> tenant) : ErrorAnswerTests<Sqlite>(tenant);

public sealed class ErrorAnswersOnPostgres(TenantFixture<Postgres> tenant) : ErrorAnswerTests<Postgres>(tenant);
