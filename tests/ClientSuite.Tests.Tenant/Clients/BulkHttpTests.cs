using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClientSuite.Clients;
using ClientSuite.Data;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Operations;
using ClientSuite.Outbox;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Bulk actions: what they say before, what they leave behind, and how they are taken back.</summary>
public abstract class BulkHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "004-07: clients are restored from the trash together, and that is taken back")]
    public async Task Restored_together()
    {
        var ids = await CreateAsync("Volta", 3);
        (await Tenant.Api.PostAsync("clients/bulk/delete", new { ids })).Is(HttpStatusCode.Accepted);
        var deleted = (await ClientsAsync(ids)).Select(c => c.DeletedUtc).ToList();
        Assert.DoesNotContain(null, deleted);

        using var web = await Tenant.AdminAsync();
        Assert.Equal("restore", (await web.GetAsync("admin/clients/trash")).Is(HttpStatusCode.OK).Find(".cs-bulk [data-bulk]").GetAttribute("value"));
        var ask = (await web.PostAsync("admin/clients/bulk/restore?handler=Preview", await FormAsync(web, ("ids", string.Join(',', ids))))).Is(HttpStatusCode.OK);
        Assert.Equal("Restaurar 3 clientes?", ask.Find("h1.h-page").TextContent);
        Assert.Contains("Volta 0, Volta 1, Volta 2", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/admin/clients/trash", (await web.PostAsync(ask.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(ask, "form.cs-form"))).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        Assert.All(await ClientsAsync(ids), c => Assert.Null(c.DeletedUtc));

        var undo = (await web.GetAsync("admin/clients/trash")).Is(HttpStatusCode.OK).Find("[data-undo]").GetAttribute("data-undo")!;
        (await web.PostAsync(undo, await FormAsync(web))).Is(HttpStatusCode.Redirect);
        Assert.Equal(deleted, (await ClientsAsync(ids)).Select(c => c.DeletedUtc)); // in the trash since when they were
        Assert.Contains("3 clientes voltaram ao que eram.", (await web.GetAsync("admin/clients")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-07: all that match but those unticked, whose ids travel in the body")]
    public async Task All_but_some()
    {
        const int count = 3_000;
        var rows = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"Maré {n},m{n}@mare.example"));
        await Tenant.Api.EndOfAsync((await Tenant.Api.ImportAsync(Tables.Csv(["nome,email", .. rows]), "mare.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
        var all = await Tenant.InDatabaseAsync(db => db.Set<Client>().Where(c => EF.Functions.Like(c.Email, "%@mare.example")).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync());
        var unticked = all.Take(2_500).ToList();

        using var web = await Tenant.AdminAsync();
        var form = await FormAsync(web, ("all", "true"), ("except", string.Join(',', unticked)));
        var ask = (await web.PostAsync("admin/clients/bulk/block?email=mare.example&handler=Preview", form)).Is(HttpStatusCode.OK);
        Assert.Equal("Bloquear 500 clientes?", ask.Find("h1.h-page").TextContent);
        Assert.Contains(" e mais 495", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        var action = ask.Find("form.cs-form").GetAttribute("action")!;
        Assert.EndsWith("/admin/clients/bulk/block?email=mare.example", action, StringComparison.Ordinal);
        var operation = Last((await web.PostAsync(action, HttpBrowser.Filled(ask, "form.cs-form"))).Is(HttpStatusCode.Redirect).Location!);
        Assert.Equal(500, (await Tenant.Api.EndOfAsync(operation))["updated"]!.GetValue<int>());
        Assert.Equal(all.Except(unticked), await Tenant.InDatabaseAsync(db => db.Set<Client>().Where(c => c.Blocked && EF.Functions.Like(c.Email, "%@mare.example")).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync()));

        // The same choice as a download.
        var file = (await web.PostAsync("admin/clients/export?format=csv&email=mare.example", form)).Is(HttpStatusCode.OK);
        Assert.Equal(501, file.Text.TrimEnd().Split('\n').Length);
        (await web.PostAsync("admin/clients/export?format=csv", [])).Is(HttpStatusCode.BadRequest); // no token

        // And ticked one by one.
        ask = (await web.PostAsync("admin/clients/bulk/unblock?handler=Preview", await FormAsync(web, ("ids", string.Join(',', all))))).Is(HttpStatusCode.OK);
        Assert.Equal("Desbloquear 500 clientes?", ask.Find("h1.h-page").TextContent);
        Assert.Contains("2.500 não estão bloqueados e ficam como estão.", ask.Find("form.cs-form").TextContent, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-07: a bulk action over the API says first what it will do, and leaves history, versions and search as one by one")]
    public async Task Over_the_api()
    {
        var ids = await CreateAsync("Rede", 3);
        (await Tenant.Api.PatchAsync("clients/" + ids[1], new { blocked = true, blockedReason = "Antes" })).Is(HttpStatusCode.OK);
        var dry = (await Tenant.Api.PostAsync("clients/bulk/block", new { ids, dryRun = true })).Is(HttpStatusCode.OK);
        Assert.Equal((3, 2, 1), (dry["total"]!.GetValue<int>(), dry["changes"]!.GetValue<int>(), dry["alreadyDone"]!.GetValue<int>()));
        Assert.Equal(["Rede 0", "Rede 2"], dry["names"]!.AsArray().Select(n => n!.GetValue<string>()));
        Assert.Equal([false, true, false], (await ClientsAsync(ids)).Select(c => c.Blocked));

        var answer = (await Tenant.Api.PostAsync("clients/bulk/block", new { ids })).Is(HttpStatusCode.Accepted);
        var operation = await Tenant.Api.EndOfAsync(Last(answer.Message.Headers.Location!.OriginalString));
        Assert.Equal(("succeeded", 2, true), (operation["state"]!.GetValue<string>(), operation["updated"]!.GetValue<int>(), operation["canUndo"]!.GetValue<bool>()));
        Assert.Equal([(true, 2), (true, 2), (true, 2)], (await ClientsAsync(ids)).Select(c => (c.Blocked, c.Version)));
        var lines = await LinesAsync("updated", "Bloquear 2 clientes");
        Assert.Equal([ids[0], ids[2]], lines.Select(l => l.ClientId!.Value.ToString(CultureInfo.InvariantCulture)));
        Assert.All(lines, l => Assert.Equal(("false", "true"), (JsonNode.Parse(l.OldValue!)!["blocked"]!.GetValue<string>(), JsonNode.Parse(l.NewValue!)!["blocked"]!.GetValue<string>())));
        Assert.Equal(["Rede 0", "Rede 1", "Rede 2"], (await Tenant.Api.NamesAsync("q=rede&blocked=yes")).Order(StringComparer.Ordinal));
        using var web = await Tenant.AdminAsync();
        Assert.Contains("Bloqueado", (await web.GetAsync($"admin/clients/{ids[0]}/history")).Text, StringComparison.Ordinal);

        (await Tenant.Api.PostAsync("clients/bulk/block", new { ids, all = true })).Is(HttpStatusCode.UnprocessableEntity);
        (await Tenant.Api.PostAsync("clients/bulk/block", new { })).Is(HttpStatusCode.UnprocessableEntity); // nobody is not everybody
        (await Tenant.Api.PostAsync("clients/bulk/block?createdFrom=never", new { all = true })).Is(HttpStatusCode.BadRequest);
        (await Tenant.Api.PostAsync("clients/bulk/explode", new { ids })).Is(HttpStatusCode.NotFound);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.PostAsync("clients/bulk/block", new { ids })).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "004-07: what a bulk action did is taken back; clients that changed since stay and are listed")]
    public async Task Taken_back()
    {
        var ids = await CreateAsync("Recuo", 4);
        foreach (var id in ids)
        {
            (await Tenant.Api.PatchAsync("clients/" + id, new { blocked = true, blockedReason = "Motivo " + id })).Is(HttpStatusCode.OK);
        }

        var started = (await Tenant.Api.PostAsync("clients/bulk/unblock", new { ids })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        await Tenant.Api.EndOfAsync(started);
        (await Tenant.Api.PatchAsync("clients/" + ids[1], new { blocked = true, blockedReason = "De novo" })).Is(HttpStatusCode.OK);
        (await Tenant.Api.PatchAsync("clients/" + ids[2], new { city = "Ouro Preto" })).Is(HttpStatusCode.OK); // does not touch what was done
        (await Tenant.Api.DeleteAsync("clients/" + ids[3])).Is(HttpStatusCode.NoContent);

        (await Tenant.Api.PostAsync($"operations/{started}/undo")).Is(HttpStatusCode.Accepted);
        var undone = await Tenant.Api.EndOfAsync(started, "undone", "failed");
        Assert.Equal(("succeeded", true, 4, 2, false), (undone["state"]!.GetValue<string>(), undone["undone"]!.GetValue<bool>(), undone["processed"]!.GetValue<int>(), undone["rejected"]!.GetValue<int>(), undone["canUndo"]!.GetValue<bool>()));
        Assert.Equal([(true, "Motivo " + ids[0]), (true, "De novo"), (true, "Motivo " + ids[2]), (false, "")], (await ClientsAsync(ids)).Select(c => (c.Blocked, c.BlockedReason)));
        var errors = (await Tenant.Api.GetAsync($"operations/{started}/errors")).Is(HttpStatusCode.OK).Text.TrimEnd().Split("\r\n");
        Assert.Equal([$"{ids[3]},Mudou depois da ação em massa e ficou como está.,Recuo 3", $"{ids[1]},Mudou depois da ação em massa e ficou como está.,Recuo 1"], errors[1..]);
        Assert.Equal([ids[2], ids[0]], (await LinesAsync("undone", "Desbloquear 4 clientes")).Select(l => l.ClientId!.Value.ToString(CultureInfo.InvariantCulture)));
        (await Tenant.Api.PostAsync($"operations/{started}/undo")).Is(HttpStatusCode.Conflict);
    }

    [Fact(DisplayName = "004-07: one field of many clients changes to a value that the form would take, and each gets its own old value back")]
    public async Task A_field()
    {
        var ids = new List<string>();
        foreach (var (name, origin, country) in new[] { ("Campo 0", "Feira", "BR"), ("Campo 1", "Site", "BR"), ("Campo 2", "", "PT") })
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = name, origin, address = new { country, state = country == "BR" ? "SP" : "Lisboa" } }));
        }

        using var web = await Tenant.AdminAsync();
        var ask = (await web.PostAsync("admin/clients/bulk/change?handler=Preview", await FormAsync(web, ("ids", string.Join(',', ids))))).Is(HttpStatusCode.OK);
        Assert.Equal("Mudar um campo", ask.Find("h1.h-page").TextContent);
        var next = ask.Find("form.cs-form").GetAttribute("action")!;
        Assert.Contains("país", (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("field", "country"), ("country", "Brasilis")))).Is(HttpStatusCode.UnprocessableEntity).Find("[role=alert]").TextContent, StringComparison.OrdinalIgnoreCase);
        var preview = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("field", "origin"), ("origin", " Site ")))).Is(HttpStatusCode.OK);
        Assert.Equal("Mudar 2 clientes: Origem: Site?", preview.Find("h1.h-page").TextContent);
        Assert.Contains("Campo 0, Campo 2", preview.Find("form.cs-form").TextContent, StringComparison.Ordinal);
        (await web.PostAsync(preview.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(preview, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        var undo = (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK).Find("[data-undo]").GetAttribute("data-undo")!;
        Assert.Equal([("Site", 2), ("Site", 1), ("Site", 2)], (await ClientsAsync(ids)).Select(c => (c.Origin, c.Version)));
        Assert.Contains("Feira", (await web.GetAsync($"admin/clients/{ids[0]}/history")).Text, StringComparison.Ordinal);

        (await Tenant.Api.PatchAsync("clients/" + ids[0], new { address = new { city = "Santos" } })).Is(HttpStatusCode.OK); // another field
        (await web.PostAsync(undo, await FormAsync(web))).Is(HttpStatusCode.Redirect);
        Assert.Equal(["Feira", "Site", ""], (await ClientsAsync(ids)).Select(c => c.Origin));
        Assert.Equal("Santos", (await ClientsAsync(ids))[0].City);

        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/change", new { ids, with = new { field = "taxId", value = "1" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.field"]);
        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/change", new { ids, with = new { field = "state", value = "Lisboa" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.state"]);
        await Tenant.Api.EndOfAsync((await Tenant.Api.PostAsync("clients/bulk/change", new { ids, with = new { field = "state", value = "Minas Gerais" } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
        Assert.Equal(["MG", "MG", "Lisboa"], (await ClientsAsync(ids)).Select(c => c.State)); // abroad there are other states

        // Those of one building move together.
        foreach (var (field, value) in new[] { ("postalCode", "30140-071"), ("street", "Avenida Afonso Pena"), ("complement", "Torre B") })
        {
            await Tenant.Api.EndOfAsync((await Tenant.Api.PostAsync("clients/bulk/change", new { ids = ids[..2], with = new { field, value } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
        }

        Assert.All((await ClientsAsync(ids))[..2], c => Assert.Equal(("30140071", "Avenida Afonso Pena", "Torre B"), (c.PostalCode, c.Street, c.Complement)));
        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/change", new { ids, with = new { field = "postalCode", value = "12" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.postalCode"]);
    }

    [Fact(DisplayName = "004-07, 000-61: a mail to many is queued once for each who has an address, the others are named before, and each client's tab shows it")]
    public async Task A_mail()
    {
        var ids = new List<string>();
        foreach (var (name, email) in new[] { ("Correio 0", "c0@correio.example"), ("Correio 1", ""), ("Correio 2", "c2@correio.example") })
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = name, email }));
        }

        using var web = await Tenant.AdminAsync();
        var ask = (await web.PostAsync("admin/clients/bulk/email?handler=Preview", await FormAsync(web, ("ids", string.Join(',', ids))))).Is(HttpStatusCode.OK);
        var next = ask.Find("form.cs-form").GetAttribute("action")!;
        Assert.Empty(ask.Find("#mail-template").TextContent.Trim());
        var empty = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Escreva o assunto", empty.Find("#Subject-e").TextContent, StringComparison.Ordinal);
        Assert.Contains("Escreva a mensagem", (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Subject", "Novidade")))).Is(HttpStatusCode.UnprocessableEntity).Find("#Body-e").TextContent, StringComparison.Ordinal);
        Assert.Null(empty.Document.QuerySelector(".note-strip.bad"));

        // A template needs no words: they are hidden, and what it says is shown.
        var shown = (await web.GetAsync("admin/clients/emails/template?Template=clientemails.mail.news", ("HX-Request", "true"))).Is(HttpStatusCode.OK);
        Assert.Contains("Padaria Girassol", shown.Find("#mail-template").TextContent, StringComparison.Ordinal);
        Assert.Empty((await web.GetAsync("admin/clients/emails/template?Template=users.mail.reset", ("HX-Request", "true"))).Is(HttpStatusCode.OK).Find("#mail-template").TextContent.Trim());
        var wrong = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Template", "nenhum")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("não existe", wrong.Find("#Template-e").TextContent, StringComparison.Ordinal);
        Assert.True(wrong.Find("[data-with=Template]").HasAttribute("hidden"));
        Assert.Contains("Para Correio 0, c0@correio.example", (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Template", "clientemails.mail.news")))).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var preview = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Subject", "Novidade"), ("Body", "Olá.\n\n**Abrimos** aos sábados.")))).Is(HttpStatusCode.OK);
        Assert.Equal("Enviar “Novidade” a 2 clientes?", preview.Find("h1.h-page").TextContent);
        var form = preview.Find("form.cs-form").TextContent;
        Assert.Contains("1 cliente fica de fora.", form, StringComparison.Ordinal);
        Assert.Contains("Sem e-mail: 1.", form, StringComparison.Ordinal);
        Assert.Contains("De fora: Correio 1", form, StringComparison.Ordinal);
        Assert.Contains("Para Correio 0, c0@correio.example", form, StringComparison.Ordinal);
        Assert.Contains("Abrimos aos sábados.", form, StringComparison.Ordinal);
        (await web.PostAsync(preview.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(preview, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        var page = (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
        Assert.Contains("2 e-mails na fila de envio.", page.Text, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[data-undo]"));
        Assert.Contains("Novidade", (await web.GetAsync($"admin/clients/{ids[2]}/emails")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Novidade", (await web.GetAsync($"admin/clients/{ids[1]}/emails")).Text, StringComparison.Ordinal);

        var operation = (await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "clientemails.mail.notice" } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal((2, false), ((await Tenant.Api.EndOfAsync(operation))["updated"]!.GetValue<int>(), (await Tenant.Api.GetAsync("operations/" + operation))["canUndo"]!.GetValue<bool>()));
        var mails = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().Where(m => m.Kind == "clientemails.mail.notice").OrderBy(m => m.ToAddress).ToListAsync());
        Assert.Equal([("c0@correio.example", "Olá, Correio 0."), ("c2@correio.example", "Olá, Correio 2.")], mails.Select(m => (m.ToAddress, m.Text!.Split('\n')[0])));
        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "users.mail.reset" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.template"]);
    }

    [Fact(DisplayName = "issue 3 §3, §6: a marketing mail goes to who consented, by setting to who was never asked too, never to who revoked; the preview says why")]
    public async Task A_marketing_mail()
    {
        var ids = new List<string>();
        foreach (var (name, email) in new[] { ("Quer *tudo*", "m0@mercado.example"), ("Não quer", "m1@mercado.example"), ("Sem endereço", ""), ("Nunca disse", "m3@mercado.example") })
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = name, email }));
        }

        var purpose = (await Tenant.Api.PostAsync("privacy/purposes", new { name = "Ofertas", text = "Aceito ofertas.", isMarketing = true })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        foreach (var id in ids.Take(2))
        {
            (await Tenant.Api.PostAsync($"clients/{id}/consents", new { purposeId = purpose, channel = "phone" })).Is(HttpStatusCode.Created);
        }

        (await Tenant.Api.DeleteAsync($"clients/{ids[1]}/consents/{purpose}")).Is(HttpStatusCode.NoContent);
        using var web = await Tenant.AdminAsync();
        var ask = (await web.PostAsync("admin/clients/bulk/email?handler=Preview", await FormAsync(web, ("ids", string.Join(',', ids))))).Is(HttpStatusCode.OK);
        Assert.Equal(["", "clientemails.mail.notice", "clientemails.mail.news", "clientemails.mail.maintenance"], ask.Document.QuerySelectorAll("#Template option").Select(o => o.GetAttribute("value")));
        Assert.Contains("{{client.name}}", ask.Document.QuerySelectorAll("[data-insert]").Select(c => c.GetAttribute("data-insert")));
        Assert.False(ask.Find("input[name=Marketing]").HasAttribute("checked"));
        var next = ask.Find("form.cs-form").GetAttribute("action")!;
        var unknown = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Subject", "Oi {{nome}}"), ("Body", "x")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("{{nome}}", unknown.Find("#Subject-e").TextContent, StringComparison.Ordinal);
        var preview = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Subject", "Para {{client.name}}"), ("Body", "Olá, {{ client.name }}: seu número é {{client.id}}."), ("Marketing", "true")))).Is(HttpStatusCode.OK);
        Assert.Equal("Enviar “Para {{client.name}}” a 1 cliente?", preview.Find("h1.h-page").TextContent);
        var form = preview.Find("form.cs-form").TextContent;
        Assert.Contains("3 clientes ficam de fora.", form, StringComparison.Ordinal);
        Assert.Contains("Sem e-mail: 1.", form, StringComparison.Ordinal);
        Assert.Contains("Revogou o consentimento para marketing: 1.", form, StringComparison.Ordinal);
        Assert.Contains("Nunca consentiu em receber marketing: 1.", form, StringComparison.Ordinal);
        Assert.Contains("Para Quer *tudo*", form, StringComparison.Ordinal);

        // Who was never asked gets it where the tenant takes its legitimate interest for that.
        var settings = (await web.GetAsync("admin/settings/privacy")).Is(HttpStatusCode.OK);
        Assert.False(settings.Find("input[name='Form.MarketsToUnasked'][type=checkbox]").HasAttribute("checked"));
        Assert.Contains("legítimo interesse", settings.Text, StringComparison.Ordinal);
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled(settings, "form.cs-form", ("Form.MarketsToUnasked", "true")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Marketing a quem nunca respondeu", (await web.GetAsync("admin/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        preview = (await web.PostAsync(next, HttpBrowser.Filled(ask, "form.cs-form", ("Subject", "Para {{client.name}}"), ("Body", "Olá, {{ client.name }}: seu número é {{client.id}}."), ("Marketing", "true")))).Is(HttpStatusCode.OK);
        form = preview.Find("form.cs-form").TextContent;
        Assert.Contains("2 clientes ficam de fora.", form, StringComparison.Ordinal);
        Assert.Contains("Revogou o consentimento para marketing: 1.", form, StringComparison.Ordinal);
        Assert.DoesNotContain("Nunca consent", form, StringComparison.Ordinal);
        (await web.PostAsync(preview.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(preview, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        var mails = await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().AsNoTracking().Where(m => m.ToAddress.EndsWith("@mercado.example")).OrderBy(m => m.ToAddress).ToListAsync());
        Assert.Equal([("m0@mercado.example", "Para Quer *tudo*", $"Olá, Quer *tudo*: seu número é {ids[0]}."), ("m3@mercado.example", "Para Nunca disse", $"Olá, Nunca disse: seu número é {ids[3]}.")], mails.Select(m => (m.ToAddress, m.Subject, m.Text!)));
        Assert.Contains("Quer *tudo*:", mails[0].Html, StringComparison.Ordinal); // no emphasis out of a name

        // What is no marketing reaches everybody who has an address.
        var operation = (await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "clientemails.mail.maintenance" } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal(3, (await Tenant.Api.EndOfAsync(operation))["updated"]!.GetValue<int>());
        var marketing = (await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "clientemails.mail.news", marketing = "true" } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal(2, (await Tenant.Api.EndOfAsync(marketing))["updated"]!.GetValue<int>());

        // Back to consent alone: a second consent does not undo what was revoked.
        (await web.PostAsync("admin/settings/privacy", HttpBrowser.Filled((await web.GetAsync("admin/settings/privacy")).Is(HttpStatusCode.OK), "form.cs-form", ("Form.MarketsToUnasked", "false")))).Is(HttpStatusCode.Redirect);
        var other = (await Tenant.Api.PostAsync("privacy/purposes", new { name = "Eventos", text = "Aceito convites.", isMarketing = true })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        (await Tenant.Api.PostAsync($"clients/{ids[1]}/consents", new { purposeId = other, channel = "phone" })).Is(HttpStatusCode.Created);
        var consented = (await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "clientemails.mail.news", marketing = "true" } })).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>();
        Assert.Equal(1, (await Tenant.Api.EndOfAsync(consented))["updated"]!.GetValue<int>());

        // Without a module of consents nobody consented.
        (await Tenant.Api.PostAsync("features", new { enable = Array.Empty<string>(), disable = new[] { "Privacy" } })).Is(HttpStatusCode.OK);
        Assert.NotNull((await Tenant.Api.PostAsync("clients/bulk/email", new { ids, with = new { template = "clientemails.mail.news", marketing = "true" } })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["with.marketing"]);
        (await Tenant.Api.PostAsync("features", new { enable = new[] { "Privacy" }, disable = Array.Empty<string>() })).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "004-07: a process that is killed between batches queues no mail twice")]
    public async Task No_mail_twice()
    {
        const int count = 1_200;
        var rows = Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"Vento {n},v{n}@vento.example"));
        await Tenant.Api.EndOfAsync((await Tenant.Api.ImportAsync(Tables.Csv(["nome,email", .. rows]), "vento.csv", ("match", "none"))).Is(HttpStatusCode.Accepted)["id"]!.GetValue<string>());
        var selection = new ClientSelection([], "email=vento.example");
        var operationId = 0L;
        for (var again = 0; again < 5; again++) // a scope each, as a new process has
        {
            await Host.InTenantAsync(Tenant.Name, async scope =>
            {
                var db = scope.GetRequiredService<TenantDb>();
                if (operationId == 0)
                {
                    var tasks = scope.GetRequiredService<BulkTasks>();
                    var task = await tasks.ReadAsync("email", new Dictionary<string, string> { ["subject"] = "Vento", ["body"] = "Forte" }, CancellationToken.None);
                    var started = new Operation { PublicId = Values.PublicId.New(TimeProvider.System), Kind = "test", State = OperationState.Paused, Arguments = System.Text.Json.JsonSerializer.Serialize(new BulkArguments("email", selection, "pt-BR") { With = task.With, Act = task.Act }) };
                    db.Add(started);
                    await db.SaveChangesAsync();
                    operationId = started.Id;
                }

                var operation = await db.Set<Operation>().FirstAsync(o => o.Id == operationId);
                await scope.GetRequiredService<ClientBulk>().DoAsync(operation, 400, CancellationToken.None);
            });
        }

        Assert.Equal((count, count), (await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().CountAsync(m => m.Subject == "Vento")), await Tenant.InDatabaseAsync(db => db.Set<EmailMessage>().Where(m => m.Subject == "Vento").Select(m => m.ToAddress).Distinct().CountAsync())));
    }

    [Fact(DisplayName = "issue 3 §3: two ticked rows lead to the page that compares them, any other number to none")]
    public async Task Merge_two()
    {
        var ids = await CreateAsync("Par", 3);
        using var web = await Tenant.AdminAsync();
        Assert.Equal("2", (await web.GetAsync("admin/clients")).Find(".cs-bulk [value=merge]").GetAttribute("data-rows"));
        Assert.EndsWith($"/admin/clients/merge?one={ids[0]}&other={ids[1]}", (await web.PostAsync("admin/clients/merge/selected", await FormAsync(web, ("ids", $"{ids[0]},{ids[1]}")))).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        (await web.PostAsync("admin/clients/merge/selected", await FormAsync(web, ("ids", string.Join(',', ids))))).Is(HttpStatusCode.BadRequest);
        (await web.PostAsync("admin/clients/merge/selected", await FormAsync(web, ("all", "true")))).Is(HttpStatusCode.BadRequest);
    }

    [Fact(DisplayName = "issue 2 §5: a bulk write stores the events of its records in its transaction, but those that no module takes")]
    public Task Events() => Host.InTenantAsync(Tenant.Name, async scope =>
    {
        var id = long.Parse(await Tenant.Api.CreateClientAsync(new { tradeName = "Evento" }), CultureInfo.InvariantCulture);
        var db = scope.GetRequiredService<TenantDb>();
        var bulk = scope.GetRequiredService<IBulkWriter>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await bulk.HoldAsync<Client>(db, [id], CancellationToken.None);
        var before = await db.Set<Client>().AsNoTracking().FirstAsync(c => c.Id == id);
        var after = before.Copy();
        db.Raise(after.Block("")!, after.EventKey); // it was not blocked
        db.Raise(new ClientSuite.ClientUsers.PortalEntered(id, DateTime.UnixEpoch), after.EventKey);
        await bulk.SaveRecordsAsync(db, new HistoryEntry { Id = 1 }, [], [new BulkChange<Client>(before, after)], CancellationToken.None);
        var stored = Assert.Single(await db.Set<OutboxEvent>().AsNoTracking().Where(e => e.RecordKey == after.EventKey && e.CreatedUtc == after.ModifiedUtc).ToListAsync());
        Assert.EndsWith("PortalEntered", stored.Type, StringComparison.Ordinal);
        Assert.Equal(id, JsonNode.Parse(stored.Payload)!["clientId"]!.GetValue<long>());
    });

    [Fact(DisplayName = "issue 2 §5: the chain leaves an operation's entry open until the operation is over")]
    public async Task Sealed_when_over()
    {
        var (entry, operation) = await Tenant.InDatabaseAsync(async db =>
        {
            var running = new Operation { PublicId = Values.PublicId.New(TimeProvider.System), Kind = "test", State = OperationState.Paused };
            db.Add(running);
            var act = new HistoryEntry { AtUtc = DateTime.UnixEpoch, Kind = "updated", RecordType = Client.RecordType, OperationId = running.Id };
            db.Add(act);
            await db.SaveChangesAsync();
            return (act.Id, running.Id);
        });
        Assert.False(await IsSealedAsync(entry));
        await Tenant.InDatabaseAsync(async db =>
        {
            (await db.Set<Operation>().FirstAsync(o => o.Id == operation)).State = OperationState.Cancelled;
            return await db.SaveChangesAsync();
        });
        Assert.True(await IsSealedAsync(entry));
    }

    private async Task<bool> IsSealedAsync(long entry)
    {
        await Host.InTenantAsync(Tenant.Name, async scope => Assert.Null((await scope.GetRequiredService<IHistoryProof>().VerifyAsync(CancellationToken.None)).BrokenEntryId));
        return await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AnyAsync(e => e.Id == entry && e.Sequence != null));
    }

    private async Task<List<string>> CreateAsync(string name, int count)
    {
        var ids = new List<string>();
        for (var n = 0; n < count; n++)
        {
            ids.Add(await Tenant.Api.CreateClientAsync(new { tradeName = $"{name} {n}" }));
        }

        return ids;
    }

    private Task<List<Client>> ClientsAsync(IEnumerable<string> ids) => Tenant.InDatabaseAsync(db =>
        db.Set<Client>().IgnoreQueryFilters([TenantDb.TrashFilter]).AsNoTracking().Where(c => ids.Select(long.Parse).Contains(c.Id)).OrderBy(c => c.Id).ToListAsync());

    private Task<List<HistoryLine>> LinesAsync(string kind, string title) => Tenant.InDatabaseAsync(db =>
        db.Set<HistoryLine>().AsNoTracking().Where(l => db.Set<HistoryEntry>().Any(e => e.Id == l.EntryId && e.Kind == kind && e.RecordName == title)).OrderBy(l => l.Id).ToListAsync());

    private static async Task<List<KeyValuePair<string, string>>> FormAsync(HttpBrowser web, params (string Name, string Value)[] fields) =>
        [.. HttpBrowser.Form((await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK), fields)];

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];
}

public sealed class BulkHttpOnSqlite(TenantFixture<Sqlite> tenant) : BulkHttpTests<Sqlite>(tenant);

public sealed class BulkHttpOnPostgres(TenantFixture<Postgres> tenant) : BulkHttpTests<Postgres>(tenant);
