using ClientSuite.Hosting;
using ClientSuite.Outbox;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ClientSuite.Tests.Outbox;

public sealed class WorkSignalsTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _directory = Directory.CreateTempSubdirectory("clientsuite-signals.").FullName;

    [Fact]
    public async Task A_mark_that_could_not_be_stored_does_not_keep_later_ones_from_being_cleared()
    {
        var (host, signals) = Make(new InstallationOptions());
        await Assert.ThrowsAsync<SqliteException>(() => signals.MarkAsync("loja", Never)); // there are no tables yet
        await host.EnsureCreatedAsync(Never);
        await signals.MarkAsync("loja", Never);
        Assert.Equal(-1, signals.GenerationOf("loja"));
        signals.Ended("loja", committed: true);
        Assert.Equal(["loja"], await signals.DirtyTenantsAsync(Never));
        await signals.ClearAsync("loja", signals.GenerationOf("loja"), Never);
        Assert.Empty(await signals.DirtyTenantsAsync(Never));
    }

    [Fact]
    public async Task A_row_that_a_save_stores_while_the_mark_is_cleared_stays()
    {
        var (host, signals) = Make(new InstallationOptions());
        await host.EnsureCreatedAsync(Never);
        await using (var db = host.Open())
        {
            db.Dirty.Add(new HostDirty { Tenant = "loja", MarkedTicks = TimeProvider.System.GetUtcNow().AddMinutes(1).UtcTicks }); // later than the clearing begins
            await db.SaveChangesAsync(Never);
        }

        await signals.ClearAsync("loja", signals.GenerationOf("loja"), Never);
        Assert.Equal(["loja"], await signals.DirtyTenantsAsync(Never));
    }

    [Fact]
    public async Task A_host_without_background_work_stores_marks_and_queues_nobody()
    {
        var (host, signals) = Make(new InstallationOptions { RunsBackgroundWork = false });
        await host.EnsureCreatedAsync(Never);
        await signals.MarkAsync("loja", Never);
        signals.Ended("loja", committed: true);
        Assert.Equal(["loja"], await signals.DirtyTenantsAsync(Never));
        Assert.False(signals.Visits.Turns.TryRead(out _));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private (HostDatabase Host, WorkSignals Signals) Make(InstallationOptions options)
    {
        var host = new HostDatabase(new HostPaths(_directory), postgresConnectionString: null);
        return (host, new WorkSignals(host, options, TimeProvider.System));
    }
}
