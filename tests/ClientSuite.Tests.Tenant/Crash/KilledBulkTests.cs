using System.Globalization;
using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process in the middle of changing many clients, of taking that back, and of writing to them, as often as
/// <c>CLIENTSUITE_TEST_KILLS</c> says.</summary>
public abstract class KilledBulkTests<TDatabase> : IDisposable where TDatabase : ITestDatabase
{
    private static readonly int Kills = KilledHost<TDatabase>.Kills(3);
    private readonly KilledHost<TDatabase> _host;

    protected KilledBulkTests()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        // What stands in the queue stays there: sending has a test of its own.
        _host = new KilledHost<TDatabase> { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ClientSuite__Smtp__MaxPerMinute"] = "1" } };
    }

    [Fact(DisplayName = "004-07, issue 2 §11: kill -9 in the middle of bulk changes and of taking one back: each client is changed once, with one line and one event each time")]
    [Trait("Category", "Crash")]
    public async Task A_bulk_change_goes_on()
    {
        const int clients = 12_000;
        var done = await KilledAsync(clients, (api, number) => api.PostAsync("clients/bulk/" + (number % 2 == 0 ? "block" : "unblock"), new { all = true }));
        var isBlocked = done.Count % 2 == 1;
        Assert.Equal(clients, Count("Clients_Client", isBlocked ? "\"Blocked\"" : "NOT \"Blocked\""));
        Assert.Equal(clients, Count("Clients_Client", string.Create(CultureInfo.InvariantCulture, $"\"Version\" = {done.Count + 1}")));
        LinesAreThere(done, clients);

        using (var api = await _host.StartAsync())
        {
            (await api.PostAsync($"operations/{done[^1]}/undo")).Is(HttpStatusCode.Accepted);
        }

        for (var kills = 0; kills < Kills && !IsUndone(); kills++)
        {
            var left = Left();
            await Eventually.HoldsAsync(() => Left() < left || IsUndone());
            await Task.Delay(Random.Shared.Next(60));
            _host.Kill();
            using var api = await _host.StartAsync();
        }

        _host.Kill();
        using (var api = await _host.StartAsync())
        {
            var end = await api.EndOfAsync(done[^1], "undone", "failed");
            Assert.Equal((true, clients, 0), (end["undone"]!.GetValue<bool>(), end["processed"]!.GetValue<int>(), end["rejected"]!.GetValue<int>()));
            await Eventually.HoldsAsync(() => Count("Outbox_Event") == 0);
        }

        _host.Kill();
        Assert.Equal(clients, Count("Clients_Client", isBlocked ? "NOT \"Blocked\"" : "\"Blocked\""));
        Assert.Equal(clients, Count("Clients_Client", string.Create(CultureInfo.InvariantCulture, $"\"Version\" = {done.Count + 2}")));

        long Left() => Count("Clients_Client", isBlocked ? "\"Blocked\"" : "NOT \"Blocked\"");
        bool IsUndone() => Count("Operations_Operation", "\"State\" = 'Undone'") == 1;
    }

    [Fact(DisplayName = "issue 3 §3, issue 2 §11: kill -9 in the middle of a mail to many: each client has it once in the queue, and the history one act")]
    [Trait("Category", "Crash")]
    public async Task A_mail_to_many_goes_on()
    {
        const int clients = 6_000;
        var done = await KilledAsync(clients, (api, number) => api.PostAsync("clients/bulk/email", new { all = true, with = new { subject = string.Create(CultureInfo.InvariantCulture, $"Aviso {number}"), body = "Olá, {{client.name}}." } }));
        for (var number = 0; number < done.Count; number++)
        {
            var mails = string.Create(CultureInfo.InvariantCulture, $"\"Subject\" = 'Aviso {number}'");
            Assert.Equal(clients, Count("Email_Message", mails));
            Assert.Equal(clients, _host.Scalar($"""SELECT COUNT(DISTINCT "ClientId") FROM "Email_Message" WHERE {mails}"""));
            Assert.Equal(clients, _host.Scalar($"""SELECT COUNT(DISTINCT "ToAddress") FROM "Email_Message" WHERE {mails}"""));
        }

        ActsAreThere(done);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _host?.Dispose(); // null where the test was skipped
    }

