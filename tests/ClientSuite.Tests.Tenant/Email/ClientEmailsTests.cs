using System.Globalization;
using System.Net;
using ClientSuite.Email;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Email;

/// <summary>The e-mails of a client.</summary>
public abstract class ClientEmailsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "000-61, 000-65 the client's tab shows what was sent and whether it arrived; a message written by hand is kept with it")]
    public async Task A_message_to_a_client()
    {
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Ana Ávila", email = "ana@cliente.example" });
        var other = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Bia Braga", email = "bia@cliente.example" });
        using var admin = await Tenant.AdminAsync();
        var empty = (await admin.GetAsync($"admin/clients/{id}/emails")).Is(HttpStatusCode.OK);
        Assert.Contains("Nenhum e-mail", empty.Text, StringComparison.Ordinal);

        var form = (await admin.GetAsync($"admin/clients/{id}/emails/write")).Is(HttpStatusCode.OK);
        Assert.Equal("ana@cliente.example", form.Find("#Form_To").GetAttribute("value"));
        var wrong = (await admin.PostAsync($"admin/clients/{id}/emails/write", HttpBrowser.Form(form, ("Form.To", "ana"), ("Form.Subject", ""), ("Form.Body", "x")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("#Form_To-e").TextContent);
        Assert.NotEmpty(wrong.Find("#Form_Subject-e").TextContent);
        var misspelt = (await admin.PostAsync($"admin/clients/{id}/emails/write", HttpBrowser.Form(form, ("Form.To", "ana@cliente.example"), ("Form.Subject", "Sua {{prosposta}}"), ("Form.Body", "Olá, {{client.nome}}")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith("{{prosposta}} não é", misspelt.Find("#Form_Subject-e").TextContent.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("{{client.nome}} não é", misspelt.Find("#Form_Body-e").TextContent.Trim(), StringComparison.Ordinal);
        (await admin.PostAsync($"admin/clients/{id}/emails/write", HttpBrowser.Form(form, ("Form.To", "ana@cliente.example"), ("Form.Subject", "Sua proposta"), ("Form.Body", "Olá! **Veja** {{client.id}} { x } <b>x</b>")))).Is(HttpStatusCode.Redirect);

        var tab = (await admin.GetAsync($"admin/clients/{id}/emails")).Is(HttpStatusCode.OK);
        Assert.Contains("Sua proposta", tab.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Sua proposta", (await admin.GetAsync($"admin/clients/{other}/emails")).Text, StringComparison.Ordinal);
        var message = await Tenant.InDatabaseAsync(db => db.EmailMessages.AsNoTracking().SingleAsync(m => m.Subject == "Sua proposta"));
        Assert.Equal(long.Parse(id, CultureInfo.InvariantCulture), message.ClientId);
        Assert.Contains($"<strong>Veja</strong> {id} {{ x }} &lt;b&gt;x&lt;/b&gt;", message.Html, StringComparison.Ordinal);
        var page = (await admin.GetAsync($"admin/emails/{message.Id}")).Is(HttpStatusCode.OK);
        Assert.EndsWith($"/admin/clients/{id}", page.Find(".acts a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tenants_mails_are_not_found()
    {
        var another = await Tenant.AnotherAsync();
        var id = await Tenant.Api.CreateClientAsync(new { personKind = "natural", tradeName = "Caio Couto", email = "caio@cliente.example" });
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync($"admin/clients/{id}/emails/write")).Is(HttpStatusCode.OK);
        await admin.PostAsync($"admin/clients/{id}/emails/write", HttpBrowser.Form(form, ("Form.To", "caio@cliente.example"), ("Form.Subject", "Só daqui"), ("Form.Body", "x")));
        var message = await Tenant.InDatabaseAsync(db => db.EmailMessages.AsNoTracking().SingleAsync(m => m.Subject == "Só daqui"));
        using var stranger = new HttpBrowser(Host.Address(another));
        await stranger.SignInAsync();
        (await stranger.GetAsync($"admin/emails/{message.Id}")).Is(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"admin/emails/{message.Id}?handler=Body")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain("Só daqui", (await stranger.GetAsync("admin/emails")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }
}

public sealed class ClientEmailsOnSqlite(TenantFixture<Sqlite> tenant) : ClientEmailsTests<Sqlite>(tenant);

public sealed class ClientEmailsOnPostgres(TenantFixture<Postgres> tenant) : ClientEmailsTests<Postgres>(tenant);
