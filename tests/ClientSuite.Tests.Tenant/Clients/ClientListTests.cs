using System.Globalization;
using System.Net;
using ClientSuite.Clients;
using ClientSuite.Data;
using ClientSuite.Tests.Data;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

public abstract class ClientListTests<TDatabase>(ListFixture<TDatabase> tenant) : TenantTests<TDatabase, ListFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    private ApiClient Api => Tenant.Api;

    [Theory]
    [InlineData("state=MG")]
    [InlineData("state=MG&state=SP")]
    [InlineData("state=MG,RJ")]
    [InlineData("personKind=legal")]
    [InlineData("personKind=legal&state=SP")]
    [InlineData("blocked=yes")]
    [InlineData("blocked=no&state=RJ")]
    [InlineData("city=belo")]
    [InlineData("city=S%C3%A3o")]
    [InlineData("tradeName=padaria")]
    [InlineData("tradeName=ic%C3%ADnio")]
    [InlineData("legalName=ltda+7")]
    [InlineData("email=cliente12%40")]
    [InlineData("deleted=true")]
    [InlineData("status=active")]
    [InlineData("status=inactive&state=MG")]
    public async Task A_filter_gives_exactly_who_matches(string query)
    {
        var expected = Tenant.Matching(query);
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = (await Api.GetAsync($"clients?{query}&sort=tradeName&pageSize=200&total=none{(after is null ? "" : "&after=" + after)}")).Is(HttpStatusCode.OK);
            found.AddRange(page["items"]!.AsArray().Select(c => c!["tradeName"]!.GetValue<string>()));
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sort=tradeName", "sort=tradeName")]
    [InlineData("q=cliente", "q=exemplo")]
    [InlineData("q=cliente12", "q=cliente13")]
    [InlineData("q=cliente&page=3", "q=exemplo&page=4")]
    [InlineData("q=exemplo+cliente", "q=cliente+exemplo")]
    [InlineData("q=c", "q=p")]
    [InlineData("q=cliente&sort=-tradeName", "q=exemplo&sort=-tradeName")]
    [InlineData("state=MG&q=cliente", "state=RJ&q=exemplo")]
    [InlineData("city=belo&tradeName=padaria", "city=rio&tradeName=banca")]
    [InlineData("state=MG,SP&personKind=legal&blocked=no", "state=RJ,SP&personKind=natural&blocked=no")]
    [InlineData("total=none&q=cliente", "total=none&q=exemplo")]
    public async Task A_list_is_compiled_once_whatever_is_asked_for(string first, string second)
    {
        using var compiled = new Compilations(Tenant.Name);
        (await Api.GetAsync("clients?" + first)).Is(HttpStatusCode.OK);
        var once = compiled.Queries.Count;
        (await Api.GetAsync("clients?" + second)).Is(HttpStatusCode.OK);
        Assert.Empty(compiled.Queries.Skip(once));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("tradeName")]
    [InlineData("legalName")]
    [InlineData("taxId")]
    [InlineData("email")]
    [InlineData("phone")]
    [InlineData("city")]
    [InlineData("createdUtc")]
    [InlineData("modifiedUtc")]
    public async Task Every_sort_pages_by_number_and_by_cursor_alike(string sort)
    {
        foreach (var direction in new[] { "", "-" })
        {
            var byNumber = new List<string>();
            var byCursor = new List<string>();
            string? after = null;
            for (var page = 1; page <= 20; page++)
            {
                var numbered = (await Api.GetAsync($"clients?state=MG&sort={direction}{sort}&page={page}&pageSize=60")).Is(HttpStatusCode.OK);
                byNumber.AddRange(numbered["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
                var next = (await Api.GetAsync($"clients?state=MG&sort={direction}{sort}&pageSize=60&total=none{(after is null ? "" : "&after=" + after)}")).Is(HttpStatusCode.OK);
                byCursor.AddRange(next["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
                after = next["next"]?.GetValue<string>();
                if (after is null)
                {
                    break;
                }
            }

            Assert.Equal(Tenant.Matching("state=MG").Count, byCursor.Count);
            Assert.Equal(byNumber, byCursor);
            Assert.Equal(byCursor.Count, byCursor.Distinct().Count());
        }
    }

    [Fact]
    public async Task Names_sort_without_accents_and_case()
    {
        var names = await Api.NamesAsync("sort=tradeName&pageSize=200");
        Assert.Equal(names.OrderBy(n => Values.TextFolding.Fold(n), StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task Totals_are_capped_exact_or_left_out()
    {
        var capped = (await Api.GetAsync("clients?pageSize=1")).Is(HttpStatusCode.OK);
        Assert.Equal(1000, capped["total"]!.GetValue<int>());
        Assert.True(capped["totalIsCapped"]!.GetValue<bool>());
        var exact = (await Api.GetAsync("clients?pageSize=1&total=exact")).Is(HttpStatusCode.OK);
        Assert.Equal(Tenant.Matching("").Count, exact["total"]!.GetValue<int>());
        Assert.Null(exact["totalIsCapped"]);
        Assert.Null((await Api.GetAsync("clients?pageSize=1&total=none")).Is(HttpStatusCode.OK)["total"]);
    }

    [Fact]
    public async Task The_days_of_the_tenants_time_zone_bound_a_period()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).DateTime);
        string Day(int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(Tenant.Matching("").Count, (await Api.GetAsync($"clients?createdFrom={Day(-1)}&createdTo={Day(1)}&total=exact&pageSize=1"))["total"]!.GetValue<int>());
        Assert.Empty(await Api.NamesAsync("createdFrom=" + Day(2)));
        Assert.Empty(await Api.NamesAsync("createdTo=" + Day(-2)));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=abc")]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=201")]
    [InlineData("page=101&pageSize=100")]
    [InlineData("sort=password")]
    [InlineData("sort=-")]
    [InlineData("total=many")]
    [InlineData("after=xyz")]
    [InlineData("after=AAAA")]
    [InlineData("blocked=maybe")]
    [InlineData("personKind=robot")]
    [InlineData("createdFrom=31/12/2020")]
    [InlineData("id=1;drop")]
    [InlineData("state=XX")]
    [InlineData("status=vip")]
    public async Task A_parameter_that_cannot_be_read_is_400(string query) =>
        (await Api.GetAsync("clients?" + query)).Is(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("state=MG")]
    [InlineData("personKind=legal")]
    [InlineData("blocked=yes")]
    [InlineData("city=belo")]
    [InlineData("taxId=123")]
    [InlineData("tradeName=padaria")]
    [InlineData("legalName=ltda")]
    [InlineData("email=cliente12")]
    [InlineData("id=7")]
    [InlineData("createdFrom=2000-01-01&createdTo=2000-01-02")]
    [InlineData("deleted=true")]
    [InlineData("q=padaria")]
    public async Task Each_filter_alone_uses_an_index(string query) => await AssertPlanAsync(async list =>
    {
        var filter = ClientFilter.Read(Query(query).GroupBy(p => p.Name).Select(g => KeyValuePair.Create(g.Key, new Microsoft.Extensions.Primitives.StringValues([.. g.Select(p => p.Value)]))), [], out var problems);
        Assert.Empty(problems);
        return (await list.MatchingAsync(filter, CancellationToken.None)).AsNoTracking().Take(1001).Select(c => c.Id);
    }, sorts: false);

    [Theory]
    [InlineData("id")]
    [InlineData("tradeName")]
    [InlineData("legalName")]
    [InlineData("taxId")]
    [InlineData("email")]
    [InlineData("phone")]
    [InlineData("city")]
    [InlineData("createdUtc")]
    [InlineData("modifiedUtc")]
    public async Task Each_sort_alone_uses_an_index(string sort)
    {
        foreach (var descending in new[] { false, true })
        {
            await AssertPlanAsync(async list => ClientSort.All[sort].Order((await list.MatchingAsync(new ClientFilter(), CancellationToken.None)).AsNoTracking(), descending).Take(20).Select(c => c.Id), sorts: true);
            await AssertPlanAsync(async list => ClientSort.All[sort].After((await list.MatchingAsync(new ClientFilter(), CancellationToken.None)).AsNoTracking(), descending, new ClientCursor(sort, sort.EndsWith("Utc", StringComparison.Ordinal) ? "638000000000000000" : "m", 500)) is { } rest
                ? ClientSort.All[sort].Order(rest, descending).Take(20).Select(c => c.Id)
                : throw new Xunit.Sdk.XunitException("The cursor was refused."), sorts: true);
        }
    }

    private async Task AssertPlanAsync(Func<ClientList, Task<IQueryable<long>>> query, bool sorts) => await Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var db = scope.GetRequiredService<TenantDb>();
        await db.Database.OpenConnectionAsync();
        await using var command = (await query(scope.GetRequiredService<ClientList>())).CreateDbCommand();
        var sql = command.CommandText;
        if (!TDatabase.IsPostgres)
        {
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        }
        else
        {
            await using var off = db.Database.GetDbConnection().CreateCommand();
            off.CommandText = "SET enable_seqscan = off; SET enable_sort = " + (sorts ? "off" : "on");
            await off.ExecuteNonQueryAsync();
            command.CommandText = "EXPLAIN " + sql;
        }

        var lines = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(TDatabase.IsPostgres ? 0 : 3));
            }
        }

        if (TDatabase.IsPostgres)
        {
            await using var on = db.Database.GetDbConnection().CreateCommand();
            on.CommandText = "RESET enable_seqscan; RESET enable_sort";
            await on.ExecuteNonQueryAsync();
        }

        var plan = string.Join('\n', lines);
        var isGood = TDatabase.IsPostgres
            ? !plan.Contains("Seq Scan", StringComparison.Ordinal) && (sorts ? !lines.Exists(l => l.TrimStart(' ', '-', '>').StartsWith("Sort", StringComparison.Ordinal) || l.Contains("Incremental Sort", StringComparison.Ordinal)) : plan.Contains("Index Cond", StringComparison.Ordinal) || plan.Contains("Bitmap Index Scan", StringComparison.Ordinal) || IsOwnIndex(plan))
            : !plan.Contains("TEMP B-TREE", StringComparison.Ordinal) && (sorts || !lines.Exists(l => l.StartsWith("SCAN c", StringComparison.Ordinal) && !IsOwnIndex(l)));
        Assert.True(isGood, $"{sql}\n\n{plan}");
    });

    /// <summary>A partial index that holds the filter's rows alone may be read from end to end.</summary>
    private static bool IsOwnIndex(string plan) => plan.Contains("IX_Clients_Client_Blocked_", StringComparison.Ordinal) || plan.Contains("IX_Clients_Client_DeletedUtc_", StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Value)> Query(string query) =>
        query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Select(p => (p[0], Uri.UnescapeDataString(p[1].Replace('+', ' '))));
}

