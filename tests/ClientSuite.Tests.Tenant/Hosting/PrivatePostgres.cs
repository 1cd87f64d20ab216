using System.Diagnostics;

namespace ClientSuite.Tests.Hosting;

/// <summary>A PostgreSQL cluster of a test's own, which it may stop and start. Made by the same script as the one of ./test.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Script = """
        set -euo pipefail
        source tests/lib/tools.sh
        source tests/lib/postgres.sh
        postgres_start
        trap postgres_stop EXIT
        echo "$CLIENTSUITE_TEST_POSTGRES"
        cd "$postgres_directory"
        port=${CLIENTSUITE_TEST_POSTGRES#*Port=}
        while read -r command; do
            case $command in
                stop) "${postgres_as[@]}" "$postgres_bin/pg_ctl" stop -w -s -m fast -D data >/dev/null ;;
                start) "${postgres_as[@]}" "$postgres_bin/pg_ctl" start -w -s -t 60 -D data -l server.log -o "-p ${port%%;*}" >/dev/null ;;
            esac
            echo "$command done"
        done
        """;

    private readonly Process _shell;

    private PrivatePostgres(Process shell, string connection) => (_shell, Connection) = (shell, connection);

    public string Connection { get; }

    public static async Task<PrivatePostgres> StartAsync()
    {
        var start = new ProcessStartInfo("bash", ["-c", Script]) { WorkingDirectory = Repository.Root, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Remove("CLIENTSUITE_TEST_POSTGRES");
        var shell = Process.Start(start)!; // no shell: a process or a throw
        return new PrivatePostgres(shell, await AnswerAsync(shell, "Host="));
    }

    /// <summary>As an administrator does: connections are ended, what is committed is written.</summary>
    public Task StopAsync() => TellAsync("stop");

    public Task StartAgainAsync() => TellAsync("start");

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        _shell.StandardInput.Close(); // ends the script, whose trap stops the cluster
        await _shell.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        _shell.Dispose();
    }

    private async Task TellAsync(string command)
    {
        await _shell.StandardInput.WriteLineAsync(command);
        await _shell.StandardInput.FlushAsync();
        await AnswerAsync(_shell, command + " done");
    }

    private static async Task<string> AnswerAsync(Process shell, string beginning)
    {
        while (await shell.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The cluster's script ended.");
    }
}
