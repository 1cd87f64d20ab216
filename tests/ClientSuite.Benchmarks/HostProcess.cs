using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClientSuite.Benchmarks;

/// <summary>The published host as a process of its own, with a data directory of its own.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    public const string Password = "Bench1234";
    private readonly Process _process;
    private readonly string _data;
    private readonly Dictionary<string, string> _environment;

    private HostProcess(Process process, string data, int port, Dictionary<string, string> environment, TimeSpan start)
    {
        _process = process;
        _data = data;
        Port = port;
        _environment = environment;
        StartTime = start;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromMinutes(30) };
    }

    public static string Root { get; } = FindRoot();

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>From the start of the process to the first 200 of /health/ready.</summary>
    public TimeSpan StartTime { get; }

    public long RssBytes => Status("VmRSS") * 1024;

    public long PeakRssBytes => Status("VmHWM") * 1024;

    public double CpuSeconds
    {
        get
        {
            var parts = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (double.Parse(parts[11], CultureInfo.InvariantCulture) + double.Parse(parts[12], CultureInfo.InvariantCulture)) / 100;
        }
    }

    private static string Published => Path.Combine(Root, "artifacts", "bench-host");

    public static async Task PublishAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Root, "src", "ClientSuite.Host"), "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishReadyToRun=true", "-o", Published, "-v", "q", "--nologo"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var build = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException("Publishing the host failed:\n" + output);
        }
    }

    /// <summary>Starts with a tenant "bench" on the database, or with what <paramref name="settings"/> says.</summary>
    public static async Task<HostProcess> StartAsync(string? database, Dictionary<string, string>? settings = null, string? data = null)
    {
        data ??= Directory.CreateTempSubdirectory("clientsuite-bench-").FullName;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ClientSuite__ApiRequestsPerSecond"] = "1000000",
            ["ClientSuite__SignInsPerMinute"] = "100000",
            ["ClientSuite__AutoSetup__Tenants__0__ShellName"] = "Default",
            ["ClientSuite__AutoSetup__Tenants__0__SiteName"] = "Default",
            ["ClientSuite__AutoSetup__Tenants__0__RecipeName"] = "default",
            ["ClientSuite__AutoSetup__Tenants__0__AdminEmail"] = "admin@bench.example",
            ["ClientSuite__AutoSetup__Tenants__0__AdminPassword"] = Password,
        };
        if (database is not null)
        {
            environment["ClientSuite__AutoSetup__Tenants__1__ShellName"] = "bench";
            environment["ClientSuite__AutoSetup__Tenants__1__SiteName"] = "Bench";
            environment["ClientSuite__AutoSetup__Tenants__1__RecipeName"] = "agency";
            environment["ClientSuite__AutoSetup__Tenants__1__RequestUrlPrefix"] = "bench";
            environment["ClientSuite__AutoSetup__Tenants__1__AdminEmail"] = "admin@bench.example";
            environment["ClientSuite__AutoSetup__Tenants__1__AdminPassword"] = Password;
            environment["ClientSuite__AutoSetup__Tenants__1__DatabaseProvider"] = database;
            if (database == "Postgres")
            {
                environment["ClientSuite__AutoSetup__Tenants__1__DatabaseConnectionString"] = Database.Postgres!; // checked by the caller
                environment["ClientSuite__AutoSetup__Tenants__1__DatabaseSchema"] = "bench_" + Guid.NewGuid().ToString("N")[..12];
            }
        }

        foreach (var (key, value) in settings ?? [])
        {
            environment[key] = value;
        }

        return await LaunchAsync(data, environment);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops and starts again on the same data.</summary>
    public async Task<HostProcess> RestartAsync()
    {
        await StopAsync();
        return await LaunchAsync(_data, _environment);
    }

    public async Task<string> TokenAsync(string tenant = "bench")
    {
        using var answer = await Http.PostAsJsonAsync(tenant.Length == 0 ? "api/token" : tenant + "/api/token", new { userName = "admin", password = Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!; // the contract's answer
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    /// <summary>The cookie of the administrator's session.</summary>
    public async Task<string> CookieAsync()
    {
        var page = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/bench/sign-in"));
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        var token = Regex.Match(await http.GetStringAsync(page), "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("Form.UserName", "admin"), new("Form.Password", Password), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(page, form);
        return answer.StatusCode == System.Net.HttpStatusCode.Redirect ? handler.CookieContainer.GetCookieHeader(page) : throw new InvalidOperationException("The administrator could not sign in: " + answer.StatusCode);
    }

    public async Task<double> MetricAsync(string name)
    {
        var text = await Http.GetStringAsync("metrics");
        var line = text.Split('\n').First(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await _process.WaitForExitAsync(patience.Token);
        }
    }

    private static async Task<HostProcess> LaunchAsync(string data, Dictionary<string, string> environment)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(Published, "ClientSuite.Host"), ["run", "--urls", $"http://127.0.0.1:{port}", "--data", data])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        var log = new List<string>();
        process.OutputDataReceived += (_, line) => log.Add(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Add(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        while (true)
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException("The host is not ready:\n" + string.Join('\n', log.TakeLast(40)));
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return new HostProcess(process, data, port, environment, clock.Elapsed);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(20);
        }
    }

    private long Status(string key) =>
        long.Parse(Number().Match(File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(key, StringComparison.Ordinal))).Value, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ClientSuite.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("ClientSuite.sln was not found above the benchmark.");
        }

        return folder;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