public sealed class ClientListOnSqlite(ListFixture<Sqlite> tenant) : ClientListTests<Sqlite>(tenant);

public sealed class ClientListOnPostgres(ListFixture<Postgres> tenant) : ClientListTests<Postgres>(tenant);

/// <summary>A tenant with more clients than a total counts.</summary>
public sealed class ListFixture<TDatabase>(TestHost host) : TenantFixture<TDatabase>(host) where TDatabase : ITestDatabase
{
    private static readonly string[] Trades = ["Padaria", "Oficina", "Clínica", "açougue", "Ótica", "Banca", "Laticínio"];
    private static readonly (string City, string State)[] Places = [("Belo Horizonte", "MG"), ("São Paulo", "SP"), ("Rio de Janeiro", "RJ"), ("São João del-Rei", "MG"), ("Curitiba", "PR"), ("Santos", "SP"), ("Contagem", "MG"), ("Niterói", "RJ"), ("Londrina", "PR")];
    private readonly List<(ClientDetails Details, bool Deleted)> _clients = [];

    /// <summary>Trade names of who a query must find, told without a database.</summary>
    public IReadOnlyList<string> Matching(string query)
    {
        var asked = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToLookup(p => p[0], p => Values.TextFolding.Fold(Uri.UnescapeDataString(p[1].Replace('+', ' '))), StringComparer.Ordinal);
        bool Any(string name, Func<string, bool> matches) => !asked[name].Any() || asked[name].SelectMany(v => name == "state" ? v.Split(',') : [v]).Any(matches);
        return [.. _clients.Where(c => c.Deleted == asked["deleted"].Any()
            && Any("state", v => v == c.Details.State.ToLowerInvariant())
            && Any("personKind", v => v == c.Details.PersonKind.ToString().ToLowerInvariant())
            && Any("blocked", v => v == "yes" == c.Details.Blocked)
            && Any("city", v => Values.TextFolding.Fold(c.Details.City).StartsWith(v, StringComparison.Ordinal))
            && Any("tradeName", v => Values.TextFolding.Fold(c.Details.TradeName).Contains(v, StringComparison.Ordinal))
            && Any("legalName", v => Values.TextFolding.Fold(c.Details.LegalName).Contains(v, StringComparison.Ordinal))
            && Any("email", v => c.Details.Emails.First.Contains(v, StringComparison.Ordinal))
            && Any("status", v => v == "inactive")).Select(c => c.Details.TradeName)];
    }

