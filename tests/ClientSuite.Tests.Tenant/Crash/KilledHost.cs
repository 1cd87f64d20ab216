using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ClientSuite.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>The real host as a process of its own, made to be killed and started again, with one tenant <c>quedas</c>.</summary>
internal sealed class KilledHost<TDatabase> : IDisposable where TDatabase : ITestDatabase
{
    private const string Tenant = "quedas";

    private readonly string _schema = "test_" + Tenant + Guid.NewGuid().ToString("N")[..6];
    private Process? _process;
    private string? _token;

    /// <summary>How often to kill: <c>CLIENTSUITE_TEST_KILLS</c>, or what the test does by default.</summary>
    public static int Kills(int byDefault) => int.TryParse(Environment.GetEnvironmentVariable("CLIENTSUITE_TEST_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : byDefault;

    public string Data { get; init; } = Directory.CreateTempSubdirectory("clientsuite-crash.").FullName;

    /// <summary>Configuration beside the usual.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Folder of the tenant's files.</summary>
    public string Files => Path.Combine(Data, "Sites", Tenant, "files");

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The host does not run.");

    /// <summary>Starts the process and waits until it is ready; answers the tenant's API with the administrator's token.</summary>
    public async Task<ApiClient> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.HostProgram, "--data", Data, "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // as in production; a shorter start
        start.Environment["ClientSuite__ApiRequestsPerSecond"] = "100000";
        start.Environment["ClientSuite__SignInsPerMinute"] = "1000";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__ShellName"] = Tenant;
        start.Environment["ClientSuite__AutoSetup__Tenants__0__SiteName"] = "Quedas";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminUsername"] = TestHost.AdminName;
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminEmail"] = "admin@quedas.example";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__AdminPassword"] = TestHost.AdminPassword;
        start.Environment["ClientSuite__AutoSetup__Tenants__0__RecipeName"] = "agency";
        start.Environment["ClientSuite__AutoSetup__Tenants__0__RequestUrlPrefix"] = Tenant;
        foreach (var (key, value) in Settings)
        {
            start.Environment[key] = value;
        }

        if (TDatabase.IsPostgres)
        {
            start.Environment["ClientSuite__AutoSetup__Tenants__0__DatabaseProvider"] = "Postgres";
            start.Environment["ClientSuite__AutoSetup__Tenants__0__DatabaseConnectionString"] = TestHost.Postgres;
            start.Environment["ClientSuite__AutoSetup__Tenants__0__DatabaseSchema"] = _schema;
        }

        var output = new ConcurrentQueue<string?>();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        _process.OutputDataReceived += (_, line) => output.Enqueue(line.Data);
        _process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var tenant = new Uri(await _process.ReadyAsync(output), $"/{Tenant}/");
        var api = _token is null ? await ApiClient.SignInAsync(tenant) : new ApiClient(tenant, _token);
        _token = api.Token;
        return api;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        var process = _process ?? throw new InvalidOperationException("The host does not run.");
        await process.SignalAsync("TERM");
        using var patience = new CancellationTokenSource(limit);
        await process.WaitForExitAsync(patience.Token);
        var code = process.ExitCode;
        Kill();
        return code;
    }

    /// <summary>A count in the tenant's database.</summary>
    public long Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!; // a count
    }

    /// <summary>Ids and texts in the tenant's database.</summary>
    public Dictionary<string, string> Read(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetString(1));
        }

        return rows;
    }

    public void Dispose()
    {
        Kill();
        SqliteConnection.ClearAllPools();
        if (TDatabase.IsPostgres)
        {
            using var source = NpgsqlDataSource.Create(TestHost.Postgres!); // the test was skipped without
            using var drop = source.CreateCommand($"DROP SCHEMA IF EXISTS \"{_schema}\" CASCADE");
            drop.ExecuteNonQuery();
        }

        Directory.Delete(Data, recursive: true);
    }

    private DbConnection Open()
    {
        DbConnection connection = TDatabase.IsPostgres
            ? new NpgsqlConnection($"{TestHost.Postgres};Search Path={_schema};Pooling=false")
            : new SqliteConnection($"Data Source={Path.Combine(Data, "Sites", Tenant, "tenant.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}

/// <summary>A host in a process of its own, on a port that it chose.</summary>
internal static partial class HostProcess
{
    /// <summary>Waits until the host is ready; answers its address, which it says when it has started.</summary>
    public static async Task<Uri> ReadyAsync(this Process process, ConcurrentQueue<string?> output)
    {
        Uri? url = null;
        using var http = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            Assert.False(process.HasExited, string.Join('\n', output));
            url ??= output.Select(line => Address().Match(line ?? "")).FirstOrDefault(m => m.Success) is { } said ? new Uri(said.Value) : null;
            return url is not null && (await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode;
        });
        return url!; // it was said
    }

    /// <summary>Sends it a signal: TERM, STOP or CONT.</summary>
    public static async Task SignalAsync(this Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Address();
}

internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> holds) => HoldsAsync(() => Task.FromResult(holds()));

    public static async Task HoldsAsync(Func<Task<bool>> holds, int seconds = 180)
    {
        for (var end = DateTime.UtcNow.AddSeconds(seconds); !await holds();)
        {
            Assert.True(DateTime.UtcNow < end, $"It did not come true within {seconds} seconds.");
            await Task.Delay(20);
        }
    }
}
