using System.Diagnostics;
using System.Globalization;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Two real processes and one data directory.</summary>
public sealed class SecondProcessTests
{
    [Fact(DisplayName = "issue 2 §4: a second process on a data directory is refused and told who has it; kill -9 of the first one lets go of it")]
    [Trait("Category", "Crash")]
    public async Task One_process_a_directory()
    {
        using var host = new KilledHost<Sqlite>();
        using (var api = await host.StartAsync())
        {
            await api.CreateClientAsync(new { tradeName = "Antes" });
            var holder = await File.ReadAllTextAsync(Path.Combine(host.Data, "host.lock.holder"));
            for (var tries = 0; tries < 2; tries++)
            {
                var (code, said) = await RunAsync("--urls", "http://127.0.0.1:0", "--data", host.Data);
                Assert.Equal(3, code);
                Assert.Contains($"The data directory {host.Data} is in use by {holder}.", said, StringComparison.Ordinal);
                Assert.Contains(host.ProcessId.ToString(CultureInfo.InvariantCulture), said, StringComparison.Ordinal);
            }

            await api.CreateClientAsync(new { tradeName = "Depois" });
        }

        host.Kill();
        using var again = await host.StartAsync(); // the file is there still, the lock is not
        Assert.Equal(["Antes", "Depois"], await again.NamesAsync("sort=id"));
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.HostProgram, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!; // no shell: a process or a throw
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output + await errors);
    }
}
