using System.Collections.Concurrent;
using System.Net;
using ClientSuite.Tests.Hosting;
using ClientSuite.Tests.Modules;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process under write load, as often as <c>CLIENTSUITE_TEST_KILLS</c> says. A partner's handler gives every
/// new client its points, and gives them again should it ever see the same event twice.</summary>
public abstract class KilledProcessTests<TDatabase> : IClassFixture<PublishedModules>, IDisposable where TDatabase : ITestDatabase
{
    private static readonly int Kills = KilledHost<TDatabase>.Kills(TDatabase.IsPostgres ? 3 : 5);
    private readonly KilledHost<TDatabase> _host;

    protected KilledProcessTests(PublishedModules published)
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        _host = new KilledHost<TDatabase>();
        published.DropInto(_host.Data, "Acme.Loyalty");
    }

    [Fact]
    [Trait("Category", "Crash")]
    public async Task What_was_acknowledged_survives_kill_9_with_history_search_and_events()
    {
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var kept = new ConcurrentDictionary<string, string>(StringComparer.Ordinal); // idempotency key of requests that got no answer
        for (var round = 0; round < Kills; round++)
        {
            using var api = await _host.StartAsync();
            (await api.PostAsync("features", new { enable = new[] { "Acme.Loyalty" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
            await RepeatUnansweredAsync(api, kept, acknowledged);
            var load = Enumerable.Range(0, 6).Select(worker => WriteAsync(api, $"r{round}w{worker}", acknowledged, kept)).ToList();
            var enough = acknowledged.Count + 50 + (round * 37 % 100);
            await Eventually.HoldsAsync(() => acknowledged.Count >= enough);
            _host.Kill();
            await Task.WhenAll(load);
        }

        using var final = await _host.StartAsync();
        await RepeatUnansweredAsync(final, kept, acknowledged);
        await Eventually.HoldsAsync(() => _host.Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """) == 0);
        _host.Kill();

        Assert.Equal(acknowledged.Count, acknowledged.Values.Distinct(StringComparer.Ordinal).Count());
        var rows = _host.Read("""SELECT c."Id", c."TradeName" FROM "Clients_Client" c""");
        foreach (var (name, id) in acknowledged)
        {
            Assert.True(rows.TryGetValue(id, out var stored) && stored == name, $"{name} ({id}) was acknowledged and is gone.");
        }

        Assert.Equal(rows.Count, rows.Values.Distinct(StringComparer.Ordinal).Count()); // repeated with its key, nothing was made twice
        Assert.Equal(rows.Count, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "History_Entry" h ON h."RecordId" = c."Id" AND h."Kind" = 'created' JOIN "History_Line" l ON l."EntryId" = h."Id" """));
        Assert.Equal(rows.Count, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "Search_Entry" s ON s."RecordId" = c."Id" """));
        Assert.Equal(0, _host.Scalar("""SELECT COUNT(*) FROM "Search_Entry" s WHERE s."RecordType" = 'Clients.Client' AND NOT EXISTS (SELECT 1 FROM "Clients_Client" c WHERE c."Id" = s."RecordId")"""));
        Assert.Equal(rows.Count, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "AcmeLoyalty_Points" p ON p."ClientId" = c."Id" WHERE p."Total" = 100""")); // no event lost, none twice
        Assert.Equal(rows.Count, _host.Scalar("""SELECT COUNT(*) FROM "AcmeLoyalty_Points" """));
        Assert.Equal(0, _host.Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _host?.Dispose(); // null where the test was skipped
    }

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
