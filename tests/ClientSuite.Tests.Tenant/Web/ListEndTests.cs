using System.Net;
using ClientSuite.Email;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>Addresses of list pages that lie behind the last row: old links, and pages whose rows are gone.</summary>
public abstract class ListEndTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory(DisplayName = "002-84: a numbered page behind the end shows the last page, in every list")]
    [InlineData("admin/clients")]
    [InlineData("admin/client-groups")]
    [InlineData("admin/users")]
    [InlineData("admin/roles")]
    [InlineData("admin/history")]
    [InlineData("admin/emails")]
    [InlineData("admin/privacy/requests")]
    public async Task By_number(string path)
    {
        using var web = await Tenant.AdminAsync();
        if (path == "admin/clients")
        {
            await Tenant.Api.CreateClientAsync(new { tradeName = "Na última página" });
        }
        else if (path == "admin/client-groups")
        {
            (await Tenant.Api.PostAsync("client-groups", new { name = "Na última página" })).Is(HttpStatusCode.Created);
        }
        else if (path == "admin/emails")
        {
            await MailAsync();
        }
        else if (path == "admin/privacy/requests")
        {
            (await Tenant.Api.PostAsync("privacy/requests", new { type = "access", requesterName = "Ana", receivedOn = "2026-01-02" })).Is(HttpStatusCode.Created);
        }

        var page = (await web.GetAsync(path + "?page=99")).Is(HttpStatusCode.OK);
        Assert.NotEmpty(page.Document.QuerySelectorAll(".cs-list tbody tr"));
        Assert.StartsWith("Página 1", page.Find("nav.pager .num").TextContent, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "002-84: where a cursor points behind the end the list says so and leads back")]
    public async Task By_cursor()
    {
        await MailAsync();
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/emails?after=1&page=3")).Is(HttpStatusCode.OK);
        var empty = page.Find(".cs-empty");
        Assert.Contains("Esta página não existe mais", empty.TextContent, StringComparison.Ordinal);
        Assert.Matches("^0 de [1-9][0-9]*$", page.Find(".cs-foot .range").TextContent);
        var back = (await web.GetAsync(empty.QuerySelector("a")!.GetAttribute("href")!)).Is(HttpStatusCode.OK);
        Assert.NotEmpty(back.Document.QuerySelectorAll(".cs-list tbody tr"));
        var none = (await web.GetAsync("admin/emails?q=ninguem&page=3")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("não existe mais", none.Find(".cs-empty").TextContent, StringComparison.Ordinal); // there is nothing to go back to
        Assert.Equal("0 de 0", none.Find(".cs-foot .range").TextContent);
    }

    private Task<int> MailAsync() => Tenant.InDatabaseAsync(db =>
    {
        db.Add(new EmailMessage { MessageId = Guid.NewGuid().ToString("N"), Kind = "message", ToAddress = "a@b.example", Subject = "Olá", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
        return db.SaveChangesAsync();
    });
}

public sealed class ListEndOnSqlite(TenantFixture<Sqlite> tenant) : ListEndTests<Sqlite>(tenant);

public sealed class ListEndOnPostgres(TenantFixture<Postgres> tenant) : ListEndTests<Postgres>(tenant);
