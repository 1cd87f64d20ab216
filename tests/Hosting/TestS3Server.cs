using System.Diagnostics;
using System.Globalization;

namespace ClientSuite.Tests.Hosting;

/// <summary>A real S3 server on loopback, in a process of its own (tests/s3).</summary>
internal sealed class TestS3Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private TestS3Server(Process process, DirectoryInfo data, int port) => (_process, _data, Port) = (process, data, port);

    public int Port { get; }

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public static async Task<TestS3Server> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "s3");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("The S3 server is not installed: npm ci --prefix tests/s3");
        }

        var data = Directory.CreateTempSubdirectory("clientsuite-s3.");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "server.mjs"), "--data", data.FullName]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!; // no shell: a process or a throw
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The S3 server ended.");
        return new TestS3Server(process, data, int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
        _data.Delete(recursive: true);
    }
}