    protected override async Task FillAsync()
    {
        for (var n = 0; n < 1_150; n++)
        {
            var (city, state) = Places[n % Places.Length];
            _clients.Add((new ClientDetails
            {
                PersonKind = n % 3 == 0 ? PersonKind.Legal : PersonKind.Natural,
                TradeName = $"{Trades[n % Trades.Length]} {n}",
                LegalName = n % 3 == 0 ? $"Comercial Ltda {n}" : "",
                TaxId = n % 3 == 0 ? "" : Documents.Cpf(123_000_000 + n),
                Emails = TextList.Of([$"cliente{n}@exemplo.example"]),
                Phones = n % 4 == 0 ? TextList.Empty : TextList.Of([$"+55319{n:00000000}"]),
                City = city,
                State = state,
                Country = "BR",
                Blocked = n % 10 == 0,
            }, n % 50 == 49));
        }

        foreach (var batch in _clients.Chunk(300))
        {
            await InDatabaseAsync(async db =>
            {
                foreach (var (details, deleted) in batch)
                {
                    var client = db.AddClient(details);
                    if (deleted)
                    {
                        client.MoveToTrash(DateTime.UtcNow);
                    }
                }

                return await db.SaveChangesAsync();
            });
        }

        await InDatabaseAsync(db => db.Database.ExecuteSqlRawAsync("ANALYZE \"Clients_Client\"; ANALYZE \"Search_Entry\""));
    }
}
