using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using ClientSuite.Tests.Crash;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>What nobody types, and programs send: CONTRACT, "never a 500 for bad input".</summary>
public abstract class OddInputTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory(DisplayName = "U+0000 and the calendar's last day in a query break no list and no export")]
    [InlineData("admin/privacy/access?user=%00a")]
    [InlineData("admin/privacy/access?atTo=9999-12-31")]
    [InlineData("admin/emails?kind=%00")]
    [InlineData("admin/emails?kind=%%000000")]
    [InlineData("admin/emails?createdFrom=0001-01-01&createdTo=9999-12-31")]
    [InlineData("admin/history?user=%00&q=%00&kind=%00")]
    [InlineData("admin/history?atFrom=0001-01-01&atTo=9999-12-31")]
    [InlineData("admin/history/export?atTo=9999-12-31&format=csv")]
    [InlineData("admin/clients?q=%00&city=%00&createdTo=9999-12-31")]
    [InlineData("admin/clients/export?format=csv&%00=%00")]
    public async Task Queries(string path)
    {
        using var web = await Tenant.AdminAsync();
        (await web.GetAsync(path)).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "the calendar's last day in the list of tenants is a day as any other")]
    public async Task Tenants()
    {
        using var operatorsWeb = new HttpBrowser(Host.Url);
        await operatorsWeb.SignInAsync();
        (await operatorsWeb.GetAsync("admin/tenants?createdTo=9999-12-31")).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "U+0000 in a client's documents' folder, and in the bodies of the API, is as if it were not there")]
    public async Task Bodies()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Nulo" });
        (await Tenant.Api.GetAsync($"clients/{id}/documents?folder=%00")).Is(HttpStatusCode.OK);
        var purpose = (await Tenant.Api.PostAsync("privacy/purposes", """{"name":"Nu\u0000lo","text":"Ace\\u0000ito"}""")).Is(HttpStatusCode.Created);
        Assert.Equal(("Nulo", @"Ace\u0000ito"), (purpose["name"]!.GetValue<string>(), purpose["text"]!.GetValue<string>()));
        (await Tenant.Api.PutAsync($"clients/{id}/privacy/hold", """{"reason":"a\u0000b"}""")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.DeleteAsync($"clients/{id}/privacy/hold")).Is(HttpStatusCode.NoContent);
        var user = (await Tenant.Api.PostAsync($"clients/{id}/users", """{"name":"Ma\u0000ra","email":"mara@nulo.example","password":"Segredo123"}""")).Is(HttpStatusCode.Created);
        Assert.Equal("Mara", user["name"]!.GetValue<string>());
        user = (await Tenant.Api.PatchAsync($"clients/{id}/users/{user["id"]}", """{"name":"\u0000Mara B.\u0000"}""")).Is(HttpStatusCode.OK);
        Assert.Equal("Mara B.", user["name"]!.GetValue<string>());
        (await Tenant.Api.PatchAsync($"clients/{id}/users/{user["id"]}", """{"name":"\ud800"}""")).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact(DisplayName = "U+0000 in a custom field takes no other field along; half a surrogate pair is refused")]
    public async Task Fields()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Campos", fields = new { a = "um", b = "dois" } });
        (await Tenant.Api.PutAsync("clients/" + id, """{"tradeName":"Campos","fields":{"a":"u\u0000m","b":"dois \\u0000","c\u0000":"três"}}""")).Is(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"a":"um","b":"dois \\u0000","c":"três"}"""), (await Tenant.Api.GetAsync("clients/" + id))["fields"]));
        Assert.NotNull((await Tenant.Api.PutAsync("clients/" + id, """{"tradeName":"Campos","fields":{"a":"\ud800"}}""")).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["fields"]);
        (await Tenant.Api.PutAsync("clients/" + id, """{"tradeName":"Campos","fields":{"\ud800":"a"}}""")).Is(HttpStatusCode.BadRequest);
        Assert.Equal(3, (await Tenant.Api.GetAsync("clients/" + id))["fields"]!.AsObject().Count);
    }

    [Theory(DisplayName = "a search may end in any letter that there is")]
    [InlineData("a\uFFFF")]
    [InlineData("👋🏿")]
    [InlineData("\U0010FFFF")]
    [InlineData("\uD7FF")]
    public async Task Searches(string text) => (await Tenant.Api.GetAsync("clients?q=" + Uri.EscapeDataString(text))).Is(HttpStatusCode.OK);

    [Fact(DisplayName = "a feature without a name is 400")]
    public async Task Features()
    {
        (await Tenant.Api.PostAsync("features", """{"enable":[null]}""")).Is(HttpStatusCode.BadRequest);
        (await Tenant.Api.PostAsync("features", """{"disable":[null]}""")).Is(HttpStatusCode.BadRequest);
    }

    [Fact(DisplayName = "issue 3 §6: nobody downloads a list without a trace, whatever stands in the address; an entry that cannot be stored takes no other along")]
    public async Task Traces()
    {
        var odd = string.Concat(Enumerable.Repeat("😀", 249)); // behind "q=a" the limit falls between the halves of one
        (await Tenant.Api.GetAsync($"clients/export?format=csv&%00q=%00a{Uri.EscapeDataString(odd)}")).Is(HttpStatusCode.OK);
        await HoldsAsync("q=a😀");
        await Host.InTenantAsync(Tenant.Name, scope =>
        {
            var buffer = scope.GetRequiredService<AccessBuffer>();
            foreach (var filter in new[] { "antes=1", "ruim=\0", "depois=1" })
            {
                buffer.Add(Tenant.Name, new AccessEntry { AtUtc = scope.GetRequiredService<TenantClock>().UtcNow, Kind = AccessKind.Export, Clients = 1, Filter = filter });
            }

            return Task.CompletedTask;
        });
        await HoldsAsync("antes=1");
        await HoldsAsync("depois=1");

        Task HoldsAsync(string start) => Eventually.HoldsAsync(() => Tenant.InDatabaseAsync(db => db.AccessEntries.AnyAsync(a => a.Filter.StartsWith(start))));
    }
}

public sealed class OddInputOnSqlite(TenantFixture<Sqlite> tenant) : OddInputTests<Sqlite>(tenant);

public sealed class OddInputOnPostgres(TenantFixture<Postgres> tenant) : OddInputTests<Postgres>(tenant);