    /// <summary>Makes clients, then starts one operation after the other, each killed where it is, until there were enough kills; answers the operations when
    /// all have ended well and every event was handled. The host does not run then.</summary>
    private async Task<List<string>> KilledAsync(int clients, Func<ApiClient, int, Task<ApiAnswer>> begin)
    {
        using (var api = await _host.StartAsync())
        {
            var csv = Tables.Csv(["nome,email", .. Enumerable.Range(0, clients).Select(n => string.Create(CultureInfo.InvariantCulture, $"Muitos {n},m{n}@muitos.example"))]);
            var import = (await api.ImportAsync(csv, "muitos.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
            Assert.Equal(clients, (await api.EndOfAsync(import))["created"]!.GetValue<int>());
        }

        _host.Kill();
        var started = new List<string>();
        for (var kills = 0; kills < Kills;)
        {
            using var api = await _host.StartAsync();
            if (Count("Operations_Operation", "\"State\" IN ('Queued', 'Running')") == 0)
            {
                started.Add((await begin(api, started.Count)).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
            }

            var before = Processed();
            await Eventually.HoldsAsync(() => Processed() > before || Count("Operations_Operation", "\"State\" IN ('Queued', 'Running')") == 0);
            await Task.Delay(Random.Shared.Next(60)); // anywhere in the batch that is being written
            _host.Kill();
            kills += (int)Count("Operations_Operation", "\"State\" = 'Running'"); // one that ended before would prove nothing
        }

        using (var api = await _host.StartAsync())
        {
            foreach (var operation in started)
            {
                var end = await api.EndOfAsync(operation);
                Assert.Equal(("succeeded", clients, clients, clients, 0), (end["state"]!.GetValue<string>(), Number("total"), Number("processed"), Number("updated"), Number("rejected")));

                int Number(string field) => end[field]!.GetValue<int>();
            }

            await Eventually.HoldsAsync(() => Count("Outbox_Event") == 0);
        }

        _host.Kill();
        return started;
    }

    private void ActsAreThere(List<string> operations)
    {
        foreach (var operation in operations)
        {
            Assert.Equal(1, _host.Scalar($"SELECT COUNT(*) {ActsOf(operation)}"));
        }
    }

    /// <summary>One line of each operation's act for each client.</summary>
    private void LinesAreThere(List<string> operations, int clients)
    {
        ActsAreThere(operations);
        foreach (var operation in operations)
        {
            Assert.Equal(clients, _host.Scalar($"""SELECT COUNT(*) FROM "History_Line" l WHERE l."EntryId" IN (SELECT e."Id" {ActsOf(operation)})"""));
            Assert.Equal(clients, _host.Scalar($"""SELECT COUNT(DISTINCT l."ClientId") FROM "History_Line" l WHERE l."EntryId" IN (SELECT e."Id" {ActsOf(operation)})"""));
        }
    }

    private static string ActsOf(string operation) => $"""FROM "History_Entry" e JOIN "Operations_Operation" o ON o."Id" = e."OperationId" WHERE o."PublicId" = '{operation}'""";

    private long Processed() => _host.Scalar("""SELECT CAST(COALESCE(SUM("Processed"), 0) AS bigint) FROM "Operations_Operation" """);

    private long Count(string table, string where = "1 = 1") => _host.Scalar($"""SELECT COUNT(*) FROM "{table}" WHERE {where}""");
}

public sealed class KilledBulkOnSqlite : KilledBulkTests<Sqlite>;

public sealed class KilledBulkOnPostgres : KilledBulkTests<Postgres>;
