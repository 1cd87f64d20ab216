using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using ClientSuite.Tests.Modules;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process under write load and in the middle of an import, as often as <c>CLIENTSUITE_TEST_KILLS</c> says. A
/// partner's handler gives every new client its points, and gives them again should it ever see the same event twice.</summary>
public abstract class KilledProcessTests<TDatabase> : IClassFixture<PublishedModules>, IDisposable where TDatabase : ITestDatabase
{
    private const string Imported = """ c."TradeName" LIKE 'Cliente %' """;

    private static readonly int Kills = KilledHost<TDatabase>.Kills(10);
    private readonly KilledHost<TDatabase> _host;
    private readonly List<(string Operation, ImportFile File)> _imports = [];

    protected KilledProcessTests(PublishedModules published)
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        _host = new KilledHost<TDatabase>();
        published.DropInto(_host.Data, "Acme.Loyalty");
    }

    [Fact(DisplayName = "issue 2: kill -9 under write load and in the middle of an import, 10 times on each database: nothing lost, nothing twice")]
    [Trait("Category", "Crash")]
    public async Task Acknowledged_writes_their_events_and_an_import_survive_kill_9()
    {
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var kept = new ConcurrentDictionary<string, string>(StringComparer.Ordinal); // idempotency key of requests that got no answer
        for (var kills = 0; kills < Kills;)
        {
            using var api = await _host.StartAsync();
            if (_imports.Count == 0)
            {
                (await api.PostAsync("features", new { enable = new[] { "Acme.Loyalty" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
            }

            if (Operations("'Queued', 'Running'") == 0)
            {
                var file = new ImportFile(Rows: 40_000, Repeated: 400, _imports.Count);
                _imports.Add(((await api.ImportAsync(file.Csv())).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>(), file));
            }

            await RepeatUnansweredAsync(api, kept, acknowledged);
            var (writes, rows) = (acknowledged.Count, Processed());
            var load = Enumerable.Range(0, 4).Select(worker => WriteAsync(api, $"r{kills}i{_imports.Count}w{worker}", acknowledged, kept)).ToList();
            // The first request of a process takes its time, in which the import goes far: only every other round waits for answers.
            var enough = writes + (kills % 2 == 0 ? 5 : 0);
            await Eventually.HoldsAsync(() => acknowledged.Count >= enough && (Processed() > rows || Operations("'Running'") == 0));
            await Task.Delay(Random.Shared.Next(80)); // anywhere in the batch that is being written
            _host.Kill();
            await Task.WhenAll(load);
            kills += (int)Operations("'Running'"); // an import that ended before would prove nothing
        }

        using (var final = await _host.StartAsync())
        {
            await RepeatUnansweredAsync(final, kept, acknowledged);
            foreach (var (operation, file) in _imports)
            {
                await ImportIsRightAsync(final, operation, file);
            }

            await Eventually.HoldsAsync(() => _host.Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """) == 0);
            _host.Kill();
        }

        WritesAreThere(acknowledged);
        ImportedRowsAreThere();
        Assert.Equal(0, _host.Scalar("""SELECT COUNT(*) FROM "Search_Entry" s WHERE s."RecordType" = 'Clients.Client' AND NOT EXISTS (SELECT 1 FROM "Clients_Client" c WHERE c."Id" = s."RecordId")"""));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _host?.Dispose(); // null where the test was skipped
    }

    private static async Task ImportIsRightAsync(ApiClient api, string operation, ImportFile file)
    {
        var done = await api.EndOfAsync(operation);
        Assert.Equal("succeeded", done["state"]!.GetValue<string>());
        Assert.Equal((file.Rows, file.Rows, file.Clients, file.Repeated, file.Faulty), (Number("total"), Number("processed"), Number("created"), Number("updated"), Number("rejected")));
        var errors = (await api.GetAsync($"operations/{operation}/errors")).Is(HttpStatusCode.OK).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(file.FaultyLines.Select(n => n.ToString(CultureInfo.InvariantCulture)), errors.Select(e => e[..e.IndexOf(',', StringComparison.Ordinal)]));
        var name = file.Name(file.Rows - 2);
        Assert.Contains(name, await api.NamesAsync("q=" + Uri.EscapeDataString(name)));

        int Number(string field) => done[field]!.GetValue<int>();
    }

    private void WritesAreThere(ConcurrentDictionary<string, string> acknowledged)
    {
        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct(StringComparer.Ordinal).Count());
        var rows = _host.Read($"""SELECT c."Id", c."TradeName" FROM "Clients_Client" c WHERE NOT {Imported}""");
        foreach (var (name, id) in acknowledged)
        {
            Assert.True(rows.TryGetValue(id, out var stored) && stored == name, $"{name} ({id}) was acknowledged and is gone.");
        }

        Assert.Equal(rows.Count, rows.Values.Distinct(StringComparer.Ordinal).Count()); // repeated with its key, nothing was made twice
        Assert.Equal(rows.Count, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c JOIN "History_Entry" h ON h."RecordId" = c."Id" AND h."Kind" = 'created' JOIN "History_Line" l ON l."EntryId" = h."Id" WHERE NOT {Imported}"""));
        Assert.Equal(rows.Count, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c JOIN "Search_Entry" s ON s."RecordId" = c."Id" WHERE NOT {Imported}"""));
        Assert.Equal(rows.Count, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c JOIN "AcmeLoyalty_Points" p ON p."ClientId" = c."Id" WHERE p."Total" = 100 AND NOT {Imported}""")); // no event lost, none twice
        Assert.Equal(rows.Count, _host.Scalar("""SELECT COUNT(*) FROM "AcmeLoyalty_Points" """));
    }

    private void ImportedRowsAreThere()
    {
        var (clients, repeated) = (_imports.Sum(i => i.File.Clients), _imports.Sum(i => i.File.Repeated));
        var expected = _imports.SelectMany(i => i.File.Outcome).Select(e => e.Key + " " + e.Value);
        var stored = _host.Read($"""SELECT c."Id", c."TaxId" || ' ' || c."TradeName" FROM "Clients_Client" c WHERE {Imported}""").Values;
        Assert.Equal(expected.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(repeated, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" = 2 AND {Imported}"""));
        Assert.Equal(clients - repeated, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" = 1 AND {Imported}"""));
        Assert.Equal(_imports.Count, _host.Scalar("""SELECT COUNT(*) FROM "History_Entry" e WHERE e."Kind" = 'imported'"""));
        Assert.Equal(0, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" <> (SELECT COUNT(*) FROM "History_Line" l JOIN "History_Entry" e ON e."Id" = l."EntryId" WHERE l."ClientId" = c."Id" AND e."Kind" = 'imported') AND {Imported}"""));
        Assert.Equal(clients + repeated, _host.Scalar("""SELECT COUNT(*) FROM "History_Line" l JOIN "History_Entry" e ON e."Id" = l."EntryId" WHERE e."Kind" = 'imported'"""));
        Assert.Equal(clients, _host.Scalar($"""SELECT COUNT(*) FROM "Clients_Client" c JOIN "Search_Entry" s ON s."RecordId" = c."Id" WHERE (s."Sensitive" LIKE '%' || c."TaxId" || '%' OR s."Keys" LIKE '%' || c."TaxId" || '%') AND {Imported}"""));
    }

    private long Processed() => _host.Scalar("""SELECT CAST(COALESCE(SUM("Processed"), 0) AS bigint) FROM "Operations_Operation" """);

    private long Operations(string states) => _host.Scalar($"""SELECT COUNT(*) FROM "Operations_Operation" WHERE "State" IN ({states})""");

    /// <summary>Writes until the process dies; a request without an answer may have happened.</summary>
    private static async Task WriteAsync(ApiClient api, string worker, ConcurrentDictionary<string, string> acknowledged, ConcurrentDictionary<string, string> unanswered)
    {
        for (var n = 0; ; n++)
        {
            var name = $"{worker}n{n}";
            try
            {
                var answer = await api.PostAsync("clients", new { tradeName = name }, ("Idempotency-Key", name));
                acknowledged[name] = answer.Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException)
            {
                unanswered[name] = name;
                return;
            }
        }
    }

    private static async Task RepeatUnansweredAsync(ApiClient api, ConcurrentDictionary<string, string> unanswered, ConcurrentDictionary<string, string> acknowledged)
    {
        foreach (var name in unanswered.Keys)
        {
            var answer = (await api.PostAsync("clients", new { tradeName = name }, ("Idempotency-Key", name))).Is(HttpStatusCode.Created);
            acknowledged[name] = answer["id"]!.GetValue<string>();
            unanswered.TryRemove(name, out _);
        }
    }
}

public sealed class KilledProcessOnSqlite(PublishedModules published) : KilledProcessTests<Sqlite>(published);

public sealed class KilledProcessOnPostgres(PublishedModules published) : KilledProcessTests<Postgres>(published);
