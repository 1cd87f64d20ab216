using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ClientSuite.Data;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Modules;

/// <summary>Partners' modules as a partner makes them: published against the host's folder, dropped in, enabled for one tenant.</summary>
public sealed class PartnerModuleTests(PublishedModules published) : IClassFixture<PublishedModules>
{
    [Fact(DisplayName = "issue 2 §3, 000-62, 000-63, 000-64, 000-70, 000-71, 000-72: a dropped in module serves the tenant that enables it; its mails and what becomes of its services stand with the client")]
    public async Task A_dropped_in_module_serves_the_tenant_that_enables_it()
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        await using var host = await OwnHost.StartAsync(data);
        var tenants = new List<ShellSettings> { await host.SetUpAsync("com"), await host.SetUpAsync("sem") };
        if (TestHost.Postgres is { } postgres)
        {
            tenants.Add(await host.SetUpAsync("pgm-" + Guid.NewGuid().ToString("N")[..8], postgres));
        }

        published.DropInto(data, "Acme.Loyalty", "Acme.Greeting");
        var scan = await host.Services.GetRequiredService<IModuleInstaller>().ScanAsync(CancellationToken.None);
        Assert.All(scan, s => Assert.True(s.Reason is null, s.Folder + ": " + s.Reason + " " + string.Join(' ', s.Args)));
        Assert.Equal(2, scan.Count);

