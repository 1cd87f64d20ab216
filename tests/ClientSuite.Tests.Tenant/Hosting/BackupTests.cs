using System.Net;
using ClientSuite.Host;
using ClientSuite.Tenancy;
using ClientSuite.Hosting;
using ClientSuite.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_beside_a_running_host_restores_a_wrecked_installation()
    {
        using var directory = new OwnDirectory();
        var (data, backup) = (directory["data"], directory["backup"]);
        string id, token;
        var factor = (Key: "", Codes: Array.Empty<string>());
        await using (var host = await OwnHost.StartAsync(data))
        {
            await host.SetUpAsync("loja");
            using var api = await host.ApiAsync("loja");
            id = await api.CreateClientAsync(new { tradeName = "Antes", personKind = "natural" });
            token = api.Token!; // signed in
            await host.Services.GetRequiredService<IShellHost>().RunInTenantAsync("loja", async (scope, _) => factor = await Totp.EnrolAsync(scope), CancellationToken.None);
            Directory.CreateDirectory(Path.Combine(data, "Sites", "loja", "files", "logos"));
            await File.WriteAllTextAsync(Path.Combine(data, "Sites", "loja", "files", "logos", "logo.txt"), "um arquivo");

            Assert.Equal(0, await HostCommand.RunAsync(["backup", backup, "--data", data]));
            Assert.Equal(1, await HostCommand.RunAsync(["backup", backup, "--data", data])); // not into the same directory
            Assert.Equal(3, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data])); // not under a running host
            await api.CreateClientAsync(new { tradeName = "Depois", personKind = "natural" });
        }

        await File.WriteAllBytesAsync(Path.Combine(data, "Sites", "loja", "tenant.db"), new byte[5000]);
        File.Delete(Path.Combine(data, "host.db"));
        Assert.Equal(1, await HostCommand.RunAsync(["restore", backup, "--data", data]));
        Assert.Equal(0, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data]));
        Assert.Equal(0, await HostCommand.RunAsync(["history", "verify", "--all", "--data", data]));

        await using var restored = await OwnHost.StartAsync(data);
        using var again = new ApiClient(restored.Address("loja"), token); // the token's hash and the tenant's id are the old ones
        Assert.Equal(["Antes"], await again.NamesAsync("sort=id"));
        Assert.NotEqual(id, await again.CreateClientAsync(new { tradeName = "Novo", personKind = "natural" }));
        Assert.True(await Totp.SignsInAsync(restored.Address("loja"), Totp.Code(factor.Key))); // the key ring, too
        Assert.Equal("um arquivo", await File.ReadAllTextAsync(Path.Combine(data, "Sites", "loja", "files", "logos", "logo.txt")));
        Assert.Contains(Directory.GetDirectories(data), d => Path.GetFileName(d).StartsWith(".replaced-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_backup_changes_nothing()
    {
        using var directory = new OwnDirectory();
        var (data, backup) = (directory["data"], directory["backup"]);
        await using (await OwnHost.StartAsync(data))
        {
            Assert.Equal(0, await HostCommand.RunAsync(["backup", backup, "--data", data]));
        }

        var file = Path.Combine(backup, "tenants", ShellSettings.DefaultName, "tenant.db");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal(1, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data]));
        Assert.Equal(1, await HostCommand.RunAsync(["restore", directory["nothing"], "--force", "--data", data]));
        await using var host = await OwnHost.StartAsync(data);
        using var api = await host.ApiAsync(ShellSettings.DefaultName);
        Assert.True(Directory.Exists(Path.Combine(data, "Sites")));
    }

    [Fact]
    public async Task Tenants_on_both_databases_come_back()
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        using var directory = new OwnDirectory();
        var (data, backup) = (directory["data"], directory["backup"]);
        var name = "pgb-" + Guid.NewGuid().ToString("N")[..8];
        await using (var host = await OwnHost.StartAsync(data))
        {
            await host.SetUpAsync(name, TestHost.Postgres!); // not null, or skipped
            using var api = await host.ApiAsync(name);
            await api.CreateClientAsync(new { tradeName = "Aspas \"\\ e tab\t", personKind = "natural" });
            Assert.Equal(0, await HostCommand.RunAsync(["backup", backup, "--data", data]));
            await api.CreateClientAsync(new { tradeName = "Depois", personKind = "natural" });
        }

        Assert.Equal(0, await HostCommand.RunAsync(["restore", backup, "--force", "--data", data]));
        await using var restored = await OwnHost.StartAsync(data);
        using var again = await restored.ApiAsync(name);
        Assert.Single(await again.NamesAsync(""));
        await using var drop = Npgsql.NpgsqlDataSource.Create(TestHost.Postgres!);
        await using var find = drop.CreateCommand($"SELECT nspname FROM pg_namespace WHERE nspname LIKE 't_{name.Replace('-', '_')}%'");
        var schemas = new List<string>();
        await using (var reader = await find.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                schemas.Add(reader.GetString(0));
            }
        }

        Assert.Equal(2, schemas.Count); // the restored one, and the old one moved aside
        foreach (var schema in schemas)
        {
            await using var command = drop.CreateCommand($"DROP SCHEMA \"{schema}\" CASCADE");
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Two_hosts_do_not_share_a_data_directory()
    {
        using var directory = new OwnDirectory();
        await using (await OwnHost.StartAsync(directory["data"]))
        {
            Assert.Equal(3, await HostCommand.RunAsync(["run", "--urls", "http://127.0.0.1:0", "--data", directory["data"]]));
            Assert.Equal(3, await HostCommand.RunAsync(["migrate", "--all", "--data", directory["data"]]));
        }

        Assert.Equal(0, await HostCommand.RunAsync(["migrate", "--all", "--data", directory["data"]]));
    }

    [Fact]
    public async Task Migrate_marks_a_tenant_that_fails_and_goes_on()
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        await using (var host = await OwnHost.StartAsync(data))
        {
            await host.SetUpAsync("boa");
            await host.SetUpAsync("ruim");
            await using var hosted = host.Services.GetRequiredService<HostDatabase>().Open();
            // As if the version that runs now had brought the task.
            Assert.Equal(1, await hosted.DueTasks.Where(t => t.Tenant == "boa" && t.Task == "Platform.CleanUp").ExecuteDeleteAsync());
        }

        var file = Path.Combine(data, "Sites", "ruim", "tenant.db");
        File.Move(file, file + ".good");
        await File.WriteAllTextAsync(file, new string('x', 9000));
        Assert.Equal(1, await HostCommand.RunAsync(["migrate", "--all", "--data", data]));
        await using (var host = await OwnHost.StartAsync(data))
        {
            Assert.Equal(TenantState.Invalid, host.Tenants.Find("ruim")?.State);
            Assert.NotNull(host.Tenants.Find("ruim")?.InvalidReason);
            using var web = new HttpBrowser(host.Address("ruim"));
            (await web.GetAsync("admin")).Is(HttpStatusCode.ServiceUnavailable);
            using var api = await host.ApiAsync("boa");
            (await api.GetAsync("clients")).Is(HttpStatusCode.OK);
            Assert.Contains(await host.Services.GetRequiredService<TaskSchedule>().OfTenantAsync("boa", CancellationToken.None), t => t.Task == "Platform.CleanUp");
        }

        File.Move(file + ".good", file, overwrite: true);
        Assert.Equal(0, await HostCommand.RunAsync(["migrate", "--all", "--data", data]));
        await using var after = await OwnHost.StartAsync(data);
        Assert.Equal(TenantState.Running, after.Tenants.Find("ruim")?.State);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("migrate")]
    [InlineData("tenant")]
    [InlineData("tenant", "import", "x.zip")]
    [InlineData("backup")]
    public async Task A_wrong_command_line_says_how(params string[] args)
    {
        using var directory = new OwnDirectory();
        Assert.Equal(2, await HostCommand.RunAsync([.. args, "--data", directory["data"]]));
    }

    [Fact]
    public async Task Help_is_no_error() => Assert.Equal(0, await HostCommand.RunAsync(["--help"]));
}
