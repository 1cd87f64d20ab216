using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Stops the real process gently in the middle of an import, and kills it in the middle of taking one back.</summary>
public abstract class KilledImportTests<TDatabase> : IDisposable where TDatabase : ITestDatabase
{
    private static readonly int Kills = KilledHost<TDatabase>.Kills(5);
    private readonly KilledHost<TDatabase> _host;

    protected KilledImportTests()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        _host = new KilledHost<TDatabase>();
    }

    [Fact(DisplayName = "issue 2: SIGTERM during an import ends the process with 0, and the import goes on at the next start")]
    [Trait("Category", "Crash")]
    public async Task A_gentle_stop_lets_an_import_go_on_later()
    {
        var file = new ImportFile(Rows: 30_000, Repeated: 100);
        string operation;
        using (var api = await _host.StartAsync())
        {
            operation = (await api.ImportAsync(file.Csv())).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
            await Eventually.HoldsAsync(() => Processed() > 0);
            Assert.Equal(0, await _host.StopAsync(TimeSpan.FromSeconds(60)));
        }

        Assert.InRange(Processed(), 1, file.Rows - 1);
        Assert.Equal(1, Count("Operations_Operation", "\"State\" = 'Running'"));
        Assert.Equal(Processed() - Count("Clients_Client"), _host.Scalar("""SELECT "Rejected" + "Updated" FROM "Operations_Operation" """)); // whole batches
        using (var api = await _host.StartAsync())
        {
            var done = await api.EndOfAsync(operation);
            Assert.Equal("succeeded", done["state"]!.GetValue<string>());
            Assert.Equal((file.Rows, file.Clients, file.Repeated, file.Faulty),
                (done["processed"]!.GetValue<int>(), done["created"]!.GetValue<int>(), done["updated"]!.GetValue<int>(), done["rejected"]!.GetValue<int>()));
        }

        _host.Kill();
        var stored = _host.Read("""SELECT c."Id", c."TaxId" || ' ' || c."TradeName" FROM "Clients_Client" c""").Values;
        Assert.Equal(file.Outcome.Select(e => e.Key + " " + e.Value).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "issue 2: kill -9 while an import is taken back: it goes on, and nothing of the import is left")]
    [Trait("Category", "Crash")]
    public async Task Taking_an_import_back_goes_on_after_kill_9()
    {
        var file = new ImportFile(Rows: 3_000 * Kills, Repeated: 100);
        string operation;
        using (var api = await _host.StartAsync())
        {
            operation = (await api.ImportAsync(file.Csv())).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
            Assert.Equal("succeeded", (await api.EndOfAsync(operation))["state"]!.GetValue<string>());
            (await api.PatchAsync("clients/" + _host.Scalar("""SELECT MAX("Id") FROM "Clients_Client" """), new { tradeName = "De gente" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
            (await api.PostAsync($"operations/{operation}/undo")).Is(HttpStatusCode.Accepted);
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var left = Count("Clients_Client");
            if (kill > 0)
            {
                using var api = await _host.StartAsync();
            }

            await Eventually.HoldsAsync(() => Count("Clients_Client") < left);
            await Task.Delay(Random.Shared.Next(80)); // anywhere in the batch that is being taken back
            _host.Kill();
            Assert.Equal(1, Count("Operations_Operation", $"\"State\" = 'Running' AND \"IsUndo\" AND \"Processed\" < {file.Rows - file.Faulty}"));
        }

        using (var api = await _host.StartAsync())
        {
            var done = await api.EndOfAsync(operation);
            Assert.Equal(("succeeded", true), (done["state"]!.GetValue<string>(), done["undone"]!.GetValue<bool>()));
            Assert.Equal((done["total"]!.GetValue<int>(), 1), (done["processed"]!.GetValue<int>(), done["rejected"]!.GetValue<int>()));
            Assert.InRange(done["total"]!.GetValue<int>(), file.Clients, file.Clients + file.Repeated); // rows of one batch about one client are one line
            var error = Assert.Single((await api.GetAsync($"operations/{operation}/errors")).Is(HttpStatusCode.OK).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]);
            Assert.EndsWith("De gente", error, StringComparison.Ordinal);
        }

        _host.Kill();
        Assert.Equal(["De gente"], _host.Read("""SELECT "Id", "TradeName" FROM "Clients_Client" """).Values); // a person changed it since
        Assert.Equal(1, Count("Search_Entry", "\"RecordType\" = 'Clients.Client'"));
        Assert.Equal(file.Clients - 1, Count("History_Entry", "\"Kind\" = 'purged'"));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _host?.Dispose(); // null where the test was skipped
    }

    private long Processed() => _host.Scalar("""SELECT COALESCE(MAX("Processed"), 0) FROM "Operations_Operation" """);

    private long Count(string table, string where = "1 = 1") => _host.Scalar($"""SELECT COUNT(*) FROM "{table}" WHERE {where}""");
}

public sealed class KilledImportOnSqlite : KilledImportTests<Sqlite>;

public sealed class KilledImportOnPostgres : KilledImportTests<Postgres>;
