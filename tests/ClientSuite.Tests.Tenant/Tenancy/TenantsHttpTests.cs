using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ClientSuite.Tests.Tenancy;

/// <summary>The operator's tenants, over the API and in the pages of Default.</summary>
public abstract class TenantsHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task Over_the_api_a_tenant_is_made_set_up_switched_off_and_removed()
    {
        using var api = await ApiClient.SignInAsync(Host.Url);
        var place = Host.NewTenant("api", TDatabase.IsPostgres);
        var body = new { name = place.Name, requestUrlPrefix = place.RequestUrlPrefix, databaseProvider = place.DatabaseProvider, connectionString = place.ConnectionString, schema = place.Schema, category = "provas" };
        Assert.EndsWith($"/admin/tenants/{place.Name}/setup", (await api.PostAsync("tenants/create", body)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await api.PostAsync("tenants/create", body)).Is(HttpStatusCode.Created); // twice is a quiet success
        using var anonymous = new HttpClient();
        var address = new Uri(Host.Url, place.PathBase + "/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await anonymous.GetAsync(address)).StatusCode);

        var setup = new { name = place.Name, siteName = "Feito pela API", userName = TestHost.AdminName, email = "admin@api.example", password = TestHost.AdminPassword, recipeName = "agency" };
        (await api.PostAsync("tenants/setup", setup)).Is(HttpStatusCode.OK);
        (await api.PostAsync("tenants/setup", setup)).Is(HttpStatusCode.Created);
        using var made = await ApiClient.SignInAsync(address);
        await made.CreateClientAsync(new { tradeName = "Primeira" });

        var shown = (await api.GetAsync("tenants/" + place.Name)).Is(HttpStatusCode.OK);
        Assert.Equal(("Running", "Feito pela API", "provas", "agency"), (Text(shown.Json!, "state"), Text(shown.Json!, "siteName"), Text(shown.Json!, "category"), Text(shown.Json!, "recipeName")));
        Assert.DoesNotContain("Password=postgres", shown.Text, StringComparison.OrdinalIgnoreCase);
        foreach (var query in new[] { "search=" + place.Name, "q=feito+pela", "category=provas&search=" + place.Name })
        {
            Assert.Contains(place.Name, (await api.GetAsync("tenants?pageSize=200&" + query)).Is(HttpStatusCode.OK)["items"]!.AsArray().Select(t => Text(t!, "name")));
        }

        Assert.DoesNotContain(place.Name, (await api.GetAsync("tenants?pageSize=200&state=Disabled")).Is(HttpStatusCode.OK)["items"]!.AsArray().Select(t => Text(t!, "name")));

        (await api.PostAsync("tenants/remove/" + place.Name)).Is(HttpStatusCode.BadRequest); // runs
        (await api.PostAsync("tenants/disable/" + place.Name)).Is(HttpStatusCode.OK);
        (await api.PostAsync("tenants/disable/" + place.Name)).Is(HttpStatusCode.BadRequest);
        var refused = (await made.GetAsync("clients")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("Esta conta está desativada. Fale com quem administra o serviço.", refused["detail"]!.GetValue<string>());
        using var web = new HttpBrowser(address);
        Assert.Contains("Esta conta está desativada.", (await web.GetAsync("sign-in")).Is(HttpStatusCode.ServiceUnavailable).Find("main").TextContent, StringComparison.Ordinal);
        (await api.PostAsync("tenants/enable/" + place.Name)).Is(HttpStatusCode.OK);
        Assert.Equal(["Primeira"], await made.NamesAsync(""));

        (await api.PostAsync("tenants/disable/" + place.Name)).Is(HttpStatusCode.OK);
        (await api.PostAsync("tenants/remove/" + place.Name)).Is(HttpStatusCode.OK);
        (await api.GetAsync("tenants/" + place.Name)).Is(HttpStatusCode.NotFound);
        Assert.False(await HasDataAsync(place));
        Assert.Equal(["created", "created", "disabled", "enabled", "disabled", "deleted"], await ActsAsync(place.Name));
    }

    [Fact]
    public async Task What_can_not_be_is_400_at_its_field_and_makes_nothing()
    {
        using var api = await ApiClient.SignInAsync(Host.Url);
        (string Name, object Body, string Field)[] wrong =
        [
            ("com espaço", new { name = "com espaço", requestUrlPrefix = "x" }, "name"),
            ("", new { name = "", requestUrlPrefix = "x" }, "name"),
            ("prefixo-alheio", new { name = "prefixo-alheio", requestUrlPrefix = Tenant.Name }, "requestUrlPrefix"),
            ("prefixo-reservado", new { name = "prefixo-reservado", requestUrlPrefix = "api" }, "requestUrlPrefix"),
            ("com-porta", new { name = "com-porta", requestUrlHost = "loja.example.com:8443" }, "requestUrlHost"),
            ("sem-endereco", new { name = "sem-endereco" }, "requestUrlPrefix"),
            ("banco-errado", new { name = "banco-errado", requestUrlPrefix = "banco-errado", databaseProvider = "Oracle" }, "databaseProvider"),
            ("sem-conexao", new { name = "sem-conexao", requestUrlPrefix = "sem-conexao", databaseProvider = "Postgres" }, "connectionString"),
        ];
        foreach (var (name, body, field) in wrong)
        {
            var refused = (await api.PostAsync("tenants/create", body)).Is(HttpStatusCode.BadRequest);
            Assert.True(refused["errors"]?[field] is not null, $"{field} is not in {refused.Text}");
            Assert.DoesNotContain(Host.Tenants.All, t => t.Name == name);
        }

        foreach (var verb in new[] { "enable", "disable", "remove" })
        {
            (await api.PostAsync($"tenants/{verb}/ninguem")).Is(HttpStatusCode.NotFound);
        }

        (await api.PostAsync("tenants/disable/Default")).Is(HttpStatusCode.BadRequest);
        (await api.PostAsync("tenants/remove/Default")).Is(HttpStatusCode.Forbidden);
        (await Tenant.Api.GetAsync("tenants")).Is(HttpStatusCode.NotFound); // on Default alone
        using var anonymous = new ApiClient(Host.Url);
        (await anonymous.GetAsync("tenants")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "issue 2 §2: all that is wrong with a setup is said at once, each at its field, before anything is made")]
    public async Task What_is_wrong_with_a_setup()
    {
        using var api = await ApiClient.SignInAsync(Host.Url);
        var place = Host.NewTenant("campos", TDatabase.IsPostgres);
        (await api.PostAsync("tenants/create", new { name = place.Name, requestUrlPrefix = place.RequestUrlPrefix, databaseProvider = place.DatabaseProvider, connectionString = place.ConnectionString, schema = place.Schema })).Is(HttpStatusCode.OK);
        var one = (await api.PostAsync("tenants/setup", new { name = place.Name, userName = TestHost.AdminName, email = "nope", password = TestHost.AdminPassword, recipeName = "agency" })).Is(HttpStatusCode.BadRequest);
        Assert.Equal(["email"], Fields(one));
        Assert.Equal("E-mail inválido. Exemplo: nome@empresa.com.br", one["detail"]!.GetValue<string>());
        var all = (await api.PostAsync("tenants/setup", new { name = place.Name, userName = " ", email = "nope", password = "fraca", recipeName = "nao-ha", siteTimeZone = "Marte/Olimpo" })).Is(HttpStatusCode.BadRequest);
        Assert.Equal(["email", "password", "recipeName", "siteTimeZone", "userName"], Fields(all));
        Assert.Equal(["recipeName"], Fields((await api.PostAsync("tenants/setup", new { name = place.Name, userName = TestHost.AdminName, email = "a@campos.example", password = TestHost.AdminPassword })).Is(HttpStatusCode.BadRequest)));
        Assert.Equal(TenantState.Uninitialized, Host.Tenants.Find(place.Name)?.State);
        Assert.False(await HasDataAsync(place));
        (await api.PostAsync("tenants/remove/" + place.Name)).Is(HttpStatusCode.OK);

        static IEnumerable<string> Fields(ApiAnswer answer) => answer["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task In_the_pages_a_tenant_is_made_found_switched_off_and_removed_by_its_name()
    {
        using var web = await OperatorAsync();
        var place = Host.NewTenant("pag", TDatabase.IsPostgres);
        var page = (await web.GetAsync("admin/tenants/new")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/tenants/new", Filled(page, place))).Is(HttpStatusCode.Redirect);
        var list = (await web.GetAsync("admin/tenants?q=" + place.Name)).Is(HttpStatusCode.OK);
        Assert.Contains("Feito na página", Assert.Single(list.Document.QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Empty((await web.GetAsync("admin/tenants?q=nao-existe-nenhum")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr"));
        using var made = new HttpBrowser(new Uri(Host.Url, place.PathBase + "/"));
        await made.SignInAsync();
        (await made.GetAsync("admin/clients")).Is(HttpStatusCode.OK);

        var own = (await web.GetAsync("admin/tenants/" + place.Name)).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/tenants/{place.Name}/disable", HttpBrowser.Form(own))).Is(HttpStatusCode.Redirect);
        (await web.PostAsync($"admin/tenants/{place.Name}/disable", HttpBrowser.Form(own))).Is(HttpStatusCode.Redirect); // twice is a quiet success
        Assert.Contains("Esta conta está desativada.", (await made.GetAsync("admin")).Is(HttpStatusCode.ServiceUnavailable).Text, StringComparison.Ordinal);
        (await web.PostAsync($"admin/tenants/{place.Name}/enable", HttpBrowser.Form(own))).Is(HttpStatusCode.Redirect);
        (await made.GetAsync("admin")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/tenants/{place.Name}/disable", HttpBrowser.Form(own))).Is(HttpStatusCode.Redirect);

        var remove = (await web.GetAsync($"admin/tenants/{place.Name}/remove")).Is(HttpStatusCode.OK);
        var differs = (await web.PostAsync($"admin/tenants/{place.Name}/remove", HttpBrowser.Form(remove, ("Typed", place.Name.ToUpperInvariant())))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"Digite {place.Name}, exatamente assim.", differs.Find("#Typed-e").TextContent.Trim());
        Assert.True(await HasDataAsync(place));
        (await web.PostAsync($"admin/tenants/{place.Name}/remove", HttpBrowser.Form(remove, ("Typed", place.Name)))).Is(HttpStatusCode.Redirect);
        (await web.GetAsync("admin/tenants/" + place.Name)).Is(HttpStatusCode.NotFound);
        (await made.GetAsync("admin")).Is(HttpStatusCode.NotFound);
        Assert.False(await HasDataAsync(place));
        Assert.Equal(["created", "disabled", "enabled", "disabled", "deleted"], await ActsAsync(place.Name));
    }

    [Fact(DisplayName = "issue 2 §2: the list says what each tenant takes and when it was last used, looks only into those on the page, and a broken database breaks nothing")]
    public async Task What_tenants_take()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]); // who is listed is measured: nobody else lists
        const string prefix = "uso";
        var (large, small) = (await SetUpAsync(), await SetUpAsync());
        using (var api = await ApiClient.SignInAsync(host.Address(large.Name)))
        {
            var client = await api.CreateClientAsync(new { tradeName = "Com documento" });
            (await api.SendAsync(HttpMethod.Post, $"clients/{client}/documents?name=a.bin", new ByteArrayContent(new byte[3 * 1024 * 1024]))).Is(HttpStatusCode.Created);
        }

        var uses = host.Services.GetRequiredService<ITenantUse>();
        using var web = new HttpBrowser(host.Url);
        await web.SignInAsync();
        await Eventually.HoldsAsync(async () => Cells(await ListAsync(large.Name), large)[0].EndsWith("MB", StringComparison.Ordinal)); // one look may take too long, the next is a minute later
        var cells = Cells(await ListAsync(large.Name), large);
        Assert.Equal(DateTime.UtcNow.AddHours(-3).ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture), cells[1]); // Default's clock
        var known = await uses.KnownAsync(CancellationToken.None);
        Assert.Equal(3 * 1024 * 1024, known[large.Name].FileBytes);
        Assert.InRange(known[large.Name].DatabaseBytes, 100_000, 50_000_000);
        Assert.DoesNotContain(small.Name, known.Keys); // nobody saw it yet
        await ListAsync(large.Name);
        Assert.Equal(known[large.Name].MeasuredUtc, (await uses.KnownAsync(CancellationToken.None))[large.Name].MeasuredUtc); // fresh enough

        await host.Services.GetRequiredService<IShellHost>().RunInTenantAsync(small.Name, (scope, cancel) => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Platform.CleanUp").RunAsync(cancel), CancellationToken.None);
        Assert.Equal(0, (await uses.KnownAsync(CancellationToken.None))[small.Name].FileBytes); // each night of all
        Assert.Equal([large.Name, small.Name], Order(await ListAsync(prefix, "-size")));
        Assert.Equal([small.Name, large.Name], Order(await ListAsync(prefix, "size")));
        Assert.Equal([small.Name, large.Name], Order(await ListAsync(prefix, "activity"))); // nobody ever signed in there

        var broken = await host.Tenants.CreateAsync(Host.NewTenant(prefix, TDatabase.IsPostgres), CancellationToken.None);
        broken = await host.Tenants.UpdateAsync(broken with { State = TenantState.Running }, CancellationToken.None); // in service, and its database is not there
        var list = await ListAsync(prefix);
        Assert.Equal(["—", "—"], Cells(list, broken));
        Assert.EndsWith("MB", Cells(list, large)[0], StringComparison.Ordinal);
        (await web.GetAsync("admin/tenants/" + broken.Name)).Is(HttpStatusCode.OK);
        Assert.Contains("arquivos 3", (await web.GetAsync("admin/tenants/" + large.Name)).Is(HttpStatusCode.OK).Find("dl.facts").TextContent, StringComparison.Ordinal);
        using (var api = await ApiClient.SignInAsync(host.Url))
        {
            var items = (await api.GetAsync("tenants?pageSize=200&search=" + prefix)).Is(HttpStatusCode.OK)["items"]!.AsArray().ToDictionary(t => Text(t!, "name"), t => t!["use"]);
            Assert.Equal(3 * 1024 * 1024, items[large.Name]!["fileBytes"]!.GetValue<long>());
            Assert.NotNull(items[large.Name]!["lastActivityUtc"]);
            Assert.Null(items[broken.Name]);
        }

        await host.Tenants.UpdateAsync(broken with { State = TenantState.Disabled }, CancellationToken.None);
        await host.Tenants.RemoveAsync(broken.Name, CancellationToken.None);

        async Task<ShellSettings> SetUpAsync()
        {
            var place = await host.Tenants.CreateAsync(Host.NewTenant(prefix, TDatabase.IsPostgres), CancellationToken.None);
            return await host.Tenants.SetupAsync(TestHost.Setup(place.Name, "agency"), CancellationToken.None);
        }

        async Task<WebPage> ListAsync(string q, string sort = "name") => (await web.GetAsync($"admin/tenants?q={q}&sort={sort}&pageSize=100")).Is(HttpStatusCode.OK);
        string[] Cells(WebPage page, ShellSettings of)
        {
            var heads = page.Find("thead tr").Children.ToList();
            var row = page.Find($"tbody tr[data-id='{of.Name}']").Children;
            return [.. new[] { "size", "activity" }.Select(id => row[heads.FindIndex(h => h.QuerySelector($"[id$='-sort-{id}']") is not null)].TextContent.Trim())];
        }

        List<string> Order(WebPage page) => [.. page.Document.QuerySelectorAll("tbody tr[data-id]").Select(r => r.GetAttribute("data-id")!).Where(id => id == large.Name || id == small.Name)];
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_tenant_stands_at_its_field()
    {
        using var web = await OperatorAsync();
        var place = Host.NewTenant("err", TDatabase.IsPostgres);
        var page = (await web.GetAsync("admin/tenants/new")).Is(HttpStatusCode.OK);
        var name = (await web.PostAsync("admin/tenants/new", Filled(page, place, ("Form.Name", Tenant.Name)))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"O nome {Tenant.Name} já existe. Escolha outro.", name.Find("#Form_Name-e").TextContent.Trim());
        Assert.Equal("Feito na página", name.Find("#Form_SiteName").GetAttribute("value")); // what was typed stays
        var prefix = (await web.PostAsync("admin/tenants/new", Filled(page, place, ("Form.RequestUrlPrefix", Tenant.Name)))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"Este endereço já é do tenant {Tenant.Name}.", prefix.Find("#Form_RequestUrlPrefix-e").TextContent.Trim());
        var password = (await web.PostAsync("admin/tenants/new", Filled(page, place, ("Form.Setup.Password", "fraca")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("pelo menos 8 caracteres", password.Find("#Form_Setup_Password-e").TextContent, StringComparison.Ordinal);
        var recipe = (await web.PostAsync("admin/tenants/new", Filled(page, place, ("Form.Setup.RecipeName", "nao-ha")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(recipe.Find(".form-errors .general").TextContent);
        Assert.Null(Host.Tenants.Find(place.Name)); // a try that failed takes neither name nor address
        Assert.False(await HasDataAsync(place));
        (await web.PostAsync("admin/tenants/new", Filled(page, place))).Is(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Two_edits_of_one_tenant_do_not_overwrite_each_other()
    {
        using var web = await OperatorAsync();
        var path = $"admin/tenants/{Tenant.Name}/edit";
        var first = (await web.GetAsync(path)).Is(HttpStatusCode.OK);
        (await web.PostAsync(path, HttpBrowser.Filled(first, "form.cs-form", ("Form.Category", "um")))).Is(HttpStatusCode.Redirect);
        var stale = (await web.PostAsync(path, HttpBrowser.Filled(first, "form.cs-form", ("Form.Category", "dois")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(stale.Find(".form-errors .general").TextContent);
        Assert.Equal("um", Tenant.Tenant.Category);
    }

    private static List<KeyValuePair<string, string>> Filled(WebPage page, ShellSettings place, params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] fields =
        [
            ("Form.SiteName", "Feito na página"), ("Form.Name", place.Name), ("Form.RequestUrlPrefix", place.RequestUrlPrefix), ("Form.DatabaseProvider", place.DatabaseProvider),
            ("Form.ConnectionString", place.ConnectionString), ("Form.Schema", place.Schema), ("Form.Setup.RecipeName", "agency"), ("Form.Setup.UserName", TestHost.AdminName),
            ("Form.Setup.Email", "admin@pagina.example"), ("Form.Setup.Password", TestHost.AdminPassword),
        ];
        return HttpBrowser.Filled(page, "form.cs-form", [.. fields.Where(f => changes.All(c => c.Name != f.Name)), .. changes]);
    }

    private async Task<HttpBrowser> OperatorAsync()
    {
        var web = new HttpBrowser(Host.Url);
        await web.SignInAsync();
        return web;
    }

    /// <summary>Whether the tenant's file or schema is there.</summary>
    private async Task<bool> HasDataAsync(ShellSettings place)
    {
        if (!TDatabase.IsPostgres)
        {
            return Directory.Exists(Path.Combine(Host.Data, "Sites", place.Name));
        }

        await using var source = NpgsqlDataSource.Create(place.ConnectionString);
        await using var count = source.CreateCommand("SELECT COUNT(*) FROM pg_namespace WHERE nspname = $1");
        count.Parameters.AddWithValue(place.Schema);
        return (long)(await count.ExecuteScalarAsync())! > 0; // a count
    }

    private async Task<List<string>> ActsAsync(string name)
    {
        List<string> acts = [];
        await Host.InTenantAsync(ShellSettings.DefaultName, async scope => acts = await scope.GetRequiredService<TenantDb>().Set<HistoryEntry>().AsNoTracking()
            .Where(e => e.RecordName == name).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync());
        return acts;
    }

    private static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();
}

public sealed class TenantsHttpOnSqlite(TenantFixture<Sqlite> tenant) : TenantsHttpTests<Sqlite>(tenant);

public sealed class TenantsHttpOnPostgres(TenantFixture<Postgres> tenant) : TenantsHttpTests<Postgres>(tenant);
