using System.Net;
using System.Text.RegularExpressions;
using ClientSuite.Tests.Data;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Web;

public abstract partial class CompiledOnceTests<TDatabase>(SampleFixture<TDatabase> tenant) : TenantTests<TDatabase, SampleFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    /// <summary>Addresses of one page that are opened: another record, another query.</summary>
    private const int MostOfOnePage = 3;

    [Fact(DisplayName = "STYLE: no page compiles a query when it is opened again")]
    public async Task Opened_again()
    {
        using var compiled = new Compilations(Tenant.Name);
        using var staff = await Tenant.AdminAsync();
        var queue = new Queue<string>(["admin"]);
        var seen = new HashSet<string>(queue, StringComparer.Ordinal);
        var opened = new Dictionary<string, int>(StringComparer.Ordinal);
        var again = new List<string>();
        while (queue.TryDequeue(out var path))
        {
            var kind = Number().Replace(path.Split('?')[0], "/#");
            opened[kind] = opened.GetValueOrDefault(kind) + 1;
            if (opened[kind] > MostOfOnePage)
            {
                continue;
            }

            var page = await staff.GetAsync(path);
            if (page.Status != HttpStatusCode.OK || page.Message.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            await staff.GetAsync(path); // a user's recent records change the first time
            var before = compiled.Queries.Count;
            await staff.GetAsync(path);
            again.AddRange(compiled.Queries.Skip(before).Select(q => path + " " + q));
            foreach (var link in page.Document.QuerySelectorAll("[href], [hx-get], [data-href], [data-panel]").SelectMany(e => new[] { "href", "hx-get", "data-href", "data-panel" }.Select(e.GetAttribute)))
            {
                if (link is not null && Uri.TryCreate(new Uri(Tenant.Address, path), link, out var target) && target.AbsoluteUri.StartsWith(Tenant.Address.AbsoluteUri + "admin", StringComparison.Ordinal) && seen.Add(target.PathAndQuery))
                {
                    queue.Enqueue(target.AbsoluteUri[Tenant.Address.AbsoluteUri.Length..].Split('#')[0]);
                }
            }
        }

        Assert.True(opened.Count > 60, $"{opened.Count} pages"); // the crawl itself works
        Assert.Empty(again);
    }

    [GeneratedRegex(@"/\d+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}

public sealed class CompiledOnceOnSqlite(SampleFixture<Sqlite> tenant) : CompiledOnceTests<Sqlite>(tenant);

public sealed class CompiledOnceOnPostgres(SampleFixture<Postgres> tenant) : CompiledOnceTests<Postgres>(tenant);
