using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Files;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Settings;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

public abstract class ClientsApiTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private ApiClient Api => Tenant.Api;

    [Fact]
    public async Task A_created_client_is_read_back_as_it_was_sent()
    {
        var created = (await Api.PostAsync("clients", new
        {
            tradeName = "  Padaria Dona Ângela ",
            legalName = "Ângela Pães e Doces Ltda",
            taxId = "11.222.333/0001-81",
            emails = new[] { "contato@angela.example", "financeiro@angela.example" },
            phone = "(31) 99876-5432",
            address = new { postalCode = "30140-071", street = "Rua da Bahia", number = "1148", district = "Lourdes", city = "Belo Horizonte", state = "MG" },
            birthDate = "1990-12-31",
            origin = "indicação",
        })).Is(HttpStatusCode.Created);

        var id = created["id"]!.GetValue<string>();
        Assert.Equal($"/{Tenant.Name}/api/clients/{id}", created.Message.Headers.Location?.OriginalString);
        foreach (var path in new[] { "clients/" + id, "clients/" + created["contentItemId"]!.GetValue<string>() })
        {
            var read = (await Api.GetAsync(path)).Is(HttpStatusCode.OK);
            Assert.Equal(created.Text, read.Text);
            Assert.Equal(created.ETag, read.ETag);
            Assert.Equal("Padaria Dona Ângela", read["tradeName"]!.GetValue<string>());
            Assert.Equal("legal", read["personKind"]!.GetValue<string>());
            Assert.Equal("11222333000181", read["taxId"]!.GetValue<string>());
            Assert.Equal("contato@angela.example", read["email"]!.GetValue<string>());
            Assert.Equal(2, read["emails"]!.AsArray().Count);
            Assert.Equal("+5531998765432", read["phone"]!.GetValue<string>());
            Assert.Equal("30140071", read["address"]!["postalCode"]!.GetValue<string>());
            Assert.Equal("BR", read["address"]!["country"]!.GetValue<string>());
            Assert.Equal("1990-12-31", read["birthDate"]!.GetValue<string>());
            Assert.Equal("inactive", read["status"]!.GetValue<string>());
            Assert.EndsWith("Z", read["createdUtc"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_and_a_put_changes_all()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Antes", email = "antes@exemplo.example", origin = "feira" });
        var patched = (await Api.PatchAsync("clients/" + id, new { tradeName = "Depois", origin = (string?)null })).Is(HttpStatusCode.OK);
        Assert.Equal("Depois", patched["tradeName"]!.GetValue<string>());
        Assert.Equal("antes@exemplo.example", patched["email"]!.GetValue<string>());
        Assert.Equal("", patched["origin"]!.GetValue<string>());

        var put = (await Api.PutAsync("clients/" + id, new { tradeName = "Inteiro" })).Is(HttpStatusCode.OK);
        Assert.Equal("", put["email"]!.GetValue<string>());
        Assert.Equal("Inteiro", put["tradeName"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_stale_change_answers_412_and_changes_nothing()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Versão um" });
        var first = (await Api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK).ETag;
        var second = (await Api.PatchAsync("clients/" + id, new { tradeName = "Versão dois" }, ("If-Match", first))).Is(HttpStatusCode.OK).ETag;
        Assert.NotEqual(first, second);
        (await Api.PatchAsync("clients/" + id, new { tradeName = "Perdida" }, ("If-Match", first))).Is(HttpStatusCode.PreconditionFailed);
        (await Api.PutAsync("clients/" + id, new { tradeName = "Perdida" }, ("If-Match", first))).Is(HttpStatusCode.PreconditionFailed);
        (await Api.DeleteAsync("clients/" + id, ("If-Match", first))).Is(HttpStatusCode.PreconditionFailed);
        var read = (await Api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK);
        Assert.Equal("Versão dois", read["tradeName"]!.GetValue<string>());
        Assert.Equal(second, read.ETag);
    }

    [Fact]
    public async Task Two_changes_at_once_from_one_version_let_one_through()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Disputado" });
        for (var round = 0; round < 5; round++)
        {
            var etag = (await Api.GetAsync("clients/" + id)).ETag;
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Api.PatchAsync("clients/" + id, new { tradeName = $"Disputado {round}.{n}" }, ("If-Match", etag))));
            Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => a.Is(HttpStatusCode.PreconditionFailed));
        }
    }

    [Fact]
    public async Task Fields_that_admins_added_narrow_the_list()
    {
        await Api.CreateClientAsync(new { tradeName = "Campo azul", fields = new { cor = "azul é", vip = true, nota = 5 } });
        await Api.CreateClientAsync(new { tradeName = "Campo verde", fields = new { cor = "verde", vip = false, nota = 6 } });
        Assert.Equal(["Campo azul"], await Api.NamesAsync("fields.cor=" + Uri.EscapeDataString("azul é")));
        Assert.Equal(["Campo azul", "Campo verde"], (await Api.NamesAsync("sort=tradeName&fields.cor=verde&fields.cor=" + Uri.EscapeDataString("azul é"))));
        Assert.Equal(["Campo azul"], await Api.NamesAsync("fields.vip=true"));
        Assert.Equal(["Campo verde"], await Api.NamesAsync("fields.vip=false"));
        Assert.Equal(["Campo verde"], await Api.NamesAsync("fields.nota=6"));
        Assert.Empty(await Api.NamesAsync("fields.cor=azul%20%C3%A9&fields.nota=6"));
        Assert.Empty(await Api.NamesAsync("fields.outro=1"));
        (await Api.GetAsync("clients?fields.%22=1")).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_download_asked_for_later_is_an_operation_with_a_file()
    {
        await Api.CreateClientAsync(new { tradeName = "Depois A" });
        await Api.CreateClientAsync(new { tradeName = "Depois B" });
        var asked = (await Api.SendAsync(HttpMethod.Get, "clients/export?format=csv&sort=-tradeName&q=depois", headers: ("Prefer", "respond-async"))).Is(HttpStatusCode.Accepted);
        Assert.Equal("respond-async", asked.Message.Headers.GetValues("Preference-Applied").Single());
        var id = asked["id"]!.GetValue<string>(); // an accepted operation has an id
        Assert.EndsWith("/api/operations/" + id, asked.Message.Headers.Location?.OriginalString, StringComparison.Ordinal);
        var done = await Api.EndOfAsync(id);
        Assert.Equal(2, done["processed"]!.GetValue<int>());
        Assert.EndsWith($"/api/operations/{id}/result", done["resultUrl"]!.GetValue<string>(), StringComparison.Ordinal);
        var file = (await Api.GetAsync($"operations/{id}/result")).Is(HttpStatusCode.OK);
        var now = (await Api.GetAsync("clients/export?format=csv&sort=-tradeName&q=depois")).Is(HttpStatusCode.OK);
        Assert.Equal(now.Text, file.Text);
        Assert.Contains("Depois B", file.Text.Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal("text/csv", file.Message.Content.Headers.ContentType?.MediaType);

        // Files go after a month.
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var path = scope.GetRequiredService<ITenantFiles>().PathFor(OperationFiles.Area, id + "-result");
            var clean = scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Platform.CleanUp");
            await clean.RunAsync(CancellationToken.None);
            Assert.True(File.Exists(path));
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
            await clean.RunAsync(CancellationToken.None);
            Assert.False(File.Exists(path));
        });
        (await Api.GetAsync($"operations/{id}/result")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleting_moves_to_the_trash_and_restoring_brings_back()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Vai e volta" });
        (await Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        (await Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent); // twice is a quiet success
        (await Api.GetAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain("Vai e volta", await Api.NamesAsync("q=vai+e+volta"));
        Assert.Contains("Vai e volta", await Api.NamesAsync("deleted=true"));
        (await Api.PostAsync($"clients/{id}/restore")).Is(HttpStatusCode.OK);
        (await Api.PostAsync($"clients/{id}/restore")).Is(HttpStatusCode.OK);
        Assert.Contains("Vai e volta", await Api.NamesAsync("q=vai+e+volta"));
        Assert.DoesNotContain("Vai e volta", await Api.NamesAsync("deleted=true"));
    }

    [Fact]
    public async Task The_same_idempotency_key_creates_once()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var body = new { tradeName = "Uma vez só", email = "uma@vez.example" };
        var first = (await Api.PostAsync("clients", body, key)).Is(HttpStatusCode.Created);
        var again = (await Api.PostAsync("clients", body, key)).Is(HttpStatusCode.Created);
        Assert.Equal(first["id"]!.GetValue<string>(), again["id"]!.GetValue<string>());
        Assert.Equal(first.Message.Headers.Location, again.Message.Headers.Location);
        (await Api.PostAsync("clients", new { tradeName = "Outro corpo" }, key)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Single(await Api.NamesAsync("q=uma+vez"));
        (await Api.PostAsync("clients", body)).Is(HttpStatusCode.Created); // without the key it is another client
        Assert.Equal(2, (await Api.NamesAsync("q=uma+vez")).Length);
    }

    [Fact]
    public async Task The_same_idempotency_key_sent_at_once_creates_once()
    {
        for (var round = 0; round < 3; round++)
        {
            var key = ("Idempotency-Key", Guid.NewGuid().ToString());
            var name = "Concorrente " + Guid.NewGuid().ToString("N");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.PostAsync("clients", new { tradeName = name }, key)));
            Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{(int)a.Status}: {a.Text}"));
            Assert.Single(answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a["id"]!.GetValue<string>()).Distinct());
            Assert.Single(await Api.NamesAsync("q=" + Uri.EscapeDataString(name)));
        }
    }

    [Fact(DisplayName = "CONTRACT: an Idempotency-Key is free again after 24 hours, whether the nightly task came by or not")]
    public async Task A_key_ends_after_a_day()
    {
        var first = (await Api.PostAsync("clients", new { tradeName = "Ontem" }, ("Idempotency-Key", "diaria"))).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        (await Api.PostAsync("clients", new { tradeName = "Hoje" }, ("Idempotency-Key", "diaria"))).Is(HttpStatusCode.UnprocessableEntity);
        var location = "/api/clients/" + first;
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<IdempotentRequest>().Where(r => r.Location!.EndsWith(location)).ExecuteUpdateAsync(r => r.SetProperty(x => x.CreatedUtc, DateTime.UtcNow.AddHours(-25)))));
        var second = (await Api.PostAsync("clients", new { tradeName = "Hoje" }, ("Idempotency-Key", "diaria"))).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await Api.PostAsync("clients", new { tradeName = "Hoje" }, ("Idempotency-Key", "diaria"))).Is(HttpStatusCode.Created)["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Creating_with_and_without_a_key_under_load_never_stalls()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var creators = Enumerable.Range(0, 12).Select(async worker =>
        {
            for (var n = 0; n < 25; n++)
            {
                var headers = worker % 2 == 0 ? new[] { ("Idempotency-Key", Guid.NewGuid().ToString()) } : [];
                (await Api.PostAsync("clients", new { tradeName = $"Carga {worker}.{n}", email = "carga@exemplo.example" }, headers).WaitAsync(deadline.Token)).Is(HttpStatusCode.Created);
            }
        });
        await Task.WhenAll(creators);
        Assert.Equal(300, (await Api.GetAsync("clients?q=carga&total=exact&pageSize=1"))["total"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field_in_the_callers_language()
    {
        var answer = (await Api.PostAsync("clients", new { tradeName = "", taxId = "111.111.111-11", email = "sem-arroba", phone = "12", birthDate = "3000-01-01", address = new { postalCode = "1", country = "Terra" } })).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType?.MediaType);
        var errors = answer["errors"]!.AsObject().ToDictionary(e => e.Key, e => e.Value!.AsArray()[0]!.GetValue<string>(), StringComparer.Ordinal);
        foreach (var field in new[] { "tradeName", "taxId", "email", "phone", "birthDate", "address.postalCode", "address.country" })
        {
            Assert.True(errors.ContainsKey(field), $"{field} is not in {answer.Text}");
        }

        Assert.StartsWith("CPF", errors["taxId"], StringComparison.Ordinal);
        var english = (await Api.PostAsync("clients", new { tradeName = "" }, ("Accept-Language", "en"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEqual(errors["tradeName"], english["errors"]!["tradeName"]!.AsArray()[0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"tradeName\":\"a\",}")]
    [InlineData("""{"tradeName":"a","tradeName":"b"}""")]
    [InlineData("""{"tradeName":"a","fields":{"x":1,"x":2}}""")]
    public async Task A_body_that_cannot_be_read_is_400(string body) =>
        (await Api.PostAsync("clients", body)).Is(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("""{"tradeName":42}""")]
    [InlineData("""{"tradeName":"a","blocked":"sim"}""")]
    [InlineData("""{"tradeName":"a","emails":"a@b.example"}""")]
    [InlineData("""{"tradeName":"a","emails":["um@b.example"],"email":"outro@b.example"}""")]
    [InlineData("""{"tradeName":"a","address":"rua"}""")]
    [InlineData("""{"tradeName":"a","fields":[1]}""")]
    [InlineData("""{"tradeName":"a","personKind":"robot"}""")]
    [InlineData("""{"tradeName":"\ud800"}""")]
    public async Task A_member_that_cannot_be_used_is_422(string body) =>
        (await Api.PostAsync("clients", body)).Is(HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task Another_content_type_is_415()
    {
        using var content = new StringContent("tradeName=a", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        (await Api.SendAsync(HttpMethod.Post, "clients", content)).Is(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Broken_utf8_is_400()
    {
        using var content = new ByteArrayContent([.. """{"tradeName":" """u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        (await Api.SendAsync(HttpMethod.Post, "clients", content)).Is(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("👩🏽‍🚀 Foguetes", "👩🏽‍🚀 Foguetes")]
    [InlineData("مخبز الأمل", "مخبز الأمل")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("=HYPERLINK(\"http://evil.example\")", "=HYPERLINK(\"http://evil.example\")")]
    [InlineData("nul\\u0000o", "nulo")]
    [InlineData("Robert'); DROP TABLE \\\"Clients_Client\\\";--", "Robert'); DROP TABLE \"Clients_Client\";--")]
    public async Task Odd_names_are_kept_as_text(string json, string expected)
    {
        var created = (await Api.PostAsync("clients", $$"""{"tradeName":"{{(json.StartsWith('=') ? json.Replace("\"", "\\\"", StringComparison.Ordinal) : json)}}"}""")).Is(HttpStatusCode.Created);
        var id = created["id"]!.GetValue<string>();
        Assert.Equal(expected, (await Api.GetAsync("clients/" + id))["tradeName"]!.GetValue<string>());
        Assert.Contains(expected, await Api.NamesAsync("tradeName=" + Uri.EscapeDataString(expected)));
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_422() =>
        Assert.NotNull((await Api.PostAsync("clients", new { tradeName = new string('ã', 10_000) })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["tradeName"]);

    [Fact]
    public async Task Read_only_and_unknown_members_are_ignored()
    {
        var created = (await Api.PostAsync("clients", new { tradeName = "Só leitura", id = "999999", status = "active", version = 77, createdUtc = "2001-01-01T00:00:00Z", deletedUtc = "2001-01-01T00:00:00Z", plano = "x" })).Is(HttpStatusCode.Created);
        Assert.NotEqual("999999", created["id"]!.GetValue<string>());
        Assert.Equal("inactive", created["status"]!.GetValue<string>());
        Assert.Equal(1, created["version"]!.GetValue<int>());
        Assert.False(created["createdUtc"]!.GetValue<string>().StartsWith("2001", StringComparison.Ordinal));
        (await Api.GetAsync("clients/" + created["id"]!.GetValue<string>())).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("999999999999999999999999")]
    [InlineData("nada")]
    [InlineData("01JD000000000000000000000X")]
    public async Task An_id_that_nobody_has_is_404(string id)
    {
        (await Api.GetAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
        (await Api.PatchAsync("clients/" + id, new { tradeName = "x" })).Is(HttpStatusCode.NotFound);
        (await Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NotFound);
        (await Api.PostAsync($"clients/{id}/restore")).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "003-04: blocking through the API is kept with its reason")]
    public async Task Blocking_is_kept_with_its_reason()
    {
        var id = await Api.CreateClientAsync(new { tradeName = "Bloqueável" });
        var blocked = (await Api.PatchAsync("clients/" + id, new { blocked = true, blockedReason = "Sem pagamento" })).Is(HttpStatusCode.OK);
        Assert.True(blocked["blocked"]!.GetValue<bool>());
        Assert.Equal("Sem pagamento", blocked["blockedReason"]!.GetValue<string>());
        Assert.Contains("Bloqueável", await Api.NamesAsync("blocked=yes"));
        var free = (await Api.PatchAsync("clients/" + id, new { blocked = false })).Is(HttpStatusCode.OK);
        Assert.Equal("", free["blockedReason"]!.GetValue<string>());
        Assert.DoesNotContain("Bloqueável", await Api.NamesAsync("blocked=yes"));
    }

    [Fact]
    public async Task Fields_that_admins_added_are_merged()
    {
        var id = await Api.CreateClientAsync("""{"tradeName":"Campos","fields":{"Segment":"Varejo","Portfolio":"Carteira A"}}""");
        var patched = (await Api.PatchAsync("clients/" + id, """{"fields":{"Segment":"Saúde","Portfolio":null}}""")).Is(HttpStatusCode.OK);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"Segment":"Saúde"}"""), patched["fields"]), patched.Text);
    }
}

public sealed class ClientsApiOnSqlite(TenantFixture<Sqlite> tenant) : ClientsApiTests<Sqlite>(tenant);

public sealed class ClientsApiOnPostgres(TenantFixture<Postgres> tenant) : ClientsApiTests<Postgres>(tenant);
