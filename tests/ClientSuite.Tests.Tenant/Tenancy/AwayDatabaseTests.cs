using System.Net;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Tenancy;

/// <summary>Tenants whose PostgreSQL is not where they say: nothing listens at port 1.</summary>
public sealed class AwayDatabaseTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=suite;Username=suite;Timeout=5";

    [Fact(DisplayName = "issue 2 §2: a setup that its database refuses is undone whole, says why, frees name and address, and the host starts again")]
    public async Task A_setup_is_undone_whole()
    {
        using var directory = new OwnDirectory();
        await using (var host = await OwnHost.StartAsync(directory["data"]))
        {
            using var api = await host.ApiAsync(ShellSettings.DefaultName);
            (await api.PostAsync("tenants/create", Body("longe"))).Is(HttpStatusCode.OK);
            for (var attempt = 1; attempt <= 2; attempt++)
            {
                var refused = (await api.PostAsync("tenants/setup", Setup("longe"))).Is(HttpStatusCode.BadRequest);
                Assert.Contains("Connection refused", refused["errors"]!["connectionString"]!.ToJsonString(), StringComparison.Ordinal);
                Assert.Equal(TenantState.Uninitialized, host.Tenants.Find("longe")?.State);
            }

            Assert.Contains(host.Log.Since(0), line => line.Contains("Data of longe could not be removed", StringComparison.Ordinal));

            using var web = new HttpBrowser(host.Url);
            await web.SignInAsync();
            var page = (await web.GetAsync("admin/tenants/new")).Is(HttpStatusCode.OK);
            var shown = (await web.PostAsync("admin/tenants/new", HttpBrowser.Filled(page, "form.cs-form",
                ("Form.SiteName", "Na página"), ("Form.Name", "pagina"), ("Form.RequestUrlPrefix", "pagina"), ("Form.DatabaseProvider", DatabaseProviders.Postgres), ("Form.ConnectionString", Nowhere),
                ("Form.Setup.RecipeName", "agency"), ("Form.Setup.UserName", TestHost.AdminName), ("Form.Setup.Email", "admin@pagina.example"), ("Form.Setup.Password", TestHost.AdminPassword)))).Is(HttpStatusCode.UnprocessableEntity);
            Assert.Contains("Connection refused", shown.Find("#Form_ConnectionString-e").TextContent, StringComparison.Ordinal);
            Assert.Null(host.Tenants.Find("pagina")); // name and address are free
        }

        await using var again = await OwnHost.StartAsync(directory["data"]);
        Assert.Equal(TenantState.Uninitialized, again.Tenants.Find("longe")?.State);
        using var operators = await again.ApiAsync(ShellSettings.DefaultName);
        (await operators.PostAsync("tenants/remove/longe")).Is(HttpStatusCode.OK);
        (await operators.PostAsync("tenants/create", Body("longe"))).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "issue 2 §2: a tenant that cannot be recovered is Invalid with the reason, the others start, and it can be removed")]
    public async Task A_tenant_that_can_not_be_recovered_keeps_nobody_from_starting()
    {
        using var directory = new OwnDirectory();
        await using (var host = await OwnHost.StartAsync(directory["data"]))
        {
            await host.SetUpAsync("boa");
            await MakeAsync(host, "cortada", t => t with { State = TenantState.Initializing }); // as a killed setup leaves it
            await MakeAsync(host, "trocada", t => t with { State = TenantState.Running, Pending = new PendingSwitch("r1", []) }); // as a killed recipe leaves it
        }

        await using var again = await OwnHost.StartAsync(directory["data"]);
        foreach (var name in new[] { "cortada", "trocada" })
        {
            Assert.Equal(TenantState.Invalid, again.Tenants.Find(name)?.State);
            Assert.Contains("Connection refused", again.Tenants.Find(name)?.InvalidReason, StringComparison.Ordinal);
            Assert.Contains(again.Log.Since(0), line => line.Contains($"Tenant {name} could not be recovered", StringComparison.Ordinal));
        }

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(again.Url, "/health/ready"))).StatusCode);
        using var other = await again.ApiAsync("boa");
        (await other.GetAsync("clients")).Is(HttpStatusCode.OK);

        using var api = await again.ApiAsync(ShellSettings.DefaultName);
        (await api.PostAsync("tenants/enable/cortada")).Is(HttpStatusCode.BadRequest); // half of it would be in service
        (await api.PostAsync("tenants/remove/cortada")).Is(HttpStatusCode.OK);
        (await api.PostAsync("tenants/remove/trocada")).Is(HttpStatusCode.OK);
        Assert.Contains(again.Log.Since(0), line => line.Contains("Data of cortada could not be removed", StringComparison.Ordinal) && line.Contains("schema t_cortada", StringComparison.Ordinal));
        await again.SetUpAsync("cortada"); // name and address are free
    }

    [Fact(DisplayName = "issue 2 §2: what nobody sets up any more can be removed, and what was in service is not said to be gone while its database is away")]
    public async Task Removed()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        using var api = await host.ApiAsync(ShellSettings.DefaultName);
        await MakeAsync(host, "parada", t => t with { State = TenantState.Initializing });
        (await api.PostAsync("tenants/remove/parada")).Is(HttpStatusCode.OK);
        Assert.Null(host.Tenants.Find("parada"));

        await MakeAsync(host, "fora", t => t with { State = TenantState.Disabled });
        var refused = (await api.PostAsync("tenants/remove/fora")).Is(HttpStatusCode.BadRequest);
        Assert.StartsWith("O banco de dados do tenant fora não responde e nada foi removido.", refused["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(TenantState.Disabled, host.Tenants.Find("fora")?.State);
        await host.Tenants.UpdateAsync(host.Tenants.Find("fora")! with { State = TenantState.Invalid }, CancellationToken.None); // as migrate --all leaves it
        (await api.PostAsync("tenants/remove/fora")).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "issue 2 §2: a tenant to be made at start whose database is away keeps no other from starting")]
    public async Task Asked_for_by_configuration()
    {
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"],
            ("ClientSuite:AutoSetup:Tenants:1:ShellName", "longe"), ("ClientSuite:AutoSetup:Tenants:1:SiteName", "Longe"), ("ClientSuite:AutoSetup:Tenants:1:AdminEmail", "admin@longe.example"),
            ("ClientSuite:AutoSetup:Tenants:1:AdminPassword", TestHost.AdminPassword), ("ClientSuite:AutoSetup:Tenants:1:RecipeName", "agency"), ("ClientSuite:AutoSetup:Tenants:1:RequestUrlPrefix", "longe"),
            ("ClientSuite:AutoSetup:Tenants:1:DatabaseProvider", DatabaseProviders.Postgres), ("ClientSuite:AutoSetup:Tenants:1:DatabaseConnectionString", Nowhere));
        Assert.Equal(TenantState.Running, host.Tenants.Find(ShellSettings.DefaultName)?.State);
        Assert.Equal(TenantState.Uninitialized, host.Tenants.Find("longe")?.State); // the next start tries again
        Assert.Contains(host.Log.Since(0), line => line.Contains("Auto-setup of longe was refused", StringComparison.Ordinal));
    }

    private static object Body(string name) => new { name, requestUrlPrefix = name, databaseProvider = DatabaseProviders.Postgres, connectionString = Nowhere };

    private static object Setup(string name) => new { name, siteName = name, userName = TestHost.AdminName, email = "admin@longe.example", password = TestHost.AdminPassword, recipeName = "agency" };

    private static async Task MakeAsync(OwnHost host, string name, Func<ShellSettings, ShellSettings> change)
    {
        var made = await host.Tenants.CreateAsync(new ShellSettings { Name = name, TenantId = "", RequestUrlPrefix = name, DatabaseProvider = DatabaseProviders.Postgres, ConnectionString = Nowhere }, CancellationToken.None);
        await host.Tenants.UpdateAsync(change(made), CancellationToken.None);
    }
}
