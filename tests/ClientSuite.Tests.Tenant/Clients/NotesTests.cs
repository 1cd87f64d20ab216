using System.Net;
using ClientSuite.Notes;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Clients;

/// <summary>Notes, comments and alerts of a client.</summary>
public abstract class NotesTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "000-57, 000-59, 000-60, 004-59, 004-60, 004-62, 004-63: a note is written, found, pinned to the overview, trashed and brought back, all in the history")]
    public async Task A_note()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Com Notas" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{id}/notes/notes/edit")).Is(HttpStatusCode.OK);
        var wrong = (await web.PostAsync($"admin/clients/{id}/notes/notes/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.Category", "Contrato")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("#Form_Text-e").TextContent);
        (await web.PostAsync($"admin/clients/{id}/notes/notes/edit", HttpBrowser.Filled(wrong, "form.cs-form", ("Form.Text", "Reajuste só em fevereiro\n<b>combinado</b>"), ("Form.Keywords", "reajuste,  IPCA, reajuste"), ("Form.RecordDate", "2026-03-04"), ("Form.IsPinned", "true")))).Is(HttpStatusCode.Redirect);

        var tab = (await web.GetAsync($"admin/clients/{id}/notes")).Is(HttpStatusCode.OK);
        var line = tab.Find(".thread li");
        Assert.Contains("Reajuste só em fevereiro\n<b>combinado</b>", line.TextContent, StringComparison.Ordinal); // as text
        Assert.Contains("04/03/2026", line.TextContent, StringComparison.Ordinal);
        Assert.Equal(["reajuste", "IPCA"], tab.Document.QuerySelectorAll(".thread a.tag").Select(t => t.TextContent));
        Assert.Contains("Reajuste só", (await web.GetAsync($"admin/clients/{id}/notes?q=ipca")).Text, StringComparison.Ordinal);
        Assert.Contains("Nada encontrado", (await web.GetAsync($"admin/clients/{id}/notes?category=Outra")).Text, StringComparison.Ordinal);
        Assert.Contains("Reajuste só", (await web.GetAsync($"admin/clients/{id}")).Find("section:has(#c-pinned)").TextContent, StringComparison.Ordinal);
        var history = (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Criação · Nota", history, StringComparison.Ordinal);
        Assert.Contains("criou nota: Reajuste só em fevereiro", (await web.GetAsync($"admin/clients/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("Palavras-chave", history, StringComparison.Ordinal);

        var number = line.Id!["note-".Length..];
        (await web.PostAsync($"admin/clients/{id}/notes/notes/{number}/pin", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Null((await web.GetAsync($"admin/clients/{id}")).Document.QuerySelector("#c-pinned"));
        (await web.PostAsync($"admin/clients/{id}/notes/notes/{number}/delete", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.DoesNotContain("Reajuste só", (await web.GetAsync($"admin/clients/{id}/notes")).Text, StringComparison.Ordinal);
        (await web.PostAsync($"admin/clients/{id}/notes/notes/{number}/restore", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Reajuste só", (await web.GetAsync($"admin/clients/{id}/notes")).Text, StringComparison.Ordinal);
        (await web.PostAsync($"admin/clients/{id}/notes/alerts/{number}/activate", HttpBrowser.Form(form))).Is(HttpStatusCode.NotFound); // a note is no alert
    }

    [Fact(DisplayName = "000-58, 000-60: what is pinned leads the first page however old it is, and a client's categories are its own")]
    public async Task Pinned_first()
    {
        var (id, other) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Muitas notas" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Outra pasta" }));
        (await Tenant.Api.PostAsync($"clients/{other}/notes", new { text = "Alheia", category = "Só da outra" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{id}/notes", new { text = "A mais antiga", category = "Contrato", isPinned = true })).Is(HttpStatusCode.Created);
        for (var i = 0; i < 51; i++)
        {
            (await Tenant.Api.PostAsync($"clients/{id}/notes", new { text = FormattableString.Invariant($"Nota {i}") })).Is(HttpStatusCode.Created);
        }

        using var web = await Tenant.AdminAsync();
        var first = (await web.GetAsync($"admin/clients/{id}/notes")).Is(HttpStatusCode.OK);
        Assert.Contains("A mais antiga", first.Find(".thread li").TextContent, StringComparison.Ordinal);
        Assert.Contains("Contrato", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Só da outra", first.Text, StringComparison.Ordinal);
        var rest = (await web.GetAsync($"admin/clients/{id}/notes?before={first.Document.QuerySelectorAll(".thread li")[^1].Id!["note-".Length..]}")).Is(HttpStatusCode.OK);
        Assert.Equal("Nota 0", rest.Document.QuerySelectorAll(".thread li").Single().QuerySelector(".said")!.TextContent.Trim());
    }

    [Fact(DisplayName = "004-86, 004-90: of more active alerts than lead a page none is lost")]
    public async Task More_than_lead()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Muito alerta" });
        (await Tenant.Api.PostAsync($"clients/{id}/alerts", new { description = "Antigo e desligado", isActive = false })).Is(HttpStatusCode.Created);
        for (var i = 0; i < 51; i++)
        {
            (await Tenant.Api.PostAsync($"clients/{id}/alerts", new { description = FormattableString.Invariant($"Alerta {i}") })).Is(HttpStatusCode.Created);
        }

        using var web = await Tenant.AdminAsync();
        var said = (await web.GetAsync($"admin/clients/{id}/notes?show=alerts")).Is(HttpStatusCode.OK).Document.QuerySelectorAll(".thread .said").Select(s => s.TextContent.Trim()).ToList();
        Assert.Equal((52, "Alerta 50", "Alerta 0", "Antigo e desligado"), (said.Count, said[0], said[50], said[51]));
    }

    [Fact(DisplayName = "000-59: who edits a note that somebody else saved meanwhile loses neither text")]
    public async Task Two_editors()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Dois editores" });
        var note = (await Tenant.Api.PostAsync($"clients/{id}/notes", new { text = "Um" })).Is(HttpStatusCode.Created);
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{id}/notes/notes/edit?number={note["id"]}")).Is(HttpStatusCode.OK);
        (await Tenant.Api.PutAsync($"clients/{id}/notes/{note["id"]}", new { text = "Dois" })).Is(HttpStatusCode.OK);
        var stale = (await web.PostAsync($"admin/clients/{id}/notes/notes/edit?number={note["id"]}", HttpBrowser.Filled(form, "form.cs-form", ("Form.Text", "Três")))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("Três", stale.Find("#Form_Text").TextContent.Trim());
        (await Tenant.Api.PutAsync($"clients/{id}/notes/{note["id"]}", new { text = "Quatro", version = 1 })).Is(HttpStatusCode.PreconditionFailed);
    }

    [Fact(DisplayName = "004-64, 004-66, 004-67, 004-68: comments have a priority, are private unless said otherwise, and the highlighted ones stand on the overview")]
    public async Task Comments()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Comentado" });
        var first = (await Tenant.Api.PostAsync($"clients/{id}/comments", new { text = "Ligar amanhã", priority = "high" })).Is(HttpStatusCode.Created);
        Assert.True(first["isPrivate"]!.GetValue<bool>());
        (await Tenant.Api.PostAsync($"clients/{id}/comments", new { text = "Gostou da visita", isPrivate = false, isHighlighted = true })).Is(HttpStatusCode.Created);
        Assert.NotNull((await Tenant.Api.PostAsync($"clients/{id}/comments", new { text = "" })).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["text"]);
        (await Tenant.Api.PostAsync($"clients/{id}/comments", new { text = "x", priority = "enormous" })).Is(HttpStatusCode.BadRequest);
        Assert.Equal(["Gostou da visita", "Ligar amanhã"], (await Tenant.Api.GetAsync($"clients/{id}/comments")).Is(HttpStatusCode.OK).Json!.AsArray().Select(c => c!["text"]!.GetValue<string>()));
        using var web = await Tenant.AdminAsync();
        var tab = (await web.GetAsync($"admin/clients/{id}/notes?show=comments")).Is(HttpStatusCode.OK);
        Assert.Contains("Alta", tab.Find($"#note-{first["id"]}").TextContent, StringComparison.Ordinal);
        Assert.Contains("Privado", tab.Find($"#note-{first["id"]}").TextContent, StringComparison.Ordinal);
        Assert.Contains("Gostou da visita", (await web.GetAsync($"admin/clients/{id}")).Find("section:has(#c-pinned)").TextContent, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-86 to 004-90: an active alert stands above every page of its client, an inactive one nowhere")]
    public async Task Alerts()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Alertado" });
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Tranquilo" });
        var alert = (await Tenant.Api.PostAsync($"clients/{id}/alerts", new { type = "health", priority = "high", description = "Alergia a látex" })).Is(HttpStatusCode.Created);
        using var web = await Tenant.AdminAsync();
        foreach (var page in new[] { "", "/profile", "/notes" })
        {
            var strip = (await web.GetAsync($"admin/clients/{id}{page}")).Is(HttpStatusCode.OK).Find("#client-alerts [role=alert]");
            Assert.Contains("Saúde Alergia a látex", strip.TextContent, StringComparison.Ordinal);
        }

        Assert.Null((await web.GetAsync($"admin/clients/{other}")).Document.QuerySelector("#client-alerts"));
        var form = await web.GetAsync($"admin/clients/{id}/notes/alerts/edit");
        (await web.PostAsync($"admin/clients/{id}/notes/alerts/{alert["id"]}/activate", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Null((await web.GetAsync($"admin/clients/{id}")).Document.QuerySelector("#client-alerts"));
        Assert.Contains("Inativo", (await web.GetAsync($"admin/clients/{id}/notes?show=alerts")).Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "004-86 to 004-90: an alert's type, priority and description are chosen in its form, stand in the tab, are changed and kept in the history; how it presses is seen in the strip")]
    public async Task An_alert_by_the_form()
    {
        var id = await Tenant.Api.CreateClientAsync(new { tradeName = "Alerta pela página" });
        using var web = await Tenant.AdminAsync();
        var form = (await web.GetAsync($"admin/clients/{id}/notes/alerts/edit")).Is(HttpStatusCode.OK);
        Assert.Equal(["Information", "Warning", "Payment", "Contract", "Health"], form.Document.QuerySelectorAll("#Form_Type option").Select(o => o.GetAttribute("value")).Where(v => v is { Length: > 0 }));
        Assert.NotEmpty((await web.PostAsync($"admin/clients/{id}/notes/alerts/edit", HttpBrowser.Filled(form, "form.cs-form"))).Is(HttpStatusCode.UnprocessableEntity).Find("#Form_Description-e").TextContent);
        (await web.PostAsync($"admin/clients/{id}/notes/alerts/edit", HttpBrowser.Filled(form, "form.cs-form", ("Form.Description", "Dois boletos em atraso"), ("Form.Type", "Payment"), ("Form.Priority", "Low")))).Is(HttpStatusCode.Redirect);
        var line = (await web.GetAsync($"admin/clients/{id}/notes?show=alerts")).Is(HttpStatusCode.OK).Find(".thread li");
        Assert.Equal(["Pagamento", "Baixa", "Ativo"], line.QuerySelectorAll(".tag").Select(t => t.TextContent.Trim()));
        Assert.Equal("Dois boletos em atraso", line.QuerySelector(".said")!.TextContent.Trim()); // it has one
        var strip = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find("#client-alerts .note-strip");
        Assert.Equal(("status", false), (strip.GetAttribute("role"), strip.ClassList.Contains("bad")));

        var number = line.Id!["note-".Length..];
        var edit = (await web.GetAsync($"admin/clients/{id}/notes/alerts/edit?number={number}")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/{id}/notes/alerts/edit?number={number}", HttpBrowser.Filled(edit, "form.cs-form", ("Form.Type", "Contract"), ("Form.Priority", "High")))).Is(HttpStatusCode.Redirect);
        strip = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find("#client-alerts .note-strip");
        Assert.Equal(("alert", true), (strip.GetAttribute("role"), strip.ClassList.Contains("bad")));
        Assert.Contains("Contrato", strip.TextContent, StringComparison.Ordinal);
        foreach (var priority in new[] { "low", "normal" })
        {
            (await Tenant.Api.PostAsync($"clients/{id}/alerts", new { type = "warning", priority, description = "Outro " + priority })).Is(HttpStatusCode.Created);
        }

        var strips = (await web.GetAsync($"admin/clients/{id}")).Is(HttpStatusCode.OK).Find("#client-alerts");
        Assert.Contains("Contrato", Assert.Single(strips.Children, c => c.ClassList.Contains("note-strip")).TextContent, StringComparison.Ordinal); // the gravest in full, the others by their number
        Assert.Equal("Mais 2 alertas", strips.QuerySelector("details summary")?.TextContent.Trim());
        var changed = (await web.GetAsync($"admin/clients/{id}/history")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("Prioridade", changed, StringComparison.Ordinal);
        Assert.Contains("Baixa", changed, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "000-58: notes need their permission, belong to one client, move with a merge and go with an erasure")]
    public async Task Whose()
    {
        var (one, two) = (await Tenant.Api.CreateClientAsync(new { tradeName = "Nota Um" }), await Tenant.Api.CreateClientAsync(new { tradeName = "Nota Dois" }));
        var note = (await Tenant.Api.PostAsync($"clients/{two}/notes", new { text = "Do segundo", keywords = "zaragata" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PutAsync($"clients/{one}/notes/{note["id"]}", new { text = "Alheio" })).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.GetAsync("clients/999999999/notes")).Is(HttpStatusCode.NotFound);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.GetAsync($"clients/{two}/notes")).Is(HttpStatusCode.Unauthorized);

        using var web = await Tenant.AdminAsync();
        using var blind = await Tenant.StaffAsync("Sem notas", "semnotas", "ViewClients");
        (await blind.GetAsync($"admin/clients/{two}/notes")).Is(HttpStatusCode.Forbidden);
        foreach (var page in new[] { "", "/history" })
        {
            Assert.DoesNotContain("Do segundo", (await blind.GetAsync($"admin/clients/{two}{page}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal); // not by way of the history either
        }

        Assert.Contains("Do segundo", (await web.GetAsync("admin/search?q=zaragata")).Text, StringComparison.Ordinal);
        var merge = (await Tenant.Api.PostAsync($"clients/{one}/merge", new { merge = two })).Is(HttpStatusCode.OK);
        Assert.Single((await Tenant.Api.GetAsync($"clients/{one}/notes")).Json!.AsArray());
        (await Tenant.Api.PostAsync($"clients/merges/{merge["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Empty((await Tenant.Api.GetAsync($"clients/{one}/notes")).Json!.AsArray());
        Assert.Single((await Tenant.Api.GetAsync($"clients/{two}/notes")).Json!.AsArray());

        (await Tenant.Api.DeleteAsync("clients/" + two)).Is(HttpStatusCode.NoContent);
        var ask = (await web.GetAsync($"admin/clients/trash/{two}/purge")).Is(HttpStatusCode.OK);
        (await web.PostAsync($"admin/clients/trash/{two}/purge", HttpBrowser.Filled(ask, "form.cs-form", ("Typed", "Nota Dois")))).Is(HttpStatusCode.Redirect);
        Assert.False(await Tenant.InDatabaseAsync(db => db.Set<InternalNote>().AnyAsync(n => n.Keywords == "zaragata")));
    }
}

public sealed class NotesOnSqlite(TenantFixture<Sqlite> tenant) : NotesTests<Sqlite>(tenant);

public sealed class NotesOnPostgres(TenantFixture<Postgres> tenant) : NotesTests<Postgres>(tenant);
