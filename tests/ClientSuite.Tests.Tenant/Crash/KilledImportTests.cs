using System.Globalization;
using System.Net;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Crash;

/// <summary>Kills the real process in the middle of an import, as often as <c>CLIENTSUITE_TEST_KILLS</c> says.</summary>
public abstract class KilledImportTests<TDatabase> : IDisposable where TDatabase : ITestDatabase
{
    private const int Rows = 40_000;
    private const int Faulty = Rows / 100;
    private const int Repeated = 400;

    private static readonly int Kills = KilledHost<TDatabase>.Kills(3);
    private readonly KilledHost<TDatabase> _host;

    protected KilledImportTests()
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        _host = new KilledHost<TDatabase>();
    }

    [Fact]
    [Trait("Category", "Crash")]
    public async Task An_import_goes_on_by_itself_after_kill_9_and_takes_every_row_once()
    {
        string operation;
        using (var api = await _host.StartAsync())
        {
            operation = (await api.ImportAsync(File())).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
            await KillWhenBeyondAsync(0);
        }

        for (var kill = 1; kill < Kills; kill++)
        {
            using var api = await _host.StartAsync();
            await KillWhenBeyondAsync((long)Rows * kill / (Kills + 1));
        }

        using (var api = await _host.StartAsync())
        {
            var done = await api.EndOfAsync(operation);
            Assert.Equal("succeeded", done["state"]!.GetValue<string>());
            Assert.Equal((Rows, Rows, Rows - Faulty - Repeated, Repeated, Faulty), (Number("total"), Number("processed"), Number("created"), Number("updated"), Number("rejected")));
            var errors = (await api.GetAsync($"operations/{operation}/errors")).Is(HttpStatusCode.OK).Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
            Assert.Equal(Enumerable.Range(0, Rows).Where(IsFaulty).Select(n => (n + 2).ToString(CultureInfo.InvariantCulture)), errors.Select(e => e[..e.IndexOf(',', StringComparison.Ordinal)]));
            Assert.Contains(Name(Rows - 2), await api.NamesAsync("q=" + Uri.EscapeDataString(Name(Rows - 2))));
            await Eventually.HoldsAsync(() => _host.Scalar("""SELECT COUNT(*) FROM "Outbox_Event" """) == 0);

            int Number(string name) => done[name]!.GetValue<int>();
        }

        _host.Kill();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var n in Enumerable.Range(0, Rows).Where(n => !IsFaulty(n)))
        {
            expected[Document(n)] = Name(n); // the last row about a client has the last word
        }

        var stored = _host.Read("""SELECT c."Id", c."TaxId" || ' ' || c."TradeName" FROM "Clients_Client" c""").Values.ToList();
        Assert.Equal(expected.Count, stored.Count);
        Assert.Equal(expected.Select(e => e.Key + " " + e.Value).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(Repeated, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" = 2"""));
        Assert.Equal(expected.Count - Repeated, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" = 1"""));
        Assert.Equal(1, _host.Scalar("""SELECT COUNT(*) FROM "History_Entry" e WHERE e."Kind" = 'imported'"""));
        Assert.Equal(0, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c WHERE c."Version" <> (SELECT COUNT(*) FROM "History_Line" l JOIN "History_Entry" e ON e."Id" = l."EntryId" WHERE l."ClientId" = c."Id" AND e."Kind" = 'imported')"""));
        Assert.Equal(expected.Count + Repeated, _host.Scalar("""SELECT COUNT(*) FROM "History_Line" l JOIN "History_Entry" e ON e."Id" = l."EntryId" WHERE e."Kind" = 'imported'"""));
        Assert.Equal(expected.Count, _host.Scalar("""SELECT COUNT(*) FROM "Search_Entry" s WHERE s."RecordType" = 'Clients.Client'"""));
        Assert.Equal(expected.Count, _host.Scalar("""SELECT COUNT(*) FROM "Clients_Client" c JOIN "Search_Entry" s ON s."RecordId" = c."Id" WHERE s."Sensitive" LIKE '%' || c."TaxId" || '%' OR s."Keys" LIKE '%' || c."TaxId" || '%'"""));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _host?.Dispose(); // null where the test was skipped
    }

    /// <summary>Kills while rows are being written: an import that ended before would prove nothing.</summary>
    private async Task KillWhenBeyondAsync(long rows)
    {
        await Eventually.HoldsAsync(() => _host.Scalar("""SELECT MAX("Processed") FROM "Operations_Operation" """) > rows);
        _host.Kill();
        Assert.Equal(1, _host.Scalar($"""SELECT COUNT(*) FROM "Operations_Operation" WHERE "State" = 'Running' AND "Processed" < {Rows}"""));
    }

    private static byte[] File() => Tables.Csv(["nome,cpf,email", .. Enumerable.Range(0, Rows).Select(n => $"{Name(n)},{(IsFaulty(n) ? "111.111.111-11" : Document(n))},c{n}@queda.example")]);

    private static bool IsFaulty(int n) => n % 100 == 99;

    private static string Name(int n) => string.Create(CultureInfo.InvariantCulture, $"Cliente {n:D5}");

    /// <summary>The last rows are about the clients of the first ones.</summary>
    private static string Document(int n)
    {
        var sound = n - (n / 100); // of those before it, without the faulty
        return Documents.Cpf(200_000_000 + (sound >= Rows - Faulty - Repeated ? sound - (Rows - Faulty - Repeated) : sound));
    }
}

public sealed class KilledImportOnSqlite : KilledImportTests<Sqlite>;

public sealed class KilledImportOnPostgres : KilledImportTests<Postgres>;
