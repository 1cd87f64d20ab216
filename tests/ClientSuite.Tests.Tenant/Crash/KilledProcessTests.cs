using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ClientSuite.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process under write load, as often as <c>CLIENTSUITE_TEST_KILLS</c> says.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CLIENTSUITE_TEST_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 5;
    private static readonly string BuiltHost = typeof(KilledProcessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "BuiltHost").Value!; // set in Directory.Build.targets
    private readonly string _data = Directory.CreateTempSubdirectory("clientsuite-crash.").FullName;
    private Process? _process;

    [Fact]
    [Trait("Category", "Crash")]
    public async Task What_was_acknowledged_survives_kill_9_with_history_search_and_events()
    {
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var kept = new ConcurrentDictionary<string, string>(StringComparer.Ordinal); // idempotency key of requests that got no answer
        for (var round = 0; round < Kills; round++)
        {
            var url = await StartAsync();
            using var api = await ApiClient.SignInAsync(new Uri(url, "/quedas/"));
            await RepeatUnansweredAsync(api, kept, acknowledged);
            var load = Enumerable.Range(0, 6).Select(worker => WriteAsync(api, $"r{round}w{worker}", acknowledged, kept)).ToList();
            await Task.Delay(600 + (round * 137 % 500));
            Kill();
            await Task.WhenAll(load);
        }

        var last = await StartAsync();
        using var final = await ApiClient.SignInAsync(new Uri(last, "/quedas/"));
        await RepeatUnansweredAsync(final, kept, acknowledged);
        Assert.True(acknowledged.Count > Kills * 20, $"Only {acknowledged.Count} writes were acknowledged.");
        await EventuallyAsync(() => Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """) == 0);
        Kill();

        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct(StringComparer.Ordinal).Count());
        var rows = Read("""SELECT c."Id", c."TradeName" FROM "Clients_Client" c""");
        foreach (var (name, id) in acknowledged)
        {
            Assert.True(rows.TryGetValue(id, out var stored) && stored == name, $"{name} ({id}) was acknowledged and is gone.");
        }

        Assert.Equal(rows.Count, rows.Values.Distinct(StringComparer.Ordinal).Count()); // repeated with its key, nothing was made twice
        Assert.Equal(rows.Count, Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "History_Entry" h ON h."RecordId" = c."Id" AND h."Kind" = 'created' JOIN "History_Line" l ON l."EntryId" = h."Id" """));
        Assert.Equal(rows.Count, Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "Search_Entry" s ON s."RecordId" = c."Id" """));
        Assert.Equal(0, Scalar("""SELECT COUNT(*) FROM "Search_Entry" s WHERE s."RecordType" = 'Clients.Client' AND NOT EXISTS (SELECT 1 FROM "Clients_Client" c WHERE c."Id" = s."RecordId")"""));
        Assert.Equal(0, Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """));
    }

    public void Dispose()
    {
        Kill();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Writes until the process dies; a request without an answer may have happened.</summary>
    private static async Task WriteAsync(ApiClient api, string worker, ConcurrentDictionary<string, string> acknowledged, ConcurrentDictionary<string, string> unanswered)
    {
        for (var n = 0; ; n++)
        {
            var name = $"{worker}n{n}";
            try
            {
                var answer = await api.PostAsync("clients", new { tradeName = name }, ("Idempotency-Key", name));
                acknowledged[name] = answer.Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException)
            {
                unanswered[name] = name;
                return;
            }
        }
    }

    private static async Task RepeatUnansweredAsync(ApiClient api, ConcurrentDictionary<string, string> unanswered, ConcurrentDictionary<string, string> acknowledged)
    {
        foreach (var name in unanswered.Keys)
        {
            var answer = (await api.PostAsync("clients", new { tradeName = name }, ("Idempotency-Key", name))).Is(HttpStatusCode.Created);
            acknowledged[name] = answer["id"]!.GetValue<string>();
            unanswered.TryRemove(name, out _);
        }
    }

    private async Task<Uri> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var start = new ProcessStartInfo("dotnet", [BuiltHost, "--data", _data, "--urls", $"http://127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ClientSuite__ApiRequestsPerSecond"] = "100000";
        start.Environment["ClientSuite__SignInsPerMinute"] = "1000";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__ShellName"] = "quedas";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__SiteName"] = "Quedas";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminUsername"] = TestHost.AdminName;
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminEmail"] = "admin@quedas.example";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminPassword"] = TestHost.AdminPassword;
        start.Environment["ClientSuite__AutoSetup__Tenants__0__RecipeName"] = "agency";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__RequestUrlPrefix"] = "quedas";
        var output = new ConcurrentQueue<string?>();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        _process.OutputDataReceived += (_, line) => output.Enqueue(line.Data);
        _process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var url = new Uri($"http://127.0.0.1:{port}");
        using var http = new HttpClient();
        await EventuallyAsync(async () =>
        {
            Assert.False(_process.HasExited, string.Join('\n', output));
            try
            {
                return (await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return url;
    }

    private void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(); // SIGKILL
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_data, "Sites", "quedas", "tenant.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private long Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!; // a count
    }

    private Dictionary<string, string> Read(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            rows[reader.GetInt64(0).ToString(CultureInfo.InvariantCulture)] = reader.GetString(1);
        }

        return rows;
    }

    private static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); !await holds();)
        {
            Assert.True(DateTime.UtcNow < end, "It did not come true within 30 seconds.");
            await Task.Delay(100);
        }
    }
}
