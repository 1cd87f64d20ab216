using System.Globalization;
using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Clients;

public abstract class SearchTests<TDatabase>(SearchFixture<TDatabase> tenant) : TenantTests<TDatabase, SearchFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    private const string Name = "João & Filhos Padaria São José";

    [Theory(DisplayName = "000-06: a name is found without accents, case or order")]
    [InlineData("joao padaria")]
    [InlineData("PADARIA JOÃO")]
    [InlineData("são jose")]
    [InlineData("ilho")]
    [InlineData("jo padaria")]
    [InlineData("panificadora")]
    public Task By_name(string text) => FindsAsync(text);

    [Fact(DisplayName = "000-07: a client is found by its id")]
    public Task By_id() => FindsAsync(Tenant.Id);

    [Fact(DisplayName = "000-07: one of the first clients is found by its id of one or two digits")]
    public async Task By_short_id()
    {
        var another = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(another));
        var id = await api.CreateClientAsync(new { tradeName = "Primeira", taxId = Documents.Cnpj("998887770001") });
        Assert.True(id.Length < 3);
        Assert.Equal(["Primeira"], await api.NamesAsync("q=" + id));
    }

    [Theory(DisplayName = "000-08: a client is found by any of its e-mails")]
    [InlineData("contato@padaria.example")]
    [InlineData("COMPRAS@PADARIA")]
    public Task By_email(string text) => FindsAsync(text);

    [Fact(DisplayName = "000-09: a client is found by its document, masked, bare or half typed")]
    public async Task By_document()
    {
        await FindsAsync("11.222.333/0001-81");
        await FindsAsync("11222333000181");
        await FindsAsync("11.222.333");
        await FindsAsync("22233300");
    }

    [Fact(DisplayName = "000-09: an alphanumeric CNPJ is found masked, bare and in lower case")]
    public async Task By_alphanumeric_document()
    {
        var cnpj = Documents.Cnpj("12ABC34501DE");
        var masked = $"{cnpj[..2]}.{cnpj[2..5]}.{cnpj[5..8]}/{cnpj[8..12]}-{cnpj[12..]}";
        await Tenant.Api.CreateClientAsync(new { tradeName = "Letras e Números", taxId = masked });
        foreach (var text in new[] { masked, cnpj, cnpj.ToLowerInvariant() })
        {
            Assert.Equal(["Letras e Números"], await Tenant.Api.NamesAsync("q=" + Uri.EscapeDataString(text)));
        }
    }

    [Fact]
    public async Task By_telephone_as_people_write_it()
    {
        await FindsAsync("998765432");
        await FindsAsync("99876-5432");
        await FindsAsync("31998765432");
    }

    [Theory]
    [InlineData("padaria joaquim")]
    [InlineData("zzz")]
    [InlineData("%")]
    [InlineData("pad_ria")]
    [InlineData("\"padaria\" OR 1")]
    [InlineData("pad*")]
    public async Task Other_words_do_not_find_it(string text) =>
        Assert.DoesNotContain(Name, text == "%" ? [] : await Tenant.Api.NamesAsync("q=" + Uri.EscapeDataString(text)));

    [Theory]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("a' OR '1'='1")]
    [InlineData("NEAR(")]
    [InlineData("* - +")]
    [InlineData("\u0000")]
    [InlineData("\ud83d\ude80")]
    [InlineData("a")]
    public async Task No_text_breaks_the_search(string text) =>
        (await Tenant.Api.GetAsync("clients?q=" + Uri.EscapeDataString(text))).Is(HttpStatusCode.OK);

    [Fact]
    public async Task A_changed_name_is_found_by_the_new_one_alone()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Borracharia Antiga" });
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Auto Center Moderno" })).Is(HttpStatusCode.OK);
        Assert.Empty(await Tenant.Api.NamesAsync("q=borracharia"));
        Assert.Equal(["Auto Center Moderno"], await Tenant.Api.NamesAsync("q=center+moderno"));
    }

    [Fact(DisplayName = "000-06: a search that finds thousands is paged by key to its end, in any order, and counted")]
    public async Task Thousands_are_paged()
    {
        const int count = 4_200;
        var rows = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"Loja {(n * 7919 % count):0000} Varejo,l{n}@varejo.example,{(n % 3 == 0 ? "SP" : "MG")}"));
        await Tenant.Api.EndOfAsync((await Tenant.Api.ImportAsync(Tables.Csv(["nome,email,estado", .. rows, "Loja Outra,o@outra.example,SP"]), "varejo.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());

        foreach (var (query, found) in new[] { ("q=varejo", count), ("q=loja+varejo&state=SP", count / 3), ("q=lo+varejo", count) })
        {
            foreach (var sort in new[] { "tradeName", "-createdUtc", "-id" })
            {
                var names = new List<string>();
                for (var after = ""; after is not null;)
                {
                    var page = (await Tenant.Api.GetAsync($"clients?{query}&sort={sort}&total=none&pageSize=200&after={after}")).Is(HttpStatusCode.OK);
                    names.AddRange(page["items"]!.AsArray().Select(c => c!["tradeName"]!.GetValue<string>()));
                    after = page["next"]?.GetValue<string>();
                }

                Assert.Equal(found, names.Distinct(StringComparer.Ordinal).Count());
                Assert.Equal(found, names.Count);
                Assert.All(names, name => Assert.EndsWith("Varejo", name, StringComparison.Ordinal));
                if (sort == "tradeName")
                {
                    Assert.Equal(names.Order(StringComparer.Ordinal), names);
                }
            }

            var numbered = (await Tenant.Api.GetAsync($"clients?{query}&sort=tradeName&page=3&pageSize=100")).Is(HttpStatusCode.OK);
            Assert.Equal((1_000, true), (numbered["total"]!.GetValue<int>(), numbered["totalIsCapped"]!.GetValue<bool>()));
            Assert.Equal(found, (await Tenant.Api.GetAsync($"clients?{query}&total=exact&pageSize=1")).Is(HttpStatusCode.OK)["total"]!.GetValue<int>());
        }

        Assert.Equal("Loja 0200 Varejo", (await Tenant.Api.GetAsync("clients?q=varejo&sort=tradeName&page=3&pageSize=100"))["items"]![0]!["tradeName"]!.GetValue<string>());
    }

    [Theory(DisplayName = "issue 2 §10: a search whose many hits all lie at the end of the order finds them, in order")]
    [InlineData(2_600, 200)] // passed by their ids
    [InlineData(2_600, 100)] // looked for from the top in vain, then sorted
    [InlineData(2_600, 50)] // looked for from the top in vain, too many to fetch: sorted by the database
    [InlineData(1_400, 100)] // looked for from the top in vain, then looked up
    public async Task Hits_at_the_end(int count, int pageSize)
    {
        var word = string.Create(CultureInfo.InvariantCulture, $"atacado{count}x{pageSize}");
        using var api = await ApiClient.SignInAsync(Host.Address(await Tenant.AnotherAsync()));
        await ImportAsync(api, ["nome,created_at,estado", .. Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{word} {n:0000},{new DateTime(2001, 1, 1).AddDays(n):yyyy-MM-dd},SP"))]);
        await ImportAsync(api, ["nome,estado", .. Enumerable.Range(0, 12_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"Recente {n},MG"))]);

        foreach (var query in new[] { $"{word}&sort=-createdUtc", $"{word}&sort=-createdUtc&state=SP", $"{word}&sort=-createdUtc&createdTo=2020-01-01", $"{word}&sort=-tradeName", "at&sort=-tradeName", "at&sort=-createdUtc" })
        {
            var names = new List<string>();
            for (var after = ""; after is not null;)
            {
                var page = (await api.GetAsync($"clients?q={query}&total=none&pageSize={pageSize}&after={after}")).Is(HttpStatusCode.OK);
                names.AddRange(page["items"]!.AsArray().Select(c => c!["tradeName"]!.GetValue<string>()));
                after = page["next"]?.GetValue<string>();
            }

            Assert.Equal(Enumerable.Range(0, count).Reverse().Select(n => string.Create(CultureInfo.InvariantCulture, $"{word} {n:0000}")), names);
        }

        Assert.Equal(count, (await api.GetAsync($"clients?q={word}&total=exact&pageSize=1")).Is(HttpStatusCode.OK)["total"]!.GetValue<int>());
    }

    private static async Task ImportAsync(ApiClient api, string[] lines) =>
        await api.EndOfAsync((await api.ImportAsync(Tables.Csv(lines), "tabela.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());

    private async Task FindsAsync(string text) =>
        Assert.Equal([Name], await Tenant.Api.NamesAsync("q=" + Uri.EscapeDataString(text)));
}

/// <summary>A tenant with one bakery among others.</summary>
public sealed class SearchFixture<TDatabase>(TestHost host) : TenantFixture<TDatabase>(host) where TDatabase : ITestDatabase
{
    public string Id { get; private set; } = "";

    protected override async Task FillAsync()
    {
        // A number of one digit would find half the tenant.
        await InDatabaseAsync(async db =>
        {
            db.Session.Ids?.Reserve(db, ClientSuite.Data.IdSequence.Records, 5_000);
            await Task.CompletedTask;
            return 0;
        });
        await Api.CreateClientAsync(new { tradeName = "Oficina Ribeiro", taxId = Documents.Cpf(987654321), email = "oficina@ribeiro.example", phone = "(11) 3333-4444" });
        Id = await Api.CreateClientAsync(new
        {
            tradeName = "João & Filhos Padaria São José",
            legalName = "Panificadora Silva Ltda",
            taxId = "11222333000181",
            emails = new[] { "contato@padaria.example", "compras@padaria.example" },
            phone = "+5531998765432",
        });
    }
}

public sealed class SearchOnSqlite(SearchFixture<Sqlite> tenant) : SearchTests<Sqlite>(tenant);

public sealed class SearchOnPostgres(SearchFixture<Postgres> tenant) : SearchTests<Postgres>(tenant);
