using System.Globalization;
using System.Net;
using ClientSuite.Data;
using ClientSuite.Jobs;
using ClientSuite.Privacy;
using ClientSuite.Tenancy;
using ClientSuite.Tests.ClientUsers;
using ClientSuite.Tests.Crash;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Privacy;

/// <summary>Requests, consents, the access log and retention.</summary>
public abstract class RequestTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
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
        (await Tenant.Api.PutAsync($"privacy/purposes/{purpose["id"]}", new { name = "Novidades", text = "Aceito receber novidades e ofertas." })).Is(HttpStatusCode.OK);
        Assert.Contains("texto v1", (await web.GetAsync($"admin/clients/{client}/privacy")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        using var portal = await Tenant.PortalAsync("consente@portal.example");
        var page = (await portal.GetAsync("portal/privacy")).Is(HttpStatusCode.OK);
        Assert.Contains("novidades e ofertas", page.Text, StringComparison.Ordinal);
        var fields = HttpBrowser.Form(page, ("purpose", page.Find("input[name=purpose]").GetAttribute("value")!), ("version", "2"));
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
        Assert.Equal(3, (await Tenant.Api.GetAsync($"privacy/access?clientId={id}")).Is(HttpStatusCode.OK).Json!.AsArray().Count);
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
        var form = (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/privacy/retention", HttpBrowser.Filled(form, "form.cs-form", ("days-clients.trash", "5")))).Is(HttpStatusCode.UnprocessableEntity); // fewer than the rule allows
        (await web.PostAsync("admin/privacy/retention", HttpBrowser.Filled(form, "form.cs-form", ("days-clients.trash", "90")))).Is(HttpStatusCode.Redirect);
        var preview = (await web.GetAsync("admin/privacy/retention")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Lixo velho", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("Lixo guardado", preview, StringComparison.Ordinal);

        await Host.InTenantAsync(Tenant.Name, scope => scope.GetServices<IBackgroundTask>().Single(t => t.Name == "Privacy.ApplyRetention").RunAsync(CancellationToken.None));
        var left = await Tenant.InDatabaseAsync(db => db.Set<ClientSuite.Clients.Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).Where(c => c.TradeName.StartsWith("Lixo ")).Select(c => c.TradeName).OrderBy(n => n).ToListAsync());
        Assert.Equal(["Lixo guardado", "Lixo novo"], left);
        Assert.Equal(["recente"], await Tenant.InDatabaseAsync(db => db.AccessEntries.Where(a => a.UserName == "antigo" || a.UserName == "recente").Select(a => a.UserName).ToListAsync()));
        Assert.Contains("Clientes na lixeira: 1", (await web.GetAsync("admin/privacy/retention")).Text, StringComparison.Ordinal);
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
