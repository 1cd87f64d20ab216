using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ClientSuite.Tests.Crash;
using Npgsql;

namespace ClientSuite.Tests.Hosting;

/// <summary>Real processes that share a host database on a PostgreSQL database of their own, and a data directory. One tenant <c>loja</c>.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly string _database = "test_hosts_" + Guid.NewGuid().ToString("N")[..8];
    private readonly OwnDirectory _directory = new();
    private readonly List<Process> _processes = [];

    public string Data => _directory["data"];

    public string Backup => _directory["backup"];

    private string Connection => new NpgsqlConnectionStringBuilder(TestHost.Postgres) { Database = _database }.ToString();

    public async Task CreateAsync()
    {
        await ExecuteAsync(TestHost.Postgres!, $"CREATE DATABASE {_database}"); // the test was skipped without
        await ExecuteAsync(Connection, "CREATE SCHEMA extensions; CREATE EXTENSION pg_trgm WITH SCHEMA extensions");
    }

    /// <summary>Starts another host and waits until it is ready.</summary>
    public async Task<(Process Process, Uri Tenant)> StartAsync()
    {
        var process = Begin("--urls", "http://127.0.0.1:0");
        return (process.Process, new Uri(await process.Process.ReadyAsync(process.Said), "/loja/"));
    }

    /// <summary>Runs a verb; answers the exit code.</summary>
    public async Task<int> RunAsync(params string[] verb)
    {
        var (process, _) = Begin(verb);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return process.ExitCode;
    }

    /// <summary>Starts a host that ends by itself; answers the exit code and what it said.</summary>
    public async Task<(int Code, string Said)> RefusedAsync()
    {
        var (process, said) = Begin("--urls", "http://127.0.0.1:0");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, string.Join('\n', said));
    }

    /// <summary>Changes what no host would.</summary>
    public Task WreckAsync(string sql) => ExecuteAsync(Connection, sql);

    /// <summary>A count in the tenant's schema, or in the host's with <c>clientsuite_host</c> named.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection + ";Search Path=t_loja;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        await ExecuteAsync(TestHost.Postgres!, $"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        _directory.Dispose();
    }

    private (Process Process, ConcurrentQueue<string?> Said) Begin(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.HostProgram, .. arguments, "--data", Data]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (string Name, string Value)[] settings =
        [
            ("HostDatabase", Connection), ("ApiRequestsPerSecond", "100000"), ("SignInsPerMinute", "1000"),
            .. Tenant(0, "Default", "default", "", "operador"), .. Tenant(1, "loja", "agency", "loja", "loja"),
        ];
        foreach (var (name, value) in settings)
        {
            start.Environment["ClientSuite__" + name] = value;
        }

        var process = Process.Start(start)!; // no shell: a process or a throw
        _processes.Add(process);
        var said = new ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        process.BeginErrorReadLine();
        return (process, said);
    }

    private (string, string)[] Tenant(int number, string name, string recipe, string prefix, string mail) =>
    [
        .. new (string Key, string Value)[]
        {
            ("ShellName", name), ("SiteName", name), ("RecipeName", recipe), ("RequestUrlPrefix", prefix), ("AdminUsername", TestHost.AdminName), ("AdminPassword", TestHost.AdminPassword),
            ("AdminEmail", $"admin@{mail}.example"), ("DatabaseProvider", "Postgres"), ("DatabaseConnectionString", Connection),
        }.Select(s => ($"AutoSetup__Tenants__{number}__{s.Key}", s.Value)),
    ];

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
