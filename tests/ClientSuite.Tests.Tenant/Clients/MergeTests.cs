using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Clients that are one: found, compared, merged, parted.</summary>
public abstract class MergeTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "issue 3 §1: duplicates are found by document, e-mail, phone with the ninth digit, folded name; not across two documents")]
    public async Task Found()
    {
        var cpf = Documents.Cpf(501);
        var first = await CreateAsync(new { tradeName = "Zélia Prado", taxId = cpf, email = "zelia@prado.example", phone = "+5511987654321" });
        var sameDocument = await CreateAsync(new { tradeName = "Z. Prado", taxId = cpf });
        var samePhoneAndName = await CreateAsync(new { tradeName = "ZELIA  PRADO", phone = "+551187654321" });
        var family = await CreateAsync(new { tradeName = "Outro Prado", taxId = Documents.Cpf(502), email = "zelia@prado.example" });
        var found = await SearchAsync();
        Assert.Equal(100, Pair(found, first, sameDocument)!["score"]!.GetValue<int>());
        Assert.Equal(["phone", "name"], Pair(found, first, samePhoneAndName)!["reasons"]!.AsArray().Select(r => r!.GetValue<string>()));
        Assert.Null(Pair(found, first, family));

        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/clients/duplicates?by=phone")).Is(HttpStatusCode.OK);
        var row = Assert.Single(page.Document.QuerySelectorAll("tbody tr[data-id]"), r => r.TextContent.Contains("ZELIA", StringComparison.Ordinal));
        Assert.Contains("Telefone, Nome", row.TextContent, StringComparison.Ordinal);
        (await web.PostAsync($"admin/clients/duplicates?handler=Dismiss&number={row.GetAttribute("data-id")}", HttpBrowser.Form(await TokenPageAsync(web)))).Is(HttpStatusCode.Redirect);
        Assert.DoesNotContain("ZELIA", (await web.GetAsync("admin/clients/duplicates?by=phone")).Text, StringComparison.Ordinal);
        Assert.Null(Pair(await SearchAsync(), first, samePhoneAndName)); // what somebody said stays said
        Assert.Contains("ZELIA", (await web.GetAsync("admin/clients/duplicates?dismissed=yes")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §1, 002-38: a client without a photo takes that of the one merged into it, and gives it back; one with a photo keeps its own")]
    public async Task The_photo_follows()
    {
        var (bare, faced, proud) = (await CreateAsync(new { tradeName = "Sem Rosto" }), await CreateAsync(new { tradeName = "Com Rosto" }), await CreateAsync(new { tradeName = "Com Outro Rosto" }));
        foreach (var (id, bytes) in new[] { (faced, TestImages.Png()), (proud, TestImages.Jpeg()) })
        {
            using var photo = new ByteArrayContent(bytes);
            (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{id}/photo", photo)).Is(HttpStatusCode.NoContent);
        }

        var merge = (await Tenant.Api.PostAsync($"clients/{bare}/merge", new { merge = faced })).Is(HttpStatusCode.OK);
        Assert.Equal("image/png", await TypeAsync(bare));
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Null(await TypeAsync(bare));
        Assert.Equal("image/png", await TypeAsync(faced));
        var second = (await Tenant.Api.PostAsync($"clients/{proud}/merge", new { merge = faced })).Is(HttpStatusCode.OK);
        Assert.Equal("image/jpeg", await TypeAsync(proud));

        // A photo that was changed since the merge stays when it is undone.
        (await Tenant.Api.PostAsync($"clients/merges/{second["id"]}/undo")).Is(HttpStatusCode.OK);
        var third = (await Tenant.Api.PostAsync($"clients/{bare}/merge", new { merge = faced })).Is(HttpStatusCode.OK);
        using var newer = new ByteArrayContent(TestImages.Jpeg());
        (await Tenant.Api.SendAsync(HttpMethod.Put, $"clients/{bare}/photo", newer)).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.PostAsync($"clients/merges/{third["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Equal(("image/jpeg", "image/png"), (await TypeAsync(bare), await TypeAsync(faced)));

        async Task<string?> TypeAsync(string id)
        {
            var answer = await Tenant.Api.GetAsync($"clients/{id}/photo");
            return answer.Status == HttpStatusCode.OK ? answer.Message.Content.Headers.ContentType?.MediaType : null;
        }
    }

    [Fact(DisplayName = "issue 3 §1: a merge takes chosen values, moves what belongs to the other, leads old links on, and is undone whole")]
    public async Task Merged_and_parted()
    {
        var kept = await CreateAsync(new { tradeName = "Padaria Sol", city = "x", address = new { city = "Contagem", state = "MG" }, email = "sol@padaria.example", fields = new { cor = "azul" } });
        var merged = await CreateAsync(new { tradeName = "Padaria do Sol", legalName = "Padaria do Sol Ltda", taxId = Documents.Cnpj("112223330001"), email = "contato@padaria.example", fields = new { cor = "verde", mesa = "4" } });
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "merge-" + kept, Kind = "message", ClientId = Number(merged), ToAddress = "contato@padaria.example", Subject = "Pedido", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            return await db.SaveChangesAsync();
        });

        using var web = await Tenant.AdminAsync();
        var compare = (await web.GetAsync($"admin/clients/merge?one={merged}&other={kept}")).Is(HttpStatusCode.OK);
        Assert.Equal(kept, compare.Find("input[name=Keep][checked]").GetAttribute("value")); // the older one
        Assert.Equal(merged, compare.Find("input[name='Field.legalName'][checked]").GetAttribute("value")); // the other has none
        Assert.Contains("E-mail: 1", compare.Find(".note-strip").TextContent, StringComparison.Ordinal);
        var answer = await web.PostAsync(compare.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(compare, "form.cs-form", ("Field.tradeName", merged)));
        Assert.EndsWith("/admin/clients/" + kept, answer.Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);

        var one = await Tenant.Api.GetAsync("clients/" + kept);
        Assert.Equal(("Padaria do Sol", "Padaria do Sol Ltda", "11222333000181"), (Text(one, "tradeName"), Text(one, "legalName"), Text(one, "taxId")));
        Assert.Equal(["sol@padaria.example", "contato@padaria.example"], one["emails"]!.AsArray().Select(e => e!.GetValue<string>()));
        Assert.Equal(("azul", "4"), (one["fields"]!["cor"]!.GetValue<string>(), one["fields"]!["mesa"]!.GetValue<string>()));
        (await Tenant.Api.GetAsync("clients/" + merged)).Is(HttpStatusCode.NotFound);
        Assert.EndsWith($"/admin/clients/{kept}/emails", (await web.GetAsync($"admin/clients/{merged}/emails")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        Assert.Contains("Pedido", (await web.GetAsync($"admin/clients/{kept}/emails")).Text, StringComparison.Ordinal);
        var history = (await web.GetAsync($"admin/clients/{kept}/history")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Padaria do Sol (ID " + merged + ")", history, StringComparison.Ordinal);
        Assert.Contains("contato@padaria.example", history, StringComparison.Ordinal); // how the other was made
        Assert.Contains("cadastrou o cliente (Padaria do Sol, mesclado com este)", (await web.GetAsync($"admin/clients/{kept}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("desfaça a mesclagem", (await Tenant.Api.PostAsync($"clients/{merged}/restore")).Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);

        (await Tenant.Api.PatchAsync("clients/" + kept, new { tradeName = "Padaria Nova" })).Is(HttpStatusCode.OK);
        var undo = (await web.GetAsync("admin/clients/merges")).Is(HttpStatusCode.OK).Find("[data-method=post][data-href*='/undo']").GetAttribute("data-href")!;
        (await web.PostAsync(undo, HttpBrowser.Form(await TokenPageAsync(web)))).Is(HttpStatusCode.Redirect);
        one = await Tenant.Api.GetAsync("clients/" + kept);
        Assert.Equal(("Padaria Nova", "", ""), (Text(one, "tradeName"), Text(one, "legalName"), Text(one, "taxId"))); // changed since: stays
        Assert.Equal("""{"cor":"azul"}""", one["fields"]!.ToJsonString());
        Assert.Equal("Padaria do Sol", Text((await Tenant.Api.GetAsync("clients/" + merged)).Is(HttpStatusCode.OK), "tradeName"));
        Assert.Equal(Number(merged), await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().Where(m => m.MessageId == "merge-" + kept).Select(m => m.ClientId).SingleAsync()));
        Assert.DoesNotContain("contato@padaria.example", string.Join(' ', one["emails"]!.AsArray().Select(e => e!.GetValue<string>())), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §1: merging and parting over the API; nonsense is refused at the field")]
    public async Task Over_the_api()
    {
        var (one, two) = (await CreateAsync(new { tradeName = "Api Um" }), await CreateAsync(new { tradeName = "Api Dois", birthDate = "1990-02-03" }));
        Assert.NotNull((await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = "999999999" })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["merge"]);
        Assert.NotNull((await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = two, take = new[] { "soul" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["take"]);
        (await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = one })).Is(HttpStatusCode.Conflict);
        var merge = (await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = two })).Is(HttpStatusCode.OK);
        Assert.Equal("1990-02-03", merge["client"]!["birthDate"]!.GetValue<string>());
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.OK);
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.Conflict);
        Assert.Null((await Tenant.Api.GetAsync("clients/" + one)).Is(HttpStatusCode.OK)["birthDate"]);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.PostAsync($"clients/{one}/merge", new { merge = two })).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "issue 3 §1: erasing a client for good takes what belongs to it along")]
    public async Task Purged()
    {
        var id = await CreateAsync(new { tradeName = "Some Daqui" });
        await Tenant.InDatabaseAsync(async db =>
        {
            db.Add(new EmailMessage { MessageId = "purge-" + id, Kind = "message", ClientId = Number(id), ToAddress = "a@b.example", Subject = "Adeus", Status = EmailStatus.Sent, CreatedUtc = DateTime.UtcNow });
            return await db.SaveChangesAsync();
        });
        (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        using var web = await Tenant.AdminAsync();
        var ask = (await web.GetAsync($"admin/clients/trash/{id}/purge")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/trash/{id}/purge", HttpBrowser.Filled(ask, "form.cs-form", ("Typed", "Some Daqui")))).Is(HttpStatusCode.Redirect);
        Assert.False(await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AnyAsync(m => m.MessageId == "purge-" + id)));
    }

    [Fact(DisplayName = "issue 3 §1: where the tenant wants it, duplicates are searched for by night, and only when a client changed since")]
    public async Task By_night()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        await api.CreateClientAsync(new { tradeName = "Noite Um", email = "noite@clara.example" });
        await api.CreateClientAsync(new { tradeName = "Noite Um", email = "noite@clara.example" });
        await NightAsync();
        Assert.Empty(await SearchesAsync()); // off at first
        using var web = new HttpBrowser(Host.Address(other));
        await web.SignInAsync();
        var settings = (await web.GetAsync("admin/settings/clients")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/settings/clients", HttpBrowser.Filled(settings, "form.cs-form", ("Form.SearchesDuplicates", "true")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Procurar duplicados toda noite", (await web.GetAsync("admin/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.True((await web.GetAsync("admin/settings/clients")).Find("#Form_AllowsSameDocument").HasAttribute("checked")); // the other setting stays

        await NightAsync();
        Assert.Single(await SearchesAsync());
        Assert.Single((await api.GetAsync("clients/duplicates")).Is(HttpStatusCode.OK).Json!.AsArray());
        await NightAsync();
        Assert.Single(await SearchesAsync()); // nobody changed
        await api.CreateClientAsync(new { tradeName = "Noite Um", email = "noite@clara.example" });
        await NightAsync();
        Assert.Equal(2, (await SearchesAsync()).Count);
        Assert.Equal(3, (await api.GetAsync("clients/duplicates")).Is(HttpStatusCode.OK).Json!.AsArray().Count);

        async Task NightAsync()
        {
            await Host.InTenantAsync(other.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Clients.SearchDuplicates").RunAsync(CancellationToken.None));
            foreach (var operation in await SearchesAsync())
            {
                await api.EndOfAsync(operation);
            }
        }

        async Task<List<string>> SearchesAsync()
        {
            List<string> found = [];
            await Host.InTenantAsync(other.Name, async scope => found = await scope.GetRequiredService<TenantDb>().Set<Operation>().Where(o => o.Kind == "clients.duplicates").Select(o => o.PublicId).ToListAsync());
            return found;
        }
    }

    private async Task<JsonArray> SearchAsync()
    {
        var operation = (await Tenant.Api.PostAsync("clients/duplicates/search")).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        await Tenant.Api.EndOfAsync(operation);
        return (await Tenant.Api.GetAsync("clients/duplicates")).Is(HttpStatusCode.OK).Json!.AsArray();
    }

    private Task<string> CreateAsync(object client) => Tenant.Api.CreateClientAsync(client);

    private static Task<WebPage> TokenPageAsync(HttpBrowser web) => web.GetAsync("admin/profile");

    private static JsonNode? Pair(JsonArray pairs, string one, string other) =>
        pairs.FirstOrDefault(p => (p!["one"]!.GetValue<string>(), p["other"]!.GetValue<string>()) == (one, other));

    private static string Text(ApiAnswer client, string field) => client[field]?.GetValue<string>() ?? "";

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}

public sealed class MergeOnSqlite(TenantFixture<Sqlite> tenant) : MergeTests<Sqlite>(tenant);

public sealed class MergeOnPostgres(TenantFixture<Postgres> tenant) : MergeTests<Postgres>(tenant);
