using System.Net;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Tests.Clients;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.History;

public abstract class HistoryTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "002-72 to 002-77: creating and changing a client tells who, when, what kind, field, old and new value")]
    public async Task Lines_of_a_change()
    {
        var from = DateTime.UtcNow.AddSeconds(-1);
        var id = long.Parse(await Tenant.Api.CreateClientAsync(new { tradeName = "Nome velho", email = "a@b.example" }), System.Globalization.CultureInfo.InvariantCulture);
        (await Tenant.Api.PatchAsync("clients/" + id, new { tradeName = "Nome novo" })).Is(HttpStatusCode.OK);
        (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.PostAsync($"clients/{id}/restore")).Is(HttpStatusCode.OK);

        var entries = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().Where(e => e.ClientId == id).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(["created", "updated", "deleted", "restored"], entries.Select(e => e.Kind));
        Assert.All(entries, e =>
        {
            Assert.Equal("Clients.Client", e.RecordType);
            Assert.Equal(id, e.RecordId);
            Assert.Equal(TestHost.AdminName, e.UserName);
            Assert.InRange(e.AtUtc, from, DateTime.UtcNow.AddSeconds(1));
            Assert.Equal("none", e.ErpSync);
            Assert.NotNull(e.CorrelationId);
        });
        var updated = entries[1].Id;
        var line = Assert.Single(await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.EntryId == updated).ToListAsync()));
        Assert.Equal(("tradeName", "Nome velho", "Nome novo"), (line.Field, line.OldValue, line.NewValue));
    }

    [Fact(DisplayName = "issue 3 §6: what a module wrote into a client's history is read while it is there to say who may, and nothing older is lost behind it")]
    public async Task Of_a_module_that_is_switched_off()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Com passado" });
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var (db, history, number) = (scope.GetRequiredService<TenantDb>(), scope.GetRequiredService<IHistory>(), long.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
            for (var n = 0; n < 60; n++)
            {
                history.AddLine(await history.AddAsync("created", "Gone.Secret", n, "Nome guardado", number, CancellationToken.None), "text", null, "Texto guardado");
            }

            var bulk = await history.AddAsync("updated", "Gone.Secret", null, "Nome guardado", null, CancellationToken.None);
            await db.SaveChangesAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.GetRequiredService<IBulkWriter>().AddLinesAsync(db, bulk, [new BulkLine(number, null, """{"text":"Texto guardado"}""")], CancellationToken.None);
            await transaction.CommitAsync();
        });

        using var web = await Tenant.AdminAsync();
        foreach (var page in new[] { "", "/history", "/history?kind=created", "/logs" })
        {
            var text = (await web.GetAsync($"admin/clients/{id}{page}")).Is(HttpStatusCode.OK).Text;
            Assert.DoesNotContain("guardado", text, StringComparison.Ordinal);
            Assert.Contains(page.Length == 0 ? "cadastrou o cliente" : "Criação", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Secrets_never_reach_the_history()
    {
        using var web = await Tenant.AdminAsync();
        var texts = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Select(l => (l.OldValue ?? "") + (l.NewValue ?? "")).ToListAsync());
        var hashes = await Tenant.InDatabaseAsync(db => db.Set<Access.User>().AsNoTracking().Select(u => u.PasswordHash).ToListAsync());
        Assert.All(texts, text =>
        {
            Assert.DoesNotContain("cst_", text, StringComparison.Ordinal);
            Assert.DoesNotContain(TestHost.AdminPassword, text, StringComparison.Ordinal);
            Assert.All(hashes.OfType<string>(), hash => Assert.DoesNotContain(hash, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_chain_holds_until_somebody_tampers_with_it()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        for (var n = 0; n < 5; n++)
        {
            await api.CreateClientAsync(new { tradeName = "Elo " + n });
        }

        await Host.InTenantAsync(other.Name, async scope =>
        {
            await scope.GetServices<IBackgroundTask>().Single(t => t.Name == "History.Seal").RunAsync(CancellationToken.None);
            var db = scope.GetRequiredService<TenantDb>();
            Assert.Equal(0, await db.Set<HistoryEntry>().CountAsync(e => e.Sequence == null));
            var (entries, erased, broken) = await HistoryVerifier.VerifyAsync(db, CancellationToken.None);
            Assert.True(entries >= 5);
            Assert.Null(broken);
            Assert.Equal(0, erased);

            // Erasure by law deletes values and salt, and the chain holds.
            var line = await db.Set<HistoryLine>().AsNoTracking().OrderByDescending(l => l.Id).FirstAsync();
            await db.Database.ExecuteSqlAsync($"""UPDATE "History_Line" SET "OldValue" = NULL, "NewValue" = NULL, "Salt" = NULL WHERE "Id" = {line.Id}""");
            Assert.Equal((entries, 1, (long?)null), await HistoryVerifier.VerifyAsync(db, CancellationToken.None));

            var victim = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind == "created" && e.RecordType == "Clients.Client").OrderBy(e => e.Id).FirstAsync();
            await db.Database.ExecuteSqlAsync($"""UPDATE "History_Entry" SET "UserName" = 'outro' WHERE "Id" = {victim.Id}""");
            Assert.Equal(victim.Id, (await HistoryVerifier.VerifyAsync(db, CancellationToken.None)).Broken);
            await db.Database.ExecuteSqlAsync($"""UPDATE "History_Entry" SET "UserName" = {victim.UserName} WHERE "Id" = {victim.Id}""");
            await db.Database.ExecuteSqlAsync($"""UPDATE "History_Line" SET "NewValue" = 'outro valor' WHERE "EntryId" = {victim.Id}""");
            Assert.Equal(victim.Id, (await HistoryVerifier.VerifyAsync(db, CancellationToken.None)).Broken);
        });
    }

    [Fact(DisplayName = "issue 3 §6: who acted is erased while an act is being sealed: it is sealed without the name, and the chain holds")]
    public async Task Erased_while_it_is_sealed()
    {
        const string name = "Maria Apagada", erased = "Pessoa removida";
        var other = await Tenant.AnotherAsync();
        var (user, entry) = (0L, 0L);
        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            user = await db.Set<Access.User>().Select(u => u.Id).SingleAsync();
            (db.Session.UserId, db.Session.UserName, db.Session.RemoteIp) = (user, name, "203.0.113.7");
            var act = await scope.GetRequiredService<IHistory>().AddAsync("executed", "Recipes.Recipe", null, "Prova", null, CancellationToken.None);
            await db.SaveChangesAsync();
            entry = act.Id;
        });

        var sealing = Task.CompletedTask;
        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.GetRequiredService<IHistoryErasure>().EraseUserAsync(user, null, erased, CancellationToken.None);
            sealing = Task.Run(() => Host.InTenantAsync(other.Name, own => own.GetServices<IBackgroundTask>().Single(t => t.Name == "History.Seal").RunAsync(CancellationToken.None)));
            // It has hashed the act as it was, and waits for its turn to write.
            await Eventually.HoldsAsync(async () => db.IsSqlite ? scope.GetRequiredService<IBulkWriter>().OthersWait(db) : await db.Database.SqlQuery<int>(
                $"SELECT COUNT(*)::int AS \"Value\" FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid::bigint = hashtext(current_schema() || '/seal')::bigint & 4294967295").SingleAsync() > 0);
            await transaction.CommitAsync();
        });
        await sealing;

        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var act = await db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.Id == entry);
            Assert.Equal((erased, null), (act.UserName, act.RemoteIp));
            Assert.NotNull(act.Sequence);
            Assert.NotEqual(HistoryChain.ActorHash(act.ActorSalt!, new HistoryEntry { UserName = name, RemoteIp = "203.0.113.7" }), act.ActorHash); // salted when sealed
            Assert.Equal(0, await db.Set<HistoryEntry>().CountAsync(e => e.Sequence == null));
            Assert.Null((await HistoryVerifier.VerifyAsync(db, CancellationToken.None)).Broken);
        });
    }

    [Fact(DisplayName = "002-72: a long history, with the client's part in what was done to many, is read page by page: everything once, the newest first")]
    public async Task Long_history()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "De muitos anos" });
        var expected = new List<string> { "De muitos anos" };
        for (var change = 1; change <= 120; change++)
        {
            if (change % 40 == 0)
            {
                var answer = (await Tenant.Api.PostAsync("clients/bulk/" + (change == 80 ? "unblock" : "block"), new { ids = new[] { id } })).Is(HttpStatusCode.Accepted);
                Assert.Equal("succeeded", (await Tenant.Api.EndOfAsync(answer.Message.Headers.Location!.OriginalString.Split('/')[^1]))["state"]!.GetValue<string>());
                expected.Add(change == 80 ? "Não" : "Sim");
                continue;
            }

            (await Tenant.Api.PatchAsync("clients/" + id, new { origin = "Origem " + change })).Is(HttpStatusCode.OK);
            expected.Add("Origem " + change);
        }

        using var web = await Tenant.AdminAsync();
        var read = new List<string>();
        var pages = 0;
        for (var next = $"admin/clients/{id}/history"; next is not null; pages++)
        {
            var page = (await web.GetAsync(next)).Is(HttpStatusCode.OK);
            read.AddRange(page.Document.QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td"))
                .Where(c => c[3].TextContent is "Origem" or "Bloqueado" or "Nome fantasia").Select(c => c[5].TextContent.Trim()));
            next = page.Document.QuerySelector("footer a[href*=before]")?.GetAttribute("href")?.Split("/admin/")[^1] is { } rest ? "admin/" + rest : null;
        }

        Assert.Equal(3, pages); // 50 acts each
        Assert.Equal(expected.AsEnumerable().Reverse(), read);
    }

    [Fact(DisplayName = "000-40, ORCHARD: fields that a recipe defined stand in the history and in a rule's words under their display names")]
    public async Task Added_fields()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Com campos", fields = Fields("Varejo", "x") });
        (await Tenant.Api.PatchAsync("clients/" + id, new { fields = Fields("Saúde", "y") })).Is(HttpStatusCode.OK);
        using var web = await Tenant.AdminAsync();
        var own = (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Find("main").TextContent;
        Assert.Contains("Segmento", own, StringComparison.Ordinal);
        Assert.Contains("solto", own, StringComparison.Ordinal); // nobody defined it
        Assert.DoesNotContain("Segment:", own, StringComparison.Ordinal);
        Assert.DoesNotContain("fields.", own, StringComparison.Ordinal);
        var all = (await web.GetAsync("admin/history")).Is(HttpStatusCode.OK).Find("main").TextContent;
        Assert.Contains("Segmento", all, StringComparison.Ordinal);
        Assert.DoesNotContain("fields.", all, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"Segment", all, StringComparison.Ordinal);
        var group = (await Tenant.Api.PostAsync("client-groups", new { name = "Da saúde", kind = "rule", rule = "fields.Segment=Sa%C3%BAde" })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        Assert.Contains("Segmento: Saúde", (await web.GetAsync("admin/client-groups/" + group)).Is(HttpStatusCode.OK).Find("[aria-labelledby=g-rule]").TextContent, StringComparison.Ordinal);

        static Dictionary<string, string> Fields(string segment, string other) => new(StringComparer.Ordinal) { ["Segment"] = segment, ["solto"] = other };
    }
}

public sealed class HistoryOnSqlite(TenantFixture<Sqlite> tenant) : HistoryTests<Sqlite>(tenant);

public sealed class HistoryOnPostgres(TenantFixture<Postgres> tenant) : HistoryTests<Postgres>(tenant);
