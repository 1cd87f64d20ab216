using System.Globalization;
using System.Net;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.Jobs;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Privacy;

/// <summary>Requests, consents, the access log and retention.</summary>
public abstract class RequestTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Theory(DisplayName = "the menu shows where one is on every page of privacy")]
    [InlineData("requests")]
    [InlineData("purposes")]
    [InlineData("access")]
    [InlineData("retention")]
    public async Task Menu(string page)
    {
        using var web = await Tenant.AdminAsync();
        var open = (await web.GetAsync("admin/privacy/" + page)).Is(HttpStatusCode.OK).Document.QuerySelectorAll("nav[aria-label='Menu principal'] a[aria-current=page]");
        Assert.Equal("Privacidade", Assert.Single(open).TextContent.Trim());
    }

    [Fact(DisplayName = "issue 3 §6: a request is registered, listed by its deadline, warned of, and closed with answer and evidence")]
    public async Task A_request()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Pede Acesso" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/privacy/requests/edit?client={id}")).Is(HttpStatusCode.OK);
        var wrong = (await web.PostAsync("admin/privacy/requests/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.RequesterName", ""), ("Form.ClientId", id)))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("#Form_RequesterName-e").TextContent);
        (await web.PostAsync("admin/privacy/requests/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.RequesterName", "Ana Titular"), ("Form.ClientId", "999999999")))).Is(HttpStatusCode.UnprocessableEntity);
        var today = await TodayAsync();
        var received = today.AddDays(-12);
        var saved = (await web.PostAsync("admin/privacy/requests/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.RequesterName", "Ana Titular"), ("Form.RequesterContact", "ana@titular.example"), ("Form.Type", "Access"), ("Form.Details", "Quero tudo"),
            ("Form.ReceivedOn", received.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))))).Is(HttpStatusCode.Redirect);
        var number = PrivacyFixture.Number(saved.Location!.Split('/')[^1]);
        var list = (await web.GetAsync("admin/privacy/requests?state=open")).Is(HttpStatusCode.OK);
        Assert.Contains("Faltam 3 dias", list.Text, StringComparison.Ordinal);
        Assert.Single((await web.GetAsync("admin/privacy/requests?q=TITULÁR+ana")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr"));
        Assert.Contains(received.AddDays(15).ToString("d", CultureInfo.GetCultureInfo("pt-BR")), list.Text, StringComparison.Ordinal);

        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var task = scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.WarnOfDeadlines");
            Assert.Equal("1", await task.RunAsync(CancellationToken.None));
            Assert.Null(await task.RunAsync(CancellationToken.None)); // once
        });
        Assert.Contains("Ana Titular", (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var close = (await web.GetAsync($"admin/privacy/requests/{number}/close")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/privacy/requests/{number}/close", HttpBrowser.Filled(close, "form.cs-form", ("IsRefused", "true")))).Is(HttpStatusCode.UnprocessableEntity); // says why
        using var answer = new MultipartFormDataContent
        {
            { new StringContent("Enviado por e-mail"), "Answer" },
            { new StringContent(close.Token), "__RequestVerificationToken" },
            { new ByteArrayContent("prova"u8.ToArray()), "Evidence", "recibo.txt" },
        };
        (await web.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"admin/privacy/requests/{number}/close") { Content = answer })).Is(HttpStatusCode.Redirect);
        var page = (await web.GetAsync($"admin/privacy/requests/{number}")).Is(HttpStatusCode.OK);
        Assert.Contains("Atendido", page.Text, StringComparison.Ordinal);
        Assert.Equal("prova", (await web.GetAsync(page.Find("dl.facts a[href$='/evidence']").GetAttribute("href")!)).Is(HttpStatusCode.OK).Text);
        Assert.Contains("Criação · Pedido de titular", (await web.GetAsync($"admin/clients/{id}/history")).Text, StringComparison.Ordinal);
        (await Tenant.Api.PostAsync($"privacy/requests/{number}/close", new { answer = "de novo" })).Is(HttpStatusCode.Conflict);

        // As it was answered it is evidence.
        (await Tenant.Api.PutAsync($"privacy/requests/{number}", new { type = "access", requesterName = "Outra pessoa" })).Is(HttpStatusCode.Conflict);
        var edit = (await web.GetAsync($"admin/privacy/requests/edit?number={number}")).Is(HttpStatusCode.OK);
        var refused = (await web.PostAsync($"admin/privacy/requests/edit?number={number}", HttpBrowser.Filled(edit, "form.cs-form", ("Form.RequesterName", "Outra pessoa")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("já foi encerrado", refused.Text, StringComparison.Ordinal);
        var kept = (await Tenant.Api.GetAsync($"privacy/requests/{number}")).Is(HttpStatusCode.OK);
        Assert.Equal(("Ana Titular", id), (kept["requesterName"]!.GetValue<string>(), kept["clientId"]!.GetValue<string>()));
    }

    [Fact(DisplayName = "issue 3 §6: the API registers and changes requests by the same rules; a stale one answers 412")]
    public async Task Over_the_api()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Pela API" });
        Assert.NotNull((await Tenant.Api.PostAsync("privacy/requests", new { type = "access" })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["requesterName"]);
        (await Tenant.Api.PostAsync("privacy/requests", new { requesterName = "x", receivedOn = "2999-01-01" })).Is(HttpStatusCode.Conflict);
        var made = (await Tenant.Api.PostAsync("privacy/requests", new { type = "portability", requesterName = "Caio", clientId = long.Parse(id, CultureInfo.InvariantCulture) })).Is(HttpStatusCode.Created);
        Assert.Equal((await TodayAsync()).AddDays(15).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), made["dueOn"]!.GetValue<string>());
        (await Tenant.Api.PutAsync($"privacy/requests/{made["id"]}", new { type = "access", requesterName = "Caio B.", version = 1 })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PutAsync($"privacy/requests/{made["id"]}", new { type = "access", requesterName = "Caio C.", version = 1 })).Is(HttpStatusCode.PreconditionFailed);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.GetAsync("privacy/requests")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "issue 3 §6: a consent is given to a version of the words, never ticked beforehand, and revoked as easily, by the staff and in the portal")]
    public async Task Consents()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Consente", "consente@portal.example");
        await Tenant.VerifyAsync(users);
        var purpose = (await Tenant.Api.PostAsync("privacy/purposes", new { name = "Novidades", text = "Aceito receber novidades." })).Is(HttpStatusCode.Created);
        using var web = await Tenant.AdminAsync();
        var dialog = (await web.GetAsync($"admin/clients/{client}/privacy/consents/{purpose["id"]}/give")).Is(HttpStatusCode.OK);
        Assert.False(dialog.Find("#IsGiven").HasAttribute("checked"));
        Assert.Equal("", dialog.Find("#Channel option[selected], #Channel option").GetAttribute("value"));
        (await web.PostAsync($"admin/clients/{client}/privacy/consents/{purpose["id"]}/give", HttpBrowser.Filled(dialog, "form.cs-form", ("Channel", "Phone")))).Is(HttpStatusCode.UnprocessableEntity);
        (await web.PostAsync($"admin/clients/{client}/privacy/consents/{purpose["id"]}/give", HttpBrowser.Filled(dialog, "form.cs-form", ("Channel", "Phone"), ("IsGiven", "true")))).Is(HttpStatusCode.Redirect);
        var words = (await web.GetAsync($"admin/privacy/purposes/edit?number={purpose["id"]}")).Is(HttpStatusCode.OK);
        (await Tenant.Api.PutAsync($"privacy/purposes/{purpose["id"]}", new { name = "Novidades", text = "Aceito receber novidades e ofertas.", version = purpose["version"]!.GetValue<int>() })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PutAsync($"privacy/purposes/{purpose["id"]}", new { name = "Novidades", text = "Perdido", version = purpose["version"]!.GetValue<int>() })).Is(HttpStatusCode.PreconditionFailed);
        (await web.PostAsync($"admin/privacy/purposes/edit?number={purpose["id"]}", HttpBrowser.Filled(words, "form.cs-form", ("Form.Text", "Perdido")))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Contains("texto v1", (await web.GetAsync($"admin/clients/{client}/privacy")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        using var portal = await Tenant.PortalAsync("consente@portal.example");
        var page = (await portal.GetAsync("portal/privacy")).Is(HttpStatusCode.OK);
        Assert.Contains("novidades e ofertas", page.Text, StringComparison.Ordinal);
        var fields = HttpBrowser.Form(page, ("purpose", PurposeIn(page, "Novidades", "purpose")), ("version", "2"));
        (await portal.PostAsync("portal/privacy?handler=Give", fields)).Is(HttpStatusCode.Redirect);
        (await portal.PostAsync("portal/privacy?handler=Revoke", fields)).Is(HttpStatusCode.Redirect);
        var ledger = (await Tenant.Api.GetAsync($"clients/{client}/consents")).Is(HttpStatusCode.OK).Json!.AsArray();
        Assert.Equal([2, 1], ledger.Select(c => c!["textVersion"]!.GetValue<int>()));
        Assert.Equal("portal", ledger[0]!["revokedChannel"]!.GetValue<string>());
        Assert.All(ledger, c => Assert.NotNull(c!["revokedUtc"]));
        var stored = await Tenant.InDatabaseAsync(db => db.Consents.AsNoTracking().SingleAsync(c => c.TextVersion == 2));
        Assert.NotNull(stored.RemoteIp);
        Assert.Contains("Consentimento", (await web.GetAsync($"admin/clients/{client}/history")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "003-72: of a client's users the first one alone gives and revokes its consents")]
    public async Task Only_the_first_user_consents()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Dois na conta", "primeira@portal.example", "segunda@portal.example");
        await Tenant.VerifyAsync(users);
        (await Tenant.Api.PostAsync("privacy/purposes", new { name = "Avisos", text = "Aceito avisos.", isInPortal = true })).Is(HttpStatusCode.Created);
        using var second = await Tenant.PortalAsync("segunda@portal.example");
        var page = (await second.GetAsync("portal/privacy")).Is(HttpStatusCode.OK);
        Assert.Null(page.Document.QuerySelector("input[name=purpose]"));
        Assert.Contains("Só o primeiro usuário", page.Text, StringComparison.Ordinal);
        using var first = await Tenant.PortalAsync("primeira@portal.example");
        var own = (await first.GetAsync("portal/privacy")).Is(HttpStatusCode.OK);
        var fields = HttpBrowser.Form(own, ("purpose", PurposeIn(own, "Avisos", "purpose")), ("version", PurposeIn(own, "Avisos", "version")));
        await second.PostAsync("portal/privacy?handler=Give", HttpBrowser.Form(page, ("purpose", fields["purpose"]), ("version", fields["version"])));
        Assert.Empty((await Tenant.Api.GetAsync($"clients/{client}/consents")).Is(HttpStatusCode.OK).Json!.AsArray());
        (await first.PostAsync("portal/privacy?handler=Give", fields)).Is(HttpStatusCode.Redirect);
        Assert.Single((await Tenant.Api.GetAsync($"clients/{client}/consents")).Is(HttpStatusCode.OK).Json!.AsArray());
    }

    /// <summary>What the portal's page posts of a purpose.</summary>
    private static string PurposeIn(WebPage page, string name, string field) =>
        page.Document.QuerySelectorAll("article.pp-item").Single(a => a.QuerySelector("h3")?.TextContent == name).QuerySelector($"input[name={field}]")?.GetAttribute("value") ?? "";

    [Fact(DisplayName = "issue 3 §6: who saw a client stands in the access log within a second, once in ten minutes, by page, API and file")]
    public async Task Access_log()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Muito visto" });
        (await Tenant.Api.SendAsync(HttpMethod.Post, $"clients/{id}/documents?name=a.txt", new ByteArrayContent("x"u8.ToArray()))).Is(HttpStatusCode.Created);
        using var web = await Tenant.AdminAsync();
        for (var visit = 0; visit < 3; visit++)
        {
            (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK);
            (await Tenant.Api.GetAsync("clients/" + id)).Is(HttpStatusCode.OK);
        }

        (await Tenant.Api.GetAsync($"clients/{id}/documents/zip")).Is(HttpStatusCode.OK);
        await Eventually.HoldsAsync(async () => (await Entries(id)).Count >= 3);
        var entries = await Entries(id);
        Assert.Equal(["Api ", "Download documents", "Page overview"], entries.Select(e => $"{e.Kind} {e.Detail}").Order(StringComparer.Ordinal));
        Assert.All(entries, e => Assert.Equal((TestHost.AdminName, true), (e.UserName, e.RemoteIp is not null)));
        var page = (await web.GetAsync($"admin/privacy/access?client={id}")).Is(HttpStatusCode.OK);
        Assert.Equal(3, page.Document.QuerySelectorAll("tbody tr").Length);
        var told = (await Tenant.Api.GetAsync($"privacy/access?clientId={id}")).Is(HttpStatusCode.OK).Json!.AsArray();
        Assert.Equal([id, id, id], told.Select(a => a!["clientId"]!.GetValue<string>()));
    }

    [Fact(DisplayName = "issue 3 §6: each download of a list stands in the access log with its count and filter, and is found by them")]
    public async Task Downloads_of_lists()
    {
        await Tenant.Api.CreateClientAsync(new { tradeName = "Baixado Um", address = new { city = "Ouro Preto" } });
        await Tenant.Api.CreateClientAsync(new { tradeName = "Baixado Dois", address = new { city = "Ouro Preto" } });
        for (var times = 0; times < 2; times++)
        {
            (await Tenant.Api.GetAsync("clients/export?city=Ouro%20Preto&format=csv&sort=id")).Is(HttpStatusCode.OK);
        }

        await Eventually.HoldsAsync(async () => (await ListsAsync()).Count == 2);
        Assert.All(await ListsAsync(), a => Assert.Equal((AccessKind.Export, 2L, "city=Ouro Preto", "csv", TestHost.AdminName), (a.Kind, a.Clients, a.Filter, a.Detail, a.UserName)));
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin/privacy/access?q=Ouro%20Preto")).Is(HttpStatusCode.OK);
        Assert.Equal(2, page.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Lista com 2 clientes", page.Text, StringComparison.Ordinal);
        Assert.NotEmpty((await web.GetAsync("admin/privacy/access?kind=Export&q=" + TestHost.AdminName.ToUpperInvariant())).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr"));

        Task<List<AccessEntry>> ListsAsync() => Tenant.InDatabaseAsync(db => db.AccessEntries.AsNoTracking().Where(a => a.Filter.Contains("Ouro Preto")).ToListAsync());
    }

    [Fact(DisplayName = "issue 3 §6: who is anonymised or erased stands in no query of a downloaded list any more; what was looked for otherwise stays")]
    public async Task Searches_for_who_is_gone()
    {
        var person = await Tenant.Api.AddPersonAsync();
        await NotedAsync(("q", person.Name));
        await NotedAsync(("q", "zimb"));
        await NotedAsync(("email", person.Email));
        await NotedAsync(("q", person.Cpf));
        await NotedAsync(("city", "Diamantina"), ("q", person.Name.ToLowerInvariant()));
        await NotedAsync(("q", "Zacarias Outro"));

        var begun = (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Name })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());
        var left = await Tenant.InDatabaseAsync(db => db.AccessEntries.Where(a => a.Filter != "").OrderBy(a => a.Id).Select(a => a.Filter).ToListAsync());
        Assert.Equal(["q=…", "q=…", "email=…", "q=…", "city=Diamantina&q=…", "q=Zacarias Outro"], left.TakeLast(6));

        var erased = await Tenant.Api.CreateClientAsync(new { tradeName = "Quitéria & Vasques", email = "quiteria@apagada.example" });
        await NotedAsync(("q", "Quitéria & Vasques"));
        await NotedAsync(("q", "quiteria@apagada.example"));
        (await Tenant.Api.DeleteAsync("clients/" + erased)).Is(HttpStatusCode.NoContent);
        using var web = await Tenant.AdminAsync();
        var purge = (await web.GetAsync($"admin/clients/trash/{erased}/purge")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/trash/{erased}/purge", HttpBrowser.Filled(purge, "form.cs-form", ("Typed", "Quitéria & Vasques")))).Is(HttpStatusCode.Redirect);
        left = await Tenant.InDatabaseAsync(db => db.AccessEntries.Where(a => a.Filter != "").OrderBy(a => a.Id).Select(a => a.Filter).ToListAsync());
        Assert.Equal(["q=…", "q=…"], left.TakeLast(2));

        // Downloads are stored a moment later, one after the other here, so that they keep their order.
        async Task NotedAsync(params (string Field, string Value)[] query)
        {
            var before = await CountAsync();
            (await Tenant.Api.GetAsync("clients/export?format=csv&" + string.Join('&', query.Select(q => $"{q.Field}={Uri.EscapeDataString(q.Value)}")))).Is(HttpStatusCode.OK);
            await Eventually.HoldsAsync(async () => await CountAsync() == before + 1);
        }

        Task<int> CountAsync() => Tenant.InDatabaseAsync(db => db.AccessEntries.CountAsync(a => a.Filter != ""));
    }

    [Fact(DisplayName = "issue 3 §6: what the bell tells of a client goes with it, when it is erased and when it is made anonymous")]
    public async Task Bells_of_who_is_gone()
    {
        var erased = await Tenant.Api.CreateClientAsync(new { tradeName = "Sino Apagado" });
        (await Tenant.Api.PatchAsync("clients/" + erased, new { blocked = true })).Is(HttpStatusCode.OK);
        await PressAsync(erased, "Titular Apagado");
        var person = await Tenant.Api.AddPersonAsync();
        await PressAsync(person.Id, "Titular Anônimo");
        await PressAsync(null, "Titular Sem Cliente");
        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.WarnOfDeadlines").RunAsync(CancellationToken.None));
        using var web = await Tenant.AdminAsync();
        await Eventually.HoldsAsync(async () => (await BellAsync()).Contains("Sino Apagado", StringComparison.Ordinal));
        var bell = await BellAsync();
        Assert.All(["Titular Apagado", "Titular Anônimo", "Titular Sem Cliente"], name => Assert.Contains(name, bell, StringComparison.Ordinal));

        (await Tenant.Api.DeleteAsync("clients/" + erased)).Is(HttpStatusCode.NoContent);
        var purge = (await web.GetAsync($"admin/clients/trash/{erased}/purge")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/trash/{erased}/purge", HttpBrowser.Filled(purge, "form.cs-form", ("Typed", "Sino Apagado")))).Is(HttpStatusCode.Redirect);
        bell = await BellAsync();
        Assert.DoesNotContain("Sino Apagado", bell, StringComparison.Ordinal);
        Assert.DoesNotContain("Titular Apagado", bell, StringComparison.Ordinal);
        Assert.Contains("Titular Anônimo", bell, StringComparison.Ordinal);

        await CloseAsync("Titular Anônimo");
        var begun = (await Tenant.Api.PostAsync($"clients/{person.Id}/privacy/anonymization", new { confirm = person.Name })).Is(HttpStatusCode.Accepted);
        await Tenant.Api.EndsWellAsync(begun["operationId"]!.GetValue<string>());
        bell = await BellAsync();
        Assert.DoesNotContain("Titular Anônimo", bell, StringComparison.Ordinal);
        Assert.Contains("Titular Sem Cliente", bell, StringComparison.Ordinal);

        async Task PressAsync(string? client, string name) =>
            (await Tenant.Api.PostAsync("privacy/requests", new { type = "access", requesterName = name, clientId = client is null ? (long?)null : long.Parse(client, CultureInfo.InvariantCulture), receivedOn = (await TodayAsync()).AddDays(-12).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })).Is(HttpStatusCode.Created);

        async Task<string> BellAsync() => string.Join('\n', (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("ul.rows > li").Select(r => r.TextContent));

        async Task CloseAsync(string name)
        {
            var number = await Tenant.InDatabaseAsync(db => db.DataRequests.Where(r => r.RequesterName == name).Select(r => r.Id).SingleAsync());
            (await Tenant.Api.PostAsync($"privacy/requests/{number}/close", new { answer = "Feito" })).Is(HttpStatusCode.OK);
        }
    }

    [Fact(DisplayName = "issue 3 §6: operations that ended long ago are forgotten; those under way and the younger ones stay")]
    public async Task Old_operations()
    {
        var now = DateTime.UtcNow;
        await Tenant.InDatabaseAsync(async db =>
        {
            foreach (var (title, state, finished) in new[] { ("Velha", OperationState.Succeeded, (DateTime?)now.AddDays(-400)), ("Velha desfeita", OperationState.Undone, now.AddDays(-366)), ("Nova", OperationState.Failed, now.AddDays(-300)), ("Parada", OperationState.Paused, null) })
            {
                db.Add(new Operation { PublicId = PublicId.New(TimeProvider.System), Kind = "tests.done", Title = title, State = state, CreatedUtc = now.AddDays(-500), FinishedUtc = finished });
            }

            return await db.SaveChangesAsync();
        });
        using var web = await Tenant.AdminAsync();
        Assert.Contains("Velha desfeita", (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.ApplyRetention").RunAsync(CancellationToken.None));
        Assert.Equal(["Nova", "Parada"], await Tenant.InDatabaseAsync(db => db.Set<Operation>().Where(o => o.Title == "Velha" || o.Title == "Velha desfeita" || o.Title == "Nova" || o.Title == "Parada").OrderBy(o => o.Title).Select(o => o.Title).ToListAsync()));
        await Tenant.InDatabaseAsync(db => db.Set<Operation>().Where(o => o.Title == "Parada").ExecuteDeleteAsync()); // nobody is anonymised while one waits
    }

    [Fact(DisplayName = "issue 3 §6: an operation that nobody may stop offers neither pause nor cancel")]
    public async Task Unstoppable()
    {
        var (stoppable, unstoppable) = (PublicId.New(TimeProvider.System), PublicId.New(TimeProvider.System));
        await Tenant.InDatabaseAsync(async db =>
        {
            db.AddRange(new[] { (stoppable, "clients.bulk"), (unstoppable, "privacy.anonymize") }.Select(o => new Operation { PublicId = o.Item1, Kind = o.Item2, Title = o.Item2, State = OperationState.Paused, CreatedUtc = DateTime.UtcNow }));
            return await db.SaveChangesAsync();
        });
        using var web = await Tenant.AdminAsync();
        Assert.NotEmpty((await web.GetAsync("admin/operations/" + stoppable)).Is(HttpStatusCode.OK).Document.QuerySelectorAll("[data-action=cancel]"));
        Assert.Empty((await web.GetAsync("admin/operations/" + unstoppable)).Is(HttpStatusCode.OK).Document.QuerySelectorAll("[data-action=cancel]"));
        await Tenant.InDatabaseAsync(db => db.Set<Operation>().Where(o => o.PublicId == stoppable || o.PublicId == unstoppable).ExecuteDeleteAsync()); // nobody is anonymised while one waits
    }

    [Fact(DisplayName = "issue 3 §6: retention shows what would go, leaves what is held and what is younger, and its report stands in the history")]
    public async Task Retention()
    {
        var (old, held, young) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Lixo velho" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Lixo guardado" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Lixo novo" }));
        (await Tenant.Api.PutAsync($"clients/{held}/privacy/hold", new { reason = "Auditoria" })).Is(HttpStatusCode.NoContent);
        foreach (var id in new[] { old, held, young })
        {
            (await Tenant.Api.DeleteAsync("clients/" + id)).Is(HttpStatusCode.NoContent);
        }

        await Tenant.InDatabaseAsync(async db =>
        {
            foreach (var id in new[] { PrivacyFixture.Number(old), PrivacyFixture.Number(held) })
            {
                (await db.Set<ClientSuite.Clients.Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).SingleAsync(c => c.Id == id)).DeletedUtc = DateTime.UtcNow.AddDays(-100);
            }

            db.Add(new AccessEntry { AtUtc = DateTime.UtcNow.AddDays(-200), UserName = "antigo", Kind = AccessKind.Page });
            db.Add(new AccessEntry { AtUtc = DateTime.UtcNow.AddDays(-100), UserName = "recente", Kind = AccessKind.Page });
            return await db.SaveChangesAsync();
        });
        using var web = await Tenant.AdminAsync();
        var rules = (await web.GetAsync("admin/settings/privacy")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled(rules, "form.cs-form", ("Form.MarketsToUnasked", "true"), ("Form.RequestDays", "14")))).Is(HttpStatusCode.Redirect);
        var form = (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/privacy/retention", HttpBrowser.Filled(form, "form.cs-form", ("days-clients.trash", "5")))).Is(HttpStatusCode.UnprocessableEntity); // fewer than the rule allows
        (await web.PostAsync("admin/privacy/retention", HttpBrowser.Filled(form, "form.cs-form", ("days-clients.trash", "90")))).Is(HttpStatusCode.Redirect);
        var preview = (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Lixo velho", preview, StringComparison.Ordinal);
        rules = (await web.GetAsync("admin/settings/privacy")).Is(HttpStatusCode.OK);
        Assert.Equal((true, "14"), (rules.Find("#Form_MarketsToUnasked").HasAttribute("checked"), rules.Find("#Form_RequestDays").GetAttribute("value")));
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled(rules, "form.cs-form", ("Form.MarketsToUnasked", "false"), ("Form.RequestDays", "15")))).Is(HttpStatusCode.Redirect); // other tests count on the defaults
        Assert.DoesNotContain("Lixo guardado", preview, StringComparison.Ordinal);

        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.ApplyRetention").RunAsync(CancellationToken.None));
        var left = await Tenant.InDatabaseAsync(db => db.Set<ClientSuite.Clients.Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => c.TradeName.StartsWith("Lixo ")).Select(c => c.TradeName).OrderBy(n => n).ToListAsync());
        Assert.Equal(["Lixo guardado", "Lixo novo"], left);
        Assert.Equal(["recente"], await Tenant.InDatabaseAsync(db => db.AccessEntries.Where(a => a.UserName == "antigo" || a.UserName == "recente").Select(a => a.UserName).ToListAsync()));
        Assert.Contains("Clientes na lixeira: 1", (await web.GetAsync("admin/privacy/retention")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A12: the identity of a client's user goes half a year after the last account did, with its traces; whoever has an account, had one lately or is held stays")]
    public async Task Without_an_account()
    {
        string[] all = ["gone@ficha.example", "purged@ficha.example", "lately@ficha.example", "active@ficha.example", "held@ficha.example", "two@ficha.example"];
        var (client, users) = await Tenant.Api.AddClientAsync("Ficha", ["first@ficha.example", .. all.Where(a => a[0] is not ('p' or 'h'))]);
        var (purged, _) = await Tenant.Api.AddClientAsync("Ficha apagada", "purged@ficha.example");
        var (held, heldUsers) = await Tenant.Api.AddClientAsync("Ficha guardada", "other@ficha.example", "held@ficha.example");
        var (second, _) = await Tenant.Api.AddClientAsync("Ficha dupla");
        (await Tenant.Api.PostAsync($"clients/{second}/users", new { name = "Usuário two", email = "two@ficha.example" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PutAsync($"clients/{held}/privacy/hold", new { reason = "Auditoria" })).Is(HttpStatusCode.NoContent);
        foreach (var path in new[] { 1, 2, 4 }.Select(i => $"{client}/users/{users[i]}").Append($"{held}/users/{heldUsers[1]}"))
        {
            (await Tenant.Api.DeleteAsync("clients/" + path)).Is(HttpStatusCode.NoContent);
        }

        using var web = await Tenant.AdminAsync();
        (await Tenant.Api.DeleteAsync("clients/" + purged)).Is(HttpStatusCode.NoContent);
        var purge = (await web.GetAsync($"admin/clients/trash/{purged}/purge")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/trash/{purged}/purge", HttpBrowser.Filled(purge, "form.cs-form", ("Typed", "Ficha apagada")))).Is(HttpStatusCode.Redirect);
        var (created, left) = (DateTime.UtcNow.AddDays(-300), DateTime.UtcNow.AddDays(-200));
        await Tenant.InDatabaseAsync(async db =>
        {
            (await Identities(db).ToListAsync()).ForEach(u => u.CreatedUtc = created);
            (await db.Set<ClientSuite.ClientUsers.ClientMembership>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(m => m.DeletedUtc != null && m.Email != "lately@ficha.example" && m.Email.EndsWith("@ficha.example")).ToListAsync()).ForEach(m => m.DeletedUtc = left);
            return await db.SaveChangesAsync();
        });
        var preview = (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Usuário gone", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("Usuário lately", preview, StringComparison.Ordinal);
        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.ApplyRetention").RunAsync(CancellationToken.None));
        Assert.Equal(["active@ficha.example", "held@ficha.example", "lately@ficha.example", "two@ficha.example"], await Tenant.InDatabaseAsync(async db => (await Identities(db).Select(u => u.Email).ToListAsync()).Intersect(all).Order(StringComparer.Ordinal).ToList()));
        var texts = await Tenant.InDatabaseAsync(PrivacyFixture.AllTextsAsync);
        Assert.DoesNotContain(texts, t => t.Table.StartsWith("Users_", StringComparison.Ordinal) && t.Text.Contains("gone@ficha.example", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(texts, t => t.Table == "ClientUsers_Membership" && t.Text.Contains("gone@ficha.example", StringComparison.OrdinalIgnoreCase));

        static IQueryable<User> Identities(TenantDb db) => db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).Where(u => u.Kind == UserKind.Portal && u.Email!.EndsWith("@ficha.example"));
    }

    [Fact(DisplayName = "issue 3 §6: the data protection officer is a setting that the portal shows")]
    public async Task Officer()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Vê encarregado", "ve@portal.example");
        await Tenant.VerifyAsync(users);
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync("admin/settings/privacy")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled(form, "form.cs-form", ("Form.DpoEmail", "nada")))).Is(HttpStatusCode.UnprocessableEntity);
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled(form, "form.cs-form", ("Form.DpoName", "Dora Dados"), ("Form.DpoEmail", "dora@empresa.example")))).Is(HttpStatusCode.Redirect);
        using var portal = await Tenant.PortalAsync("ve@portal.example");
        var page = (await portal.GetAsync("portal/privacy")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Dora Dados", page, StringComparison.Ordinal);
        Assert.Contains("mailto:dora@empresa.example", page, StringComparison.Ordinal);
        var foot = (await portal.GetAsync("portal")).Is(HttpStatusCode.OK).Find("footer.cs-foot a");
        Assert.Equal(("Encarregado de dados (DPO): Dora Dados", "mailto:dora@empresa.example"), (foot.TextContent, foot.GetAttribute("href")));
        using var anonymous = Tenant.Web();
        Assert.Contains("Dora Dados", (await anonymous.GetAsync("portal/sign-in")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Dora Dados", (await anonymous.GetAsync("sign-in")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "issue 3 §6: in the portal the client's user makes a request, which the staff see with its 15 days, and reads the answer; nobody else's")]
    public async Task Asked_in_the_portal()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Pede no portal", "pede@portal.example", "outro@portal.example");
        await Tenant.VerifyAsync(users);
        using var portal = await Tenant.PortalAsync("pede@portal.example");
        var form = (await portal.GetAsync("portal/privacy/request")).Is(HttpStatusCode.OK);
        Assert.Empty(form.Document.QuerySelectorAll("input[type=radio][checked]"));
        (await portal.PostAsync("portal/privacy/request", HttpBrowser.Form(form, ("Form.Details", "sem tipo")))).Is(HttpStatusCode.UnprocessableEntity);
        (await portal.PostAsync("portal/privacy/request", HttpBrowser.Form(form, ("Form.Type", "Correction")))).Is(HttpStatusCode.UnprocessableEntity); // says not what
        for (var times = 0; times < 2; times++) // a second click is no second request
        {
            Assert.EndsWith("/portal/privacy", (await portal.PostAsync("portal/privacy/request", HttpBrowser.Form(form, ("Form.Type", "Correction"), ("Form.Details", "Meu e-mail mudou")))).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        }

        var stored = await Tenant.InDatabaseAsync(db => db.DataRequests.AsNoTracking().SingleAsync(r => r.Details == "Meu e-mail mudou"));
        var today = await TodayAsync();
        Assert.Equal((PrivacyFixture.Number(client), RequestStatus.Open, "pede@portal.example", today, today.AddDays(15)), (stored.ClientId, stored.Status, stored.RequesterContact, stored.ReceivedOn, stored.DueOn));
        using var web = await Tenant.AdminAsync();
        var list = (await web.GetAsync("admin/privacy/requests?state=open&q=pede@portal.example")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Faltam 15 dias", list, StringComparison.Ordinal);
        Assert.Contains("Usuário pede, de Pede no portal", (await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Pedido feito no portal", (await web.GetAsync($"admin/privacy/requests/{stored.Id}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Faltam 15 dias", (await portal.GetAsync("portal/privacy")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        (await Tenant.Api.PostAsync($"privacy/requests/{stored.Id}/close", new { answer = "Corrigimos o e-mail." })).Is(HttpStatusCode.OK);
        var answered = (await portal.GetAsync("portal/privacy")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Atendido", answered, StringComparison.Ordinal);
        Assert.Contains("Corrigimos o e-mail.", answered, StringComparison.Ordinal);
        using var other = await Tenant.PortalAsync("outro@portal.example");
        Assert.DoesNotContain("Meu e-mail mudou", (await other.GetAsync("portal/privacy")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        for (var times = 0; times <= RequestDesk.MostOpen; times++)
        {
            (await other.PostAsync("portal/privacy/request", HttpBrowser.Form((await other.GetAsync("portal/privacy/request")).Is(HttpStatusCode.OK), ("Form.Type", "Access"), ("Form.Details", $"Número {times}"))))
                .Is(times < RequestDesk.MostOpen ? HttpStatusCode.Redirect : HttpStatusCode.UnprocessableEntity);
        }
    }

    [Fact(DisplayName = "issue 3 §6: the same request, posted many times at the same moment, is one request and one notification; once it is closed it may be asked again")]
    public async Task Asked_twice_at_once()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Pede em dobro", "dobro@portal.example");
        await Tenant.VerifyAsync(users);
        using var portal = await Tenant.PortalAsync("dobro@portal.example");
        var form = (await portal.GetAsync("portal/privacy/request")).Is(HttpStatusCode.OK);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => portal.PostAsync("portal/privacy/request", HttpBrowser.Form(form, ("Form.Type", "Access"), ("Form.Details", "Em dobro")))));
        Assert.All(answers, a => a.Is(HttpStatusCode.Redirect));
        var stored = await Tenant.InDatabaseAsync(db => db.DataRequests.AsNoTracking().SingleAsync(r => r.Details == "Em dobro"));
        using var web = await Tenant.AdminAsync();
        Assert.Single((await web.GetAsync("admin/notifications/panel")).Is(HttpStatusCode.OK).Text.Split("Usuário dobro, de Pede em dobro").Skip(1));

        // However the moments fall: the database itself takes no second one.
        await Tenant.Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            db.Add(DataRequest.Ask(stored.AccountId!.Value, new RequestForm { Type = RequestType.Access, ClientId = stored.ClientId, RequesterName = "dobro", Details = "Em dobro", ReceivedOn = stored.ReceivedOn }, 15)); // asked in the portal
            var failure = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            Assert.True(scope.GetRequiredService<IUniqueRules>().IsBroken<DataRequest>(db, nameof(DataRequest.AskKey), failure));
        });

        (await Tenant.Api.PostAsync($"privacy/requests/{stored.Id}/close", new { answer = "Feito." })).Is(HttpStatusCode.OK);
        (await portal.PostAsync("portal/privacy/request", HttpBrowser.Form(form, ("Form.Type", "Access"), ("Form.Details", "Em dobro")))).Is(HttpStatusCode.Redirect);
        Assert.Equal(2, await Tenant.InDatabaseAsync(db => db.DataRequests.CountAsync(r => r.Details == "Em dobro")));
    }

    [Fact(DisplayName = "CONTRACT: a body that is no JSON by its own word is 415 in the privacy API, none that can be read 400")]
    public async Task No_JSON()
    {
        foreach (var path in new[] { "privacy/requests", "privacy/purposes" })
        {
            using var text = new StringContent("olá", System.Text.Encoding.UTF8, "text/plain");
            (await Tenant.Api.SendAsync(HttpMethod.Post, path, text)).Is(HttpStatusCode.UnsupportedMediaType);
            (await Tenant.Api.PostAsync(path, "[1]")).Is(HttpStatusCode.BadRequest);
        }

        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Sem corpo" });
        (await Tenant.Api.PostAsync($"clients/{id}/privacy/exports")).Is(HttpStatusCode.BadRequest);
    }

    [Fact(DisplayName = "000-61, 000-65, issue 3 §6: the demo shows mails in every state, which never leave, consents given and revoked, an open and a finished request")]
    public async Task Samples()
    {
        var made = await Host.SetUpAsync("agency", TDatabase.IsPostgres, "agency", withSampleData: true);
        await Host.InTenantAsync(made.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var mails = await db.Set<EmailMessage>().Where(m => m.Kind == "message").ToListAsync();
            Assert.Equal([EmailStatus.Queued, EmailStatus.Sent, EmailStatus.Failed, EmailStatus.Bounced], mails.Select(m => m.Status).Distinct().Order());
            Assert.All(mails, m => Assert.Null(m.NextAttemptUtc));
            Assert.Equal([RequestStatus.Open, RequestStatus.Answered], await db.DataRequests.OrderByDescending(r => r.DueOn).Select(r => r.Status).ToListAsync());
            Assert.Equal((4, 2), (await db.Consents.CountAsync(c => c.RevokedUtc == null), await db.Consents.CountAsync(c => c.RevokedUtc != null)));
        });
        using var web = new HttpBrowser(Host.Address(made));
        await web.SignInAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(made));
        var school = (await api.GetAsync("clients?q=Escola%20Boa%20Vista")).Is(HttpStatusCode.OK)["items"]![0]!["id"]!.GetValue<string>();
        var tab = (await web.GetAsync($"admin/clients/{school}/emails")).Is(HttpStatusCode.OK).Find("tbody").TextContent;
        Assert.Contains("Novidades de novembro", tab, StringComparison.Ordinal);
        Assert.Contains("Na fila", tab, StringComparison.Ordinal);
        Assert.Contains("Faltam 11 dias", (await web.GetAsync("admin/privacy/requests")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    private async Task<DateOnly> TodayAsync()
    {
        var today = default(DateOnly);
        await Host.InTenantAsync(Tenant.Name, scope =>
        {
            today = scope.GetRequiredService<TenantClock>().Today;
            return Task.CompletedTask;
        });
        return today;
    }

    private Task<List<AccessEntry>> Entries(string id)
    {
        var number = PrivacyFixture.Number(id);
        return Tenant.InDatabaseAsync(db => db.AccessEntries.AsNoTracking().Where(a => a.ClientId == number).ToListAsync());
    }
}

public sealed class RequestOnSqlite(TenantFixture<Sqlite> tenant) : RequestTests<Sqlite>(tenant);

public sealed class RequestOnPostgres(TenantFixture<Postgres> tenant) : RequestTests<Postgres>(tenant);
