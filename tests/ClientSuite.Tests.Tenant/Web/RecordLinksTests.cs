using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Web;

/// <summary>Wherever a record is named that somebody may open: the link leads to a page that is there.</summary>
public abstract class RecordLinksTests<TDatabase>(SampleFixture<TDatabase> tenant) : TenantTests<TDatabase, SampleFixture<TDatabase>>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3: in the history, its entries, the home page, the search, the notifications and the recent records no link of any type of record leads to a page that is not there, for what is deleted, merged, erased, or a client's user, neither")]
    public async Task No_dead_end()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Ligado", "ligado@links.example");
        await Tenant.VerifyAsync(users);
        using (await Tenant.PortalAsync("ligado@links.example"))
        using (var web = Tenant.Web())
        {
            (await web.TryPortalAsync("ligado@links.example", "Errada1234")).Is(HttpStatusCode.UnprocessableEntity);
        }

        (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = "Comentado" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{client}/alerts", new { description = "Alertado" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{client}/notes", new { text = "Anotado" })).Is(HttpStatusCode.Created);
        var (merged, trashed, erased) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Unido" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Na lixeira" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Apagado" }));
        (await Tenant.Api.PatchAsync("clients/" + merged, new { blocked = true })).Is(HttpStatusCode.OK);
        using var admin = await Tenant.AdminAsync();
        await Eventually.HoldsAsync(async () => (await admin.GetAsync("admin/notifications/panel")).Text.Contains("Unido foi bloqueado", StringComparison.Ordinal)); // somebody is told, by an event
        (await Tenant.Api.PostAsync($"clients/{erased}/notes", new { text = "Anotado no apagado" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{client}/merge", new { merge = merged })).Is(HttpStatusCode.OK);
        (await Tenant.Api.DeleteAsync("clients/" + trashed)).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.DeleteAsync("clients/" + erased)).Is(HttpStatusCode.NoContent);
        var purge = (await admin.GetAsync($"admin/clients/trash/{erased}/purge")).Is(HttpStatusCode.OK);
        (await admin.PostAsync($"admin/clients/trash/{erased}/purge", HttpBrowser.Filled(purge, "form.cs-form", ("Typed", "Apagado")))).Is(HttpStatusCode.Redirect);
        var group = (await Tenant.Api.PostAsync("client-groups", new { name = "Passageiro", kind = "static" })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        (await Tenant.Api.DeleteAsync("client-groups/" + group)).Is(HttpStatusCode.NoContent);

        var patterns = await ActAsync(long.Parse(client, CultureInfo.InvariantCulture), long.Parse(erased, CultureInfo.InvariantCulture));
        var links = new HashSet<string>(StringComparer.Ordinal);
        for (var page = "admin/history?pageSize=100"; page is not null;)
        {
            var list = (await admin.GetAsync(page)).Is(HttpStatusCode.OK);
            var entries = list.Document.QuerySelectorAll("tbody tr[data-id]").Select(r => r.GetAttribute("data-id")).ToList();
            Assert.NotEmpty(entries);
            Collect(list, "tbody a[href]");
            foreach (var entry in entries)
            {
                Collect((await admin.GetAsync("admin/history/" + entry)).Is(HttpStatusCode.OK), ".rec .acts a, #history-rows a");
            }

            page = list.Document.QuerySelector(".pager a[id$='-next']")?.GetAttribute("href");
        }

        Assert.Empty(patterns.Where(p => !links.Any(p.IsMatch)).Select(p => p.ToString())); // every type that has a page is linked somewhere
        Assert.Contains($"/{Tenant.Name}/admin/clients/{client}/users", links); // a client's user
        Collect((await admin.GetAsync("admin")).Is(HttpStatusCode.OK), "main a[href]");
        foreach (var query in new[] { "ligado", "anotado", "azul", "unido", client })
        {
            Collect((await admin.GetAsync("admin/search?q=" + query)).Is(HttpStatusCode.OK), "a[href]");
        }

        foreach (var path in new[] { $"admin/clients/{client}", $"admin/clients/{client}/users" })
        {
            links.Add((await admin.GetAsync(path)).Is(HttpStatusCode.OK).Find("[data-recent-href]").GetAttribute("data-recent-href")!);
        }

        Collect((await admin.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK), ".rows a[href]");
        Assert.Contains(links, l => l.Contains("handler=Open", StringComparison.Ordinal));

        var dead = new List<string>();
        foreach (var link in links)
        {
            if (await EndAsync(admin, link) is var status and not HttpStatusCode.OK)
            {
                dead.Add($"{link} answers {status}");
            }
        }

        Assert.Empty(dead);

        // Who may not delete sees no link to what is in the trash, and none to what he may not open.
        using var reader = await Tenant.StaffAsync("Só lê", "sole", "ViewHistory", "ViewClients");
        links.Clear();
        Collect((await reader.GetAsync("admin/history?pageSize=100")).Is(HttpStatusCode.OK), "tbody a[href]");
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            Assert.True(await EndAsync(reader, link) == HttpStatusCode.OK, link);
        }

        void Collect(WebPage page, string selector) => links.UnionWith(page.Document.QuerySelectorAll(selector).Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith($"/{Tenant.Name}/", StringComparison.Ordinal) && !h.Contains("/export", StringComparison.Ordinal)));
    }

    /// <summary>Acts on every type of record that has a page: on one that is there, on one that is gone, and on one whose client is gone. Answers how
    /// the links of those look that must be found.</summary>
    private async Task<IReadOnlyList<Regex>> ActAsync(long client, long erased)
    {
        var patterns = new List<Regex>();
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var pages = RecordPage.ByType(scope.GetServices<RecordPage>());
            var tabs = scope.GetServices<ClientRecordPage>().ToLookup(p => p.RecordType, StringComparer.Ordinal);
            foreach (var type in pages.Keys.Union(tabs.Select(t => t.Key), StringComparer.Ordinal))
            {
                var path = pages.GetValueOrDefault(type)?.Path;
                long? there = path?.Contains("{0}", StringComparison.Ordinal) == true ? await FirstAsync(db, type) : null;
                Add(type, there, null);
                Add(type, 987_654_321, null);
                Add(type, 987_654_321, erased);
                foreach (var tab in tabs[type])
                {
                    Add(type, 987_654_321, client);
                    patterns.Add(Pattern(tab.Path));
                }

                if (path is not null)
                {
                    patterns.Add(Pattern(path));
                }
            }

            await db.SaveChangesAsync();

            void Add(string type, long? record, long? of) => db.Add(new HistoryEntry { AtUtc = DateTime.UtcNow, Kind = "updated", RecordType = type, RecordId = record, RecordName = "Registro " + type, ClientId = of, UserName = "teste" });
        });
        return patterns;

        Regex Pattern(string path) => new($"^/{Tenant.Name}{Regex.Escape(path).Replace("\\{0}", "[0-9]+", StringComparison.Ordinal)}$", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    /// <summary>A record of a type, as its table's name says it.</summary>
    private static async Task<long> FirstAsync(TenantDb db, string type)
    {
        var table = type.Replace('.', '_');
        var where = db.Model.GetEntityTypes().Single(t => t.GetTableName() == table).FindProperty("DeletedUtc") is null ? "" : "WHERE \"DeletedUtc\" IS NULL";
        var first = $"SELECT \"Id\" AS \"Value\" FROM \"{table}\" {where} ORDER BY \"Id\" LIMIT 1"; // names of the model
        return (await db.Database.SqlQueryRaw<long>(first).ToListAsync()).Single();
    }

    private static async Task<HttpStatusCode> EndAsync(HttpBrowser web, string link)
    {
        var page = await web.GetAsync(link);
        for (var turns = 0; turns < 3 && page.Status == HttpStatusCode.Redirect; turns++)
        {
            page = await web.GetAsync(page.Location!); // a redirect says where to
        }

        return page.Status;
    }
}

public sealed class RecordLinksOnSqlite(SampleFixture<Sqlite> tenant) : RecordLinksTests<Sqlite>(tenant);

public sealed class RecordLinksOnPostgres(SampleFixture<Postgres> tenant) : RecordLinksTests<Postgres>(tenant);