        foreach (var tenant in tenants.Where(t => t.Name != "sem"))
        {
            using var api = await host.ApiAsync(tenant.Name);
            (await api.PostAsync("features", new { enable = new[] { "Acme.Loyalty", "Acme.Greeting" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
            var id = await api.CreateClientAsync(new { tradeName = "Cliente fiel", personKind = "natural" });
            await WaitForAsync(async () => (await api.GetAsync("loyalty/" + id)).Status == HttpStatusCode.OK);

            using var web = new HttpBrowser(host.Address(tenant.Name));
            await web.SignInAsync();
            var page = (await web.GetAsync("admin/loyalty")).Is(HttpStatusCode.OK);
            Assert.Contains("1 clientes com pontos", page.Text, StringComparison.Ordinal); // the text of its own language
            Assert.NotNull(page.Document.QuerySelector($"nav a[href$='{tenant.PathBase}/admin/loyalty']"));
            Assert.Contains("/_content/Acme.Loyalty/loyalty.css?v=", page.Text, StringComparison.Ordinal);

            var tab = (await web.GetAsync($"admin/clients/{id}/loyalty")).Is(HttpStatusCode.OK);
            Assert.Equal("2.14.0.0", tab.Find("[data-humanizer]").GetAttribute("data-humanizer"));
            Assert.Equal("cem", tab.Find("[data-humanizer]").TextContent);
            Assert.Contains("Cliente fiel", tab.Text, StringComparison.Ordinal); // the frame that Clients draws
            Assert.NotNull((await web.GetAsync($"admin/clients/{id}")).Document.QuerySelector($"a[href*='/admin/clients/{id}/loyalty']"));
            Assert.Contains("one hundred, 2.8.0.0", (await api.GetAsync("greeting/100")).Text, StringComparison.Ordinal);

            var list = (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
            Assert.Contains("Pontos", list.Text, StringComparison.Ordinal);
            Assert.Equal(["Cliente fiel"], await api.NamesAsync("points=100"));
            await MergesPointsAsync(api, id);
            Assert.Empty(await api.NamesAsync("points=7"));
            Assert.Equal(["Cliente fiel"], await api.NamesAsync("sort=-points"));
            await HasStatusAndObjectAsync(api, web, id);
            await TellsAndLogsAsync(api, web);
            Assert.Contains("/api/loyalty/{clientId}", (await SignedInOpenApiAsync(host, tenant, api)).ToString(), StringComparison.Ordinal);
        }

        using var other = await host.ApiAsync("sem");
        (await other.GetAsync("greeting/1")).Is(HttpStatusCode.NotFound);
        using var otherWeb = new HttpBrowser(host.Address("sem"));
        await otherWeb.SignInAsync();
        (await otherWeb.GetAsync("admin/loyalty")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain("loyalty", (await otherWeb.GetAsync("admin")).Text, StringComparison.OrdinalIgnoreCase);
        await host.Services.GetRequiredService<IShellHost>().RunInTenantAsync("sem", async (scope, cancel) =>
            Assert.Empty(await scope.GetRequiredService<TenantDb>().Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE name LIKE 'AcmeLoyalty%'").ToListAsync(cancel)), CancellationToken.None);

        using var http = new HttpClient { BaseAddress = host.Url };
        var asset = await http.GetAsync("/_content/Acme.Loyalty/loyalty.css");
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        Assert.Equal("text/css", asset.Content.Headers.ContentType?.MediaType);
        await DropSchemasAsync(tenants);
    }

    /// <summary>The module says who is active and adds an object: in the list, the header, the API and the download.</summary>
    private static async Task HasStatusAndObjectAsync(ApiClient api, HttpBrowser web, string id)
    {
        var plain = await CreateWithoutPointsAsync(api);
        var read = (await api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK);
        Assert.Equal("active", read["status"]!.GetValue<string>());
        Assert.Equal(100, read["loyalty"]!["points"]!.GetValue<int>());
        var other = (await api.GetAsync("clients/" + plain)).Is(HttpStatusCode.OK);
        Assert.Equal(("inactive", 0), (other["status"]!.GetValue<string>(), other["loyalty"]!["points"]!.GetValue<int>()));
        Assert.Equal(["Cliente fiel"], await api.NamesAsync("status=active"));
        Assert.Equal(["Cliente novo"], await api.NamesAsync("status=inactive"));
        Assert.Equal(["Cliente fiel", "Cliente novo"], await api.NamesAsync("sort=status"));
        Assert.Equal(["Cliente novo", "Cliente fiel"], await api.NamesAsync("sort=-status"));
        Assert.Equal(["Cliente novo", "Cliente fiel"], await api.NamesAsync("sort=points"));
        Assert.Equal("Ativo", (await web.GetAsync("admin/clients/" + id)).Find("header.rec .st").TextContent);
        Assert.Equal("Desativado", (await web.GetAsync("admin/clients/" + plain)).Find("header.rec .st").TextContent);

        var csv = (await api.GetAsync("clients/export?format=csv&columns=all&sort=points")).Text.Split('\n');
        Assert.Contains("Pontos", csv[0], StringComparison.Ordinal);
        Assert.Contains("Cliente novo", csv[1], StringComparison.Ordinal);
        Assert.Contains("Desativado", csv[1], StringComparison.Ordinal);
        Assert.Contains("Ativo", csv[2], StringComparison.Ordinal);
        Assert.Contains("100", csv[2], StringComparison.Ordinal);
    }

    /// <summary>000-62, 000-63, 000-64, 000-70, 000-71, 000-72: what a module sends to a client stands in its tab under the module's own name for it, and
    /// what became of a service in its logs.</summary>
    private static async Task TellsAndLogsAsync(ApiClient api, HttpBrowser web)
    {
        var id = await api.CreateClientAsync(new { tradeName = "Cliente premiado", personKind = "natural", email = "premiado@exemplo.com.br" });
        (await api.PostAsync($"loyalty/{id}/rewards")).Is(HttpStatusCode.NoContent);
        var mails = (await web.GetAsync($"admin/clients/{id}/emails")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#client-emails tbody tr").Select(r => (r.QuerySelector(".m-title")!.TextContent, r.QuerySelector(".m-plan")!.TextContent)).ToHashSet();
        Assert.Equal(new HashSet<(string, string)> { ("Pedido de Caneca confirmado", "Confirmação de pedido"), ("Fatura de Caneca", "Envio de fatura"), ("Seu saldo de pontos mudou", "Aviso de saldo") }, mails);

        (await api.PostAsync($"loyalty/{id}/rewards/suspended")).Is(HttpStatusCode.NoContent);
        (await api.PostAsync($"loyalty/{id}/rewards/cancelled")).Is(HttpStatusCode.NoContent);
        var logs = (await web.GetAsync($"admin/clients/{id}/logs?show=services")).Is(HttpStatusCode.OK).Find("#client-logs").TextContent;
        Assert.All(["Ativação · Prêmio", "Suspensão · Prêmio", "Cancelamento · Prêmio"], kind => Assert.Contains(kind, logs, StringComparison.Ordinal));
        Assert.DoesNotContain("Criação", logs, StringComparison.Ordinal);
        var activity = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("suspendeu prêmio: Caneca", activity, StringComparison.Ordinal);
    }

    /// <summary>The welcome points of a new client come after the commit: taken away again once they are there.</summary>
    private static async Task<string> CreateWithoutPointsAsync(ApiClient api)
    {
        var id = await api.CreateClientAsync(new { tradeName = "Cliente novo", personKind = "natural" });
        await WaitForAsync(async () => (await api.GetAsync("loyalty/" + id)).Status == HttpStatusCode.OK);
        (await api.DeleteAsync("loyalty/" + id)).Is(HttpStatusCode.NoContent);
        return id;
    }

    [Fact]
    public async Task What_can_not_be_loaded_is_refused_with_its_reason_and_the_rest_runs_on()
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        published.DropInto(data, "Acme.Loyalty");
        var modules = Path.Combine(data, "Modules");
        PublishedModules.Copy(Path.Combine(modules, "Acme.Loyalty"), Path.Combine(modules, "Copy"));
        Write(modules, "Empty");
        Write(modules, "Broken", ("Broken.dll", [1, 2, 3, 4]));
        Write(modules, "Manifestless", ("Manifestless.dll", Assembly("Manifestless", new Version(0, 1, 0, 0))));
        Write(modules, "Newer", ("Newer.dll", Assembly("Newer", new Version(99, 0, 0, 0))));

        await using (var host = await OwnHost.StartAsync(data)) // scans at start
        {
            var scan = host.Services.GetRequiredService<IModuleInstaller>().LastScan.ToDictionary(s => s.Folder, s => s.Reason);
            Assert.Null(scan["Acme.Loyalty"]);
            Assert.Equal("modules.featureTaken", scan["Copy"]);
            Assert.Equal("modules.noAssembly", scan["Empty"]);
            Assert.Equal("modules.unreadable", scan["Broken"]);
            Assert.Equal("modules.noManifest", scan["Manifestless"]);
            Assert.Equal("modules.needsNewerHost", scan["Newer"]);
            await host.SetUpAsync("loja");
            using var api = await host.ApiAsync("loja");
            (await api.PostAsync("features", new { enable = new[] { "Acme.Loyalty" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
            Directory.Delete(Path.Combine(modules, "Copy"), recursive: true);
        }

        // The module is gone at the next start: the tenant runs on without it.
        Directory.Delete(Path.Combine(modules, "Acme.Loyalty"), recursive: true);
        await using var again = await OwnHost.StartAsync(data);
        using var web = new HttpBrowser(again.Address("loja"));
        await web.SignInAsync();
        (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
        (await web.GetAsync("admin/loyalty")).Is(HttpStatusCode.NotFound);
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> SignedInOpenApiAsync(OwnHost host, ShellSettings tenant, ApiClient api)
    {
        using var http = new HttpClient { BaseAddress = host.Address(tenant.Name) };
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", api.Token);
        return System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!; // an answer that is no JSON throws
    }

    /// <summary>A row whose key is the client cannot move: the module takes part in the merge.</summary>
    private static async Task MergesPointsAsync(ApiClient api, string id)
    {
        var other = await api.CreateClientAsync(new { tradeName = "Cliente igual", personKind = "natural" });
        await WaitForAsync(async () => (await api.GetAsync("loyalty/" + other)).Status == HttpStatusCode.OK);
        var merge = (await api.PostAsync($"clients/{id}/merge", new { merge = other })).Is(HttpStatusCode.OK)["id"]!.GetValue<string>();
        Assert.Equal(200, (await api.GetAsync("loyalty/" + id))["points"]!.GetValue<int>());
        (await api.PostAsync($"clients/merges/{merge}/undo")).Is(HttpStatusCode.OK);
        Assert.Equal((100, 100), ((await api.GetAsync("loyalty/" + id))["points"]!.GetValue<int>(), (await api.GetAsync("loyalty/" + other))["points"]!.GetValue<int>()));
        (await api.DeleteAsync("clients/" + other)).Is(HttpStatusCode.NoContent);
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2), "It did not happen in two minutes.");
            await Task.Delay(50);
        }
    }

    private static async Task DropSchemasAsync(IEnumerable<ShellSettings> tenants)
    {
        foreach (var tenant in tenants.Where(t => t.Schema.Length > 0))
        {
            await using var source = Npgsql.NpgsqlDataSource.Create(tenant.ConnectionString);
            await using var drop = source.CreateCommand($"DROP SCHEMA \"{tenant.Schema}\" CASCADE");
            await drop.ExecuteNonQueryAsync();
        }
    }

    private static void Write(string modules, string folder, params (string Name, byte[] Content)[] files)
    {
        var path = Directory.CreateDirectory(Path.Combine(modules, folder)).FullName;
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(path, name), content);
            File.WriteAllText(Path.Combine(path, Path.ChangeExtension(name, ".deps.json")), """{"runtimeTarget":{"name":".NETCoreApp,Version=v10.0","signature":""},"targets":{".NETCoreApp,Version=v10.0":{}},"libraries":{}}""");
        }
    }

    /// <summary>An assembly that holds nothing but a reference to a version of the host's contracts.</summary>
    private static byte[] Assembly(string name, Version abstractions)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString(name + ".dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(name), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        metadata.AddAssemblyReference(metadata.GetOrAddString("ClientSuite.Abstractions"), abstractions, default, default, default, default);
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(image);
        return image.ToArray();
    }
}

/// <summary>The partner's modules, published once per run with nothing of ours but the host's folder.</summary>
public sealed class PublishedModules : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    private string _output = "";

    public async ValueTask InitializeAsync() => _output = await Published.Value;

    private static async Task<string> PublishAsync()
    {
        var output = Directory.CreateTempSubdirectory("clientsuite-partner.").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(output, recursive: true);
        foreach (var module in new[] { "Acme.Loyalty", "Acme.Greeting" })
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in new[] { "publish", Path.Combine(Repository.Root, "tests", "PartnerModule", module), "-c", "Release", "-o", Path.Combine(output, module), "--nologo", "-v", "q", $"-p:ClientSuiteHost={AppContext.BaseDirectory.TrimEnd('/')}", "-nodeReuse:false" })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment.Remove("MSBUILD_EXE_PATH");
            using var process = Process.Start(start)!; // no shell: a process or a throw
            var text = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
            Assert.True(process.ExitCode == 0, text);
        }

        return output;
    }

    public void DropInto(string data, params string[] modules)
    {
        foreach (var module in modules)
        {
            Copy(Path.Combine(_output, module), Path.Combine(data, "Modules", module));
        }
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a file's path has a folder
            File.Copy(file, target);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
