using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ClientSuite.Tests.Hosting;

/// <summary>A real SMTP server on loopback, in a process of its own: tests/smtp says which recipients ask for faults.</summary>
internal sealed class TestSmtpServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;
    private bool _isOver;

    private TestSmtpServer(Process process, string log, int port) => (_process, _log, Port) = (process, log, port);

    public int Port { get; }

    public static async Task<TestSmtpServer> StartAsync(params string[] arguments)
    {
        var log = Path.GetTempFileName();
        var folder = Path.Combine(Repository.Root, "tests", "smtp");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "server.mjs"), "--log", log, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("The SMTP server is not installed: npm ci --prefix tests/smtp");
        }

        var process = Process.Start(start)!; // no shell: a process or a throw
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The SMTP server ended.");
        return new TestSmtpServer(process, log, int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The mails taken so far, oldest first.</summary>
    public IReadOnlyList<TakenMail> Mails()
    {
        using var log = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        // The last line may be half written.
        return [.. reader.ReadToEnd().Split('\n')[..^1].Select(line => new TakenMail(JsonNode.Parse(line)!.AsObject()))];
    }

    /// <summary>Waits for a number of mails.</summary>
    public async Task<IReadOnlyList<TakenMail>> WaitAsync(int count, TimeSpan patience)
    {
        for (var until = DateTime.UtcNow + patience; ; await Task.Delay(50))
        {
            var mails = Mails();
            if (mails.Count >= count || DateTime.UtcNow > until)
            {
                return mails;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        File.Delete(_log);
    }
}

/// <summary>A mail as the server took it.</summary>
internal sealed class TakenMail(JsonObject line)
{
    public string To { get; } = line["to"]!.AsArray()[0]!.GetValue<string>();

    public string From { get; } = line["from"]!.GetValue<string>();

    public string MessageId { get; } = line["messageId"]!.GetValue<string>();

    /// <summary>The connection that brought it.</summary>
    public string Session { get; } = line["session"]!.GetValue<string>();

    public bool IsSecure { get; } = line["secure"]!.GetValue<bool>();

    public string? User { get; } = line["user"]?.GetValue<string>();

    /// <summary>Headers and body as they came.</summary>
    public string Raw { get; } = line["raw"]?.GetValue<string>() ?? "";

    /// <summary>The parts' texts, decoded.</summary>
    public string Text => string.Join('\n', Raw.Split("\r\n\r\n").Select(Decoded));

    private static string Decoded(string part)
    {
        var body = part.Split("\r\n--")[0].ReplaceLineEndings("");
        var buffer = new byte[body.Length];
        return Convert.TryFromBase64String(body, buffer, out var length) ? System.Text.Encoding.UTF8.GetString(buffer, 0, length) : part;
    }
}
