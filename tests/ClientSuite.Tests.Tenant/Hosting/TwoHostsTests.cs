using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Modules;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>Two hosts on one PostgreSQL host database.</summary>
public sealed class TwoHostsTests : IClassFixture<PublishedModules>, IAsyncLifetime
{
    private readonly TwoHosts _hosts = new();
    private readonly PublishedModules _published;

    public TwoHostsTests(PublishedModules published)
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        _published = published;
    }

    public async ValueTask InitializeAsync()
    {
        await _hosts.CreateAsync();
        _published.DropInto(_hosts.Data, "Acme.Loyalty");
    }

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();

    [Fact(DisplayName = "issue 2: what changes at one host shows at the other within two seconds")]
    public async Task What_changes_at_one_host_shows_at_the_other()
    {
        var (_, a) = await _hosts.StartAsync();
        var (_, b) = await _hosts.StartAsync();
        using var atA = await ApiClient.SignInAsync(a);
        using var atB = new ApiClient(b, atA.Token);
        using var webA = new HttpBrowser(a);
        await webA.SignInAsync();
        using var webB = new HttpBrowser(b);

        (await atA.PostAsync("features", new { enable = new[] { "Acme.Loyalty" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
        await WithinAsync(async () => (await atB.GetAsync("features")).Is(HttpStatusCode.OK).Json!.AsArray().Any(f => f!["id"]!.GetValue<string>() == "Acme.Loyalty" && f["isEnabled"]!.GetValue<bool>()));

        Assert.DoesNotContain("Loja das Duas", (await webB.GetAsync("sign-in")).Text, StringComparison.Ordinal); // in B's memory from here
        var settings = (await webA.GetAsync("admin/settings")).Is(HttpStatusCode.OK);
        (await webA.PostAsync("admin/settings", HttpBrowser.Filled(settings, "form.cs-form", ("Form.SiteName", "Loja das Duas")))).Is(HttpStatusCode.Redirect);
        await WithinAsync(async () => (await webB.GetAsync("sign-in")).Text.Contains("Loja das Duas", StringComparison.Ordinal));

        // While nobody listens nothing is heard; whoever listens again reads all again.
        Assert.Equal(2, await _hosts.ScalarAsync("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN clientsuite_host' AND pid <> pg_backend_pid()"));
        settings = (await webA.GetAsync("admin/settings")).Is(HttpStatusCode.OK);
        (await webA.PostAsync("admin/settings", HttpBrowser.Filled(settings, "form.cs-form", ("Form.SiteName", "Loja sem Aviso")))).Is(HttpStatusCode.Redirect);
        await Eventually.HoldsAsync(async () => (await webB.GetAsync("sign-in")).Text.Contains("Loja sem Aviso", StringComparison.Ordinal), seconds: 20); // it forgets by itself after 30

        using var operatorAtA = await ApiClient.SignInAsync(new Uri(a, "/"));
        (await operatorAtA.PostAsync("tenants/disable/loja")).Is(HttpStatusCode.OK);
        await WithinAsync(async () => (await atB.GetAsync("clients")).Status == HttpStatusCode.ServiceUnavailable);
        (await operatorAtA.PostAsync("tenants/enable/loja")).Is(HttpStatusCode.OK);
        await WithinAsync(async () => (await atB.GetAsync("clients")).Status == HttpStatusCode.OK);
    }

    [Fact(DisplayName = "issue 2: an import of a host that is killed is finished by the other, and events take effect once")]
    [Trait("Category", "Crash")]
    public async Task An_import_of_a_killed_host_is_finished_by_the_other()
    {
        var (process, a) = await _hosts.StartAsync();
        var (other, b) = await _hosts.StartAsync();
        using var atA = await ApiClient.SignInAsync(a);
        using var atB = new ApiClient(b, atA.Token);
        (await atA.PostAsync("features", new { enable = new[] { "Acme.Loyalty" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
        await Task.WhenAll(new[] { atA, atB }.SelectMany((api, host) => Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var n = 0; n < 15; n++)
            {
                await api.CreateClientAsync(new { tradeName = $"Host {host} pessoa {worker} número {n}" });
            }
        })));
        await Eventually.HoldsAsync(async () => await _hosts.ScalarAsync("""SELECT COUNT(*) FROM "Outbox_Event" """) == 0);
        Assert.Equal(120, await _hosts.ScalarAsync("""SELECT COUNT(*) FROM "AcmeLoyalty_Points" WHERE "Total" = 100"""));
        Assert.Equal(120, await _hosts.ScalarAsync("""SELECT COUNT(*) FROM "AcmeLoyalty_Points" """));

        await other.SignalAsync("STOP"); // so that it is the first host that begins
        var file = new ImportFile(Rows: 60_000, Repeated: 100);
        var operation = (await atA.ImportAsync(file.Csv())).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        await Eventually.HoldsAsync(async () => await _hosts.ScalarAsync("""SELECT "Processed" FROM "Operations_Operation" """) > 0);
        Assert.Equal(1, await _hosts.ScalarAsync("""SELECT "Claim" FROM "Operations_Operation" """));
        process.Kill();
        await other.SignalAsync("CONT");
        Assert.Equal(1, await _hosts.ScalarAsync("""SELECT COUNT(*) FROM "Operations_Operation" WHERE "State" = 'Running' AND "Processed" < 60000"""));

        var done = await atB.EndOfAsync(operation);
        Assert.Equal("succeeded", done["state"]!.GetValue<string>());
        Assert.Equal((file.Rows, file.Clients, file.Repeated, file.Faulty),
            (done["processed"]!.GetValue<int>(), done["created"]!.GetValue<int>(), done["updated"]!.GetValue<int>(), done["rejected"]!.GetValue<int>()));
        Assert.Equal(file.Clients, await _hosts.ScalarAsync("""SELECT COUNT(*) FROM "Clients_Client" WHERE "TradeName" LIKE 'Cliente %'"""));
        Assert.Equal(file.Clients, await _hosts.ScalarAsync("""SELECT COUNT(DISTINCT "TaxId") FROM "Clients_Client" WHERE "TradeName" LIKE 'Cliente %'"""));
        Assert.Equal(2, await _hosts.ScalarAsync("""SELECT "Claim" FROM "Operations_Operation" """));
    }

    [Fact(DisplayName = "issue 2 §4: a second host refuses to start while a tenant is on SQLite, and names it; while two run none is made")]
    public async Task A_SQLite_tenant_is_for_one_host()
    {
        var (_, a) = await _hosts.StartAsync();
        using var operators = await ApiClient.SignInAsync(new Uri(a, "/"));
        await MakeAsync("arquivo", HttpStatusCode.OK); // alone it may
        (await operators.PostAsync("tenants/setup", new { name = "arquivo", siteName = "Arquivo", userName = TestHost.AdminName, email = "a@arquivo.example", password = TestHost.AdminPassword, recipeName = "agency" })).Is(HttpStatusCode.OK);
        var (code, said) = await _hosts.RefusedAsync();
        Assert.Equal(3, code);
        Assert.Contains("only one host may use: arquivo. Stop the other host, or move the tenants to PostgreSQL", said, StringComparison.Ordinal);
        using var still = await ApiClient.SignInAsync(new Uri(a, "/arquivo/"));
        await still.CreateClientAsync(new { tradeName = "Continua" });

        (await operators.PostAsync("tenants/disable/arquivo")).Is(HttpStatusCode.OK);
        (await operators.PostAsync("tenants/remove/arquivo")).Is(HttpStatusCode.OK);
        var (second, b) = await _hosts.StartAsync();
        using var atB = await ApiClient.SignInAsync(new Uri(b, "/"));
        var refused = await MakeAsync("outro", HttpStatusCode.BadRequest);
        Assert.Contains("um banco SQLite só serve a um", refused["errors"]!["databaseProvider"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        (await atB.GetAsync("tenants/outro")).Is(HttpStatusCode.NotFound);
        second.Kill();
        await Eventually.HoldsAsync(async () => (await operators.PostAsync("tenants/create", Body("outro"))).Status is HttpStatusCode.OK); // one again

        async Task<ApiAnswer> MakeAsync(string name, HttpStatusCode expected) => (await operators.PostAsync("tenants/create", Body(name))).Is(expected);
        static object Body(string name) => new { name, requestUrlPrefix = name, databaseProvider = "Sqlite" };
    }

    [Fact(DisplayName = "issue 2: backup and restore of an installation on PostgreSQL: host database, tenant schemas, files")]
    public async Task An_installation_on_PostgreSQL_comes_back()
    {
        string token;
        var (process, tenant) = await _hosts.StartAsync();
        using (var api = await ApiClient.SignInAsync(tenant))
        {
            token = api.Token!; // signed in
            await api.CreateClientAsync(new { tradeName = "Antes" });
            (await api.ImportAsync(Tables.Csv("nome,cpf", "Do arquivo,"))).Is(HttpStatusCode.Accepted);
            await Eventually.HoldsAsync(async () => (await api.NamesAsync("")).Length == 2);
            Assert.Equal(0, await _hosts.RunAsync("backup", _hosts.Backup));
            await api.CreateClientAsync(new { tradeName = "Depois" });
        }

        process.Kill();
        await process.WaitForExitAsync();
        await _hosts.WreckAsync("""DROP SCHEMA t_loja CASCADE; DELETE FROM clientsuite_host."Tenant"; DELETE FROM clientsuite_host."DataProtectionKey" """);
        Directory.Delete(Path.Combine(_hosts.Data, "Sites"), recursive: true);
        Assert.Equal(0, await _hosts.RunAsync("restore", _hosts.Backup, "--force"));
        Assert.Equal(0, await _hosts.RunAsync("history", "verify", "--all"));

        var (_, restored) = await _hosts.StartAsync();
        using var again = new ApiClient(restored, token); // the token's hash is the old one
        Assert.Equal(["Antes", "Do arquivo"], await again.NamesAsync("sort=id"));
        await again.CreateClientAsync(new { tradeName = "Novo" });
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_hosts.Data, "Sites", "loja", "files", "imports")));
    }

    /// <summary>Two seconds of the hosts' time: a look that a busy machine draws out counts as a short one.</summary>
    private static async Task WithinAsync(Func<Task<bool>> holds)
    {
        for (var looks = 0; !await holds(); looks++)
        {
            Assert.True(looks < 40, "It did not come true within two seconds.");
            await Task.Delay(50);
        }
    }
}
