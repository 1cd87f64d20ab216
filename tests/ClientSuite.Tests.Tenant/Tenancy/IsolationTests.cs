using System.Net;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Tenancy;

public abstract class IsolationTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task Another_tenants_client_is_404()
    {
        var other = await Tenant.AnotherAsync();
        using var theirs = await ApiClient.SignInAsync(Host.Address(other));
        for (var n = 0; n < 3; n++)
        {
            await theirs.CreateClientAsync(new { tradeName = "Do vizinho" });
        }

        var created = (await theirs.PostAsync("clients", new { tradeName = "Do vizinho" })).Is(HttpStatusCode.Created);
        foreach (var id in new[] { created["id"]!.GetValue<string>(), created["contentItemId"]!.GetValue<string>() })
        {
            (await Tenant.Api.GetAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
            (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Meu" })).Is(HttpStatusCode.NotFound);
            (await Tenant.Api.PutAsync("clients/" + id, new { tradeName = "Meu" })).Is(HttpStatusCode.NotFound);
            (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
            (await Tenant.Api.PostAsync($"clients/{id}/restore")).Is(HttpStatusCode.NotFound);
        }

        Assert.DoesNotContain("Do vizinho", await Tenant.Api.NamesAsync("q=vizinho"));
        using var web = await Tenant.AdminAsync();
        (await web.GetAsync("admin/clients/" + created["id"]!.GetValue<string>())).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_bearer_token_works_at_its_own_tenant_alone()
    {
        var other = await Tenant.AnotherAsync();
        using var stolen = new ApiClient(Host.Address(other), Tenant.Api.Token);
        (await stolen.GetAsync("clients")).Is(HttpStatusCode.Unauthorized);
        (await Tenant.Api.GetAsync("clients")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cookie_works_at_its_own_tenant_alone_even_renamed()
    {
        var other = await Tenant.AnotherAsync();
        using var mine = await Tenant.AdminAsync();
        var cookie = mine.Cookies.GetAllCookies().Single(c => c.Name.StartsWith("cs-auth", StringComparison.Ordinal));
        Assert.StartsWith(Tenant.Tenant.PathBase, cookie.Path, StringComparison.Ordinal);
        Assert.True(cookie.HttpOnly);
        foreach (var name in new[] { cookie.Name, cookie.Name.Replace(Tenant.Name, other.Name, StringComparison.Ordinal) })
        {
            using var web = new HttpBrowser(Host.Address(other));
            var page = await web.GetAsync("admin", ("Cookie", $"{name}={cookie.Value}"));
            Assert.Contains("/sign-in", page.Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_antiforgery_token_works_at_its_own_tenant_alone()
    {
        var other = await Tenant.AnotherAsync();
        using var mine = await Tenant.AdminAsync();
        using var theirs = new HttpBrowser(Host.Address(other));
        await theirs.SignInAsync();
        var form = HttpBrowser.Form((await mine.GetAsync("admin")).Is(HttpStatusCode.OK));
        var formCookie = mine.Cookies.GetAllCookies().Single(c => c.Name.StartsWith("cs-form", StringComparison.Ordinal));
        (await theirs.PostAsync("admin/sign-out", form)).Is(HttpStatusCode.BadRequest);

        // With both halves of the pair, under the other's cookie name.
        theirs.Cookies.Add(new Cookie(formCookie.Name.Replace(Tenant.Name, other.Name, StringComparison.Ordinal), formCookie.Value, formCookie.Path.Replace(Tenant.Name, other.Name, StringComparison.Ordinal), formCookie.Domain));
        (await theirs.PostAsync("admin/sign-out", form)).Is(HttpStatusCode.BadRequest);
        (await theirs.GetAsync("admin")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_disabled_tenant_answers_503_and_an_unknown_one_404()
    {
        var other = await Tenant.AnotherAsync();
        var disabled = await Host.Tenants.UpdateAsync(other with { State = TenantState.Disabled }, CancellationToken.None);
        using var web = new HttpBrowser(Host.Address(other));
        var page = (await web.GetAsync("admin")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(page.Message.Headers.RetryAfter);
        Assert.NotEmpty(page.Find("h1").TextContent);
        using var api = new ApiClient(Host.Address(other));
        Assert.Equal("application/problem+json", (await api.GetAsync("clients")).Is(HttpStatusCode.ServiceUnavailable).Message.Content.Headers.ContentType?.MediaType);
        await Host.Tenants.UpdateAsync(disabled with { State = TenantState.Running }, CancellationToken.None);
        (await web.GetAsync("sign-in")).Is(HttpStatusCode.OK);

        using var nobody = new HttpBrowser(new Uri(Host.Url, "/nobody-here/"));
        (await nobody.GetAsync("admin")).Is(HttpStatusCode.NotFound);
        (await nobody.GetAsync("sign-in")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_failing_setup_leaves_nothing_and_can_be_repeated()
    {
        var broken = await Host.Tenants.CreateAsync(Host.NewTenant("broken", TDatabase.IsPostgres), CancellationToken.None);
        var weak = TestHost.Setup(broken.Name, "agency") with { Password = "fraca" };
        await Assert.ThrowsAsync<RuleBrokenException>(() => Host.Tenants.SetupAsync(weak, CancellationToken.None));
        Assert.Equal(TenantState.Uninitialized, Host.Tenants.Find(broken.Name)?.State);
        Assert.False(Directory.Exists(Path.Combine(Host.Data, "Sites", broken.Name)));
        using var web = new HttpBrowser(Host.Address(broken));
        (await web.GetAsync("admin")).Is(HttpStatusCode.ServiceUnavailable);

        await Host.Tenants.SetupAsync(TestHost.Setup(broken.Name, "agency"), CancellationToken.None);
        await web.SignInAsync();
        (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("agency")]
    [InlineData("hosting")]
    [InlineData("real-estate")]
    [InlineData("clinic")]
    public async Task Every_recipe_sets_a_tenant_up_with_believable_clients(string recipe)
    {
        var made = await Host.SetUpAsync(recipe, TDatabase.IsPostgres, recipe, withSampleData: true);
        using var web = new HttpBrowser(Host.Address(made));
        await web.SignInAsync();
        (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
        using var api = await ApiClient.SignInAsync(Host.Address(made));
        Assert.True((await api.GetAsync("clients"))["total"]!.GetValue<int>() >= 10);
    }
}

public sealed class IsolationOnSqlite(TenantFixture<Sqlite> tenant) : IsolationTests<Sqlite>(tenant);

public sealed class IsolationOnPostgres(TenantFixture<Postgres> tenant) : IsolationTests<Postgres>(tenant);
