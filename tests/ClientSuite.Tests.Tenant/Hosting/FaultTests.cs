using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Settings;
using ClientSuite.Tenancy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>What breaks below the host: a clear 503, and service again without a restart once it is mended.</summary>
public sealed class FaultTests
{
    private static object Client(string name) => new { tradeName = name, personKind = "natural" };

    [Fact]
    public async Task A_locked_file_answers_503_and_goes_on_when_it_is_free()
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        await using var host = await OwnHost.StartAsync(data);
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK); // a token's first use is written down
        await using (var other = new SqliteConnection($"Data Source={File(data, "loja")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.BeginTransaction();
            var refused = (await api.PostAsync("clients", Client("Preso"))).Is(HttpStatusCode.ServiceUnavailable);
            Assert.NotNull(refused.Message.Headers.RetryAfter);
            Assert.Contains("banco de dados", refused["detail"]?.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
            (await api.GetAsync("clients")).Is(HttpStatusCode.OK); // readers go on
        }

        await api.CreateClientAsync(Client("Livre"));
        Assert.Equal(["Livre"], await api.NamesAsync(""));
    }

    [Fact]
    public async Task A_deleted_file_answers_503_until_it_is_put_back()
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        await using var host = await OwnHost.StartAsync(data);
        await host.SetUpAsync("loja");
        await host.SetUpAsync("outra");
        using var api = await host.ApiAsync("loja");
        using var other = await host.ApiAsync("outra");
        await api.CreateClientAsync(Client("Antes"));
        Checkpoint(File(data, "loja"));
        System.IO.File.Copy(File(data, "loja"), directory["saved.db"]);
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            System.IO.File.Delete(File(data, "loja") + suffix);
        }

        (await api.PostAsync("clients", Client("Perdido"))).Is(HttpStatusCode.ServiceUnavailable);
        using var web = new HttpBrowser(host.Address("loja"));
        Assert.Contains("banco de dados", (await web.GetAsync("sign-in")).Is(HttpStatusCode.ServiceUnavailable).Text, StringComparison.OrdinalIgnoreCase);
        (await other.GetAsync("clients")).Is(HttpStatusCode.OK);
        System.IO.File.Move(directory["saved.db"], File(data, "loja"));
        Assert.Equal(["Antes"], await api.NamesAsync(""));
        await api.CreateClientAsync(Client("Depois"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_file_answers_503_until_a_good_one_takes_its_place(bool isRemembered)
    {
        using var directory = new OwnDirectory();
        var data = directory["data"];
        await using var host = await OwnHost.StartAsync(data);
        await host.SetUpAsync("loja");
        using var api = await host.ApiAsync("loja");
        await api.CreateClientAsync(Client("Antes"));
        Checkpoint(File(data, "loja"));
        System.IO.File.Copy(File(data, "loja"), directory["saved.db"]);
        SqliteConnection.ClearAllPools();
        await using (var stream = new FileStream(File(data, "loja"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await stream.WriteAsync(new byte[stream.Length]);
        }

        if (!isRemembered)
        {
            host.Services.GetRequiredService<TenantCache>().Clear(); // as half a minute later
        }

        (await api.GetAsync("clients")).Is(HttpStatusCode.ServiceUnavailable);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            System.IO.File.Delete(File(data, "loja") + suffix);
        }

        System.IO.File.Move(directory["saved.db"], File(data, "loja"), overwrite: true);
        Assert.Equal(["Antes"], await api.NamesAsync(""));
        await api.CreateClientAsync(Client("Depois"));
    }

    [Fact]
    public async Task A_full_disk_answers_503_and_goes_on_when_there_is_room()
    {
        using var directory = new OwnDirectory();
        var disk = directory["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk), "This process may not mount a small disk.");
        try
        {
            await using var host = await OwnHost.StartAsync(Path.Combine(disk, "data"));
            await host.SetUpAsync("loja");
            using var api = await host.ApiAsync("loja");
            var filler = Path.Combine(disk, "filler");
            await FillAsync(filler);
            var refused = 0;
            for (var i = 0; i < 200 && refused < 3; i++)
            {
                // What is left in the log's file may take a few.
                var answer = await api.PostAsync("clients", Client("Cheio " + new string('x', 180)));
                refused += answer.Status == HttpStatusCode.ServiceUnavailable ? 1 : 0;
                Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, answer.Text);
            }

            Assert.Equal(3, refused);
            System.IO.File.Delete(filler);
            await api.CreateClientAsync(Client("Com espaço"));
            Assert.Single(await api.NamesAsync("q=" + Uri.EscapeDataString("Com espaço")));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            await RunAsync("umount", "-l", disk);
        }
    }

    [Fact]
    public async Task Postgres_stopped_and_started_under_load_is_503_at_worst_and_no_acknowledged_write_is_lost()
    {
        Assert.SkipUnless(TestHost.Postgres is not null, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        await using var postgres = await PrivatePostgres.StartAsync();
        using var directory = new OwnDirectory();
        await using var host = await OwnHost.StartAsync(directory["data"]);
        await host.SetUpAsync("loja", postgres.Connection);
        await host.SetUpAsync("outra");
        using var api = await host.ApiAsync("loja");
        using var other = await host.ApiAsync("outra");
        var (created, others) = (new ConcurrentBag<string>(), new ConcurrentBag<HttpStatusCode>());
        using var end = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var answer = await api.PostAsync("clients", Client($"C {worker} {i}"));
                if (answer.Status == HttpStatusCode.Created)
                {
                    created.Add(answer["id"]!.GetValue<string>()); // a created client has an id
                }
                else
                {
                    others.Add(answer.Status);
                    await Task.Delay(20);
                }
            }
        }).ToList();
        for (var restart = 0; restart < 3; restart++)
        {
            await CreatesAsync(created, created.Count + 20);
            await postgres.StopAsync();
            host.Services.GetRequiredService<TenantCache>().Clear(); // settings are remembered for half a minute
            (await api.GetAsync("clients")).Is(HttpStatusCode.ServiceUnavailable);
            (await other.GetAsync("clients")).Is(HttpStatusCode.OK); // who is elsewhere notices nothing
            await postgres.StartAgainAsync();
        }

        await CreatesAsync(created, created.Count + 20); // and on it goes, with no restart of the host
        await end.CancelAsync();
        await Task.WhenAll(load);
        Assert.NotEmpty(others);
        Assert.All(others, status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        await host.Services.GetRequiredService<IShellHost>().RunInTenantAsync("loja", async (scope, cancel) =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var stored = (await db.Database.SqlQueryRaw<long>("SELECT \"Id\" AS \"Value\" FROM \"Clients_Client\"").ToListAsync(cancel)).ConvertAll(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Empty(created.Except(stored));
            var histories = await db.Set<HistoryEntry>().CountAsync(e => e.RecordType == "Clients.Client" && e.Kind == "created", cancel);
            Assert.Equal(stored.Count, histories);
        }, CancellationToken.None);
    }

    private static async Task CreatesAsync(ConcurrentBag<string> created, int wanted)
    {
        var started = Stopwatch.GetTimestamp();
        while (created.Count < wanted)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"{created.Count} of {wanted} created.");
            await Task.Delay(20);
        }
    }

    private static string File(string data, string tenant) => Path.Combine(data, "Sites", tenant, "tenant.db");

    private static void Checkpoint(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    private static async Task FillAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 4096 })
        {
            try
            {
                for (; ; )
                {
                    await stream.WriteAsync(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full for this size.
            }
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!; // no shell: a process or a throw
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
