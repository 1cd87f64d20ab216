using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClientSuite.Benchmarks;

/// <summary>10,000 e-mails to clients through a real SMTP server on loopback, the process killed in the middle.</summary>
internal static class MailBench
{
    private const int Mails = 10_000;
    private const int Connections = 8;

    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static async Task RunAsync(BenchContext bench)
    {
        using var server = new SmtpServer();
        var port = await server.StartAsync();
        await using var host = await HostProcess.StartAsync(bench.Database, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ClientSuite__Smtp__Host"] = "127.0.0.1",
            ["ClientSuite__Smtp__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["ClientSuite__Smtp__StartTls"] = "false",
            ["ClientSuite__Smtp__From"] = "aviso@bench.example",
            ["ClientSuite__Smtp__MaxPerMinute"] = "1000000",
            ["ClientSuite__Smtp__Connections"] = Connections.ToString(CultureInfo.InvariantCulture),
        });
        await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(Math.Min(bench.Rows, Mails)));
        using var accepted = await host.Http.PostAsJsonAsync("bench/api/clients/bulk/email", new { all = true, with = new { subject = "Aviso", body = "Olá. Amanhã estaremos fechados." } });
        accepted.EnsureSuccessStatusCode();
        var wanted = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("changes").GetInt32();

        var first = await ReachAsync(server, 1);
        var half = await ReachAsync(server, wanted / 2);
        bench.Result("rate", (wanted / 2) / (half - first).TotalSeconds, "mails/s", 100, moreIsBetter: true);
        host.Kill();
        await using var again = await host.RestartAsync();
        await ReachAsync(server, wanted);
        await Task.Delay(TimeSpan.FromSeconds(2)); // what would come too many comes now
        var ids = server.MessageIds();
        bench.Result("missing-after-kill", wanted - ids.Distinct(StringComparer.Ordinal).Count(), "mails", 0, moreIsBetter: false);
        bench.Result("repeated-after-kill", ids.Count - ids.Distinct(StringComparer.Ordinal).Count(), "mails", Connections, moreIsBetter: false);
    }

    /// <summary>Waits until so many different mails arrived; answers when.</summary>
    private static async Task<TimeSpan> ReachAsync(SmtpServer server, int count)
    {
        var patience = Stopwatch.StartNew();
        while (server.MessageIds().Distinct(StringComparer.Ordinal).Count() < count)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(10))
            {
                throw new InvalidOperationException($"Of {count} mails {server.MessageIds().Count} arrived.");
            }

            await Task.Delay(100);
        }

        return Clock.Elapsed;
    }

    /// <summary>The server of tests/smtp in a process of its own.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly string _log = Path.GetTempFileName();
        private readonly List<string> _ids = [];
        private long _read;
        private Process? _process;

        public async Task<int> StartAsync()
        {
            var folder = Path.Combine(HostProcess.Root, "tests", "smtp");
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                throw new InvalidOperationException("The SMTP server is not installed: npm ci --prefix tests/smtp");
            }

            _process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "server.mjs"), "--log", _log]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!; // no shell: a process or a throw
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The SMTP server ended.");
            return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        }

        /// <summary>Of the mails taken so far, oldest first; what was read before is not read again.</summary>
        public IReadOnlyList<string> MessageIds()
        {
            using var log = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Position = _read;
            using var reader = new StreamReader(log);
            var text = reader.ReadToEnd();
            var end = text.LastIndexOf('\n') + 1; // the last line may be half written
            _read += System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, end));
            foreach (var line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var mail = JsonDocument.Parse(line);
                _ids.Add(mail.RootElement.GetProperty("messageId").GetString()!); // each mail has one
            }

            return _ids;
        }

        public void Dispose()
        {
            _process?.StandardInput.Close();
            _process?.Dispose();
            File.Delete(_log);
        }
    }
}
