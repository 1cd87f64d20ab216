using System.Net;
using System.Text;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>Comments that a client may read (DOMAIN.md A33).</summary>
public abstract class PortalCommentsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "004-67, A33: off unless the tenant wants it; then the client reads what is not private about it, nothing else, and who sees a comment is said where it is written")]
    public async Task Shown_where_wanted()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Lê comentários", "dona@comenta.example", "colega@comenta.example");
        var other = await Tenant.Api.CreateClientAsync(new { tradeName = "Vizinho" });
        await Tenant.VerifyAsync(users);
        var open = (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = "Aberto <b>a todos</b>", isPrivate = false })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        var secret = (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = "Comentário da equipe" })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        var foreign = (await Tenant.Api.PostAsync($"clients/{other}/comments", new { text = "Do vizinho", isPrivate = false })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        var gone = (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = "Jogado fora", isPrivate = false })).Is(HttpStatusCode.Created)["id"]!.GetValue<string>();
        (await Tenant.Api.DeleteAsync($"clients/{client}/comments/{gone}")).Is(HttpStatusCode.NoContent);
        (await Tenant.Api.PostAsync($"clients/{client}/notes", new { text = "Nota da equipe" })).Is(HttpStatusCode.Created);
        (await Tenant.Api.PostAsync($"clients/{client}/alerts", new { description = "Alerta da equipe" })).Is(HttpStatusCode.Created);
        foreach (var (owner, comment, name) in new[] { (client, open, "orçamento.txt"), (client, secret, "secreto.txt"), (other, foreign, "vizinho.txt") })
        {
            (await Tenant.Api.SendAsync(HttpMethod.Post, $"clients/{owner}/comments/{comment}/attachments?name={Uri.EscapeDataString(name)}", new ByteArrayContent(Encoding.UTF8.GetBytes("Conteúdo de " + name)))).Is(HttpStatusCode.Created);
        }

        using var web = await Tenant.AdminAsync();
        using var portal = await Tenant.PortalAsync("dona@comenta.example");
        (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.Forbidden);
        Assert.DoesNotContain("portal/comments", (await portal.GetAsync("portal")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ler os comentários da equipe", (await portal.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Hoje só a equipe lê comentários", (await web.GetAsync($"admin/clients/{client}/notes/comments/edit")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Não privado", (await web.GetAsync($"admin/clients/{client}/notes?show=comments")).Is(HttpStatusCode.OK).Find("#note-" + open).TextContent, StringComparison.Ordinal);

        await SwitchAsync(web, isOn: true);
        var page = (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.OK);
        Assert.Equal("Aberto <b>a todos</b>", page.Find(".thread .said").TextContent.Trim()); // as text
        Assert.Single(page.Document.QuerySelectorAll(".thread > li"));
        foreach (var never in new[] { "Comentário da equipe", "Do vizinho", "Jogado fora", "Nota da equipe", "Alerta da equipe", "secreto.txt", "vizinho.txt" })
        {
            Assert.DoesNotContain(never, page.Text, StringComparison.Ordinal);
        }

        Assert.NotEqual(TestHost.AdminName, page.Find(".thread strong").TextContent); // nobody outside learns by what name the staff sign in
        var link = page.Find(".p-files a").GetAttribute("href")!;
        var file = (await portal.GetAsync(link)).Is(HttpStatusCode.OK);
        Assert.Equal("Conteúdo de orçamento.txt", file.Text);
        Assert.Equal("attachment", file.Message.Content.Headers.ContentDisposition?.DispositionType);
        var (path, number) = (link[..(link.LastIndexOf('/') + 1)], long.Parse(link[(link.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var near in Enumerable.Range(-6, 13).Where(n => n != 0))
        {
            (await portal.GetAsync(path + (number + near))).Is(HttpStatusCode.NotFound); // the other comments' files, by guessing
        }

        var form = (await web.GetAsync($"admin/clients/{client}/notes/comments/edit?number={open}")).Is(HttpStatusCode.OK);
        Assert.Contains("Desmarcado, os usuários do cliente leem o comentário", form.Text, StringComparison.Ordinal);
        Assert.Contains("Quem lê o comentário pode baixá-los", form.Text, StringComparison.Ordinal);
        Assert.Contains("O cliente vê", (await web.GetAsync($"admin/clients/{client}/notes?show=comments")).Is(HttpStatusCode.OK).Find("#note-" + open).TextContent, StringComparison.Ordinal);
        Assert.Contains("Os usuários do cliente leem este comentário", (await web.GetAsync($"admin/comments?type=Clients.Client&record={client}&edit={open}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Só a equipe lê este comentário", (await web.GetAsync($"admin/comments?type=Clients.Client&record={client}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        // A colleague reads once the first user grants it; what was granted is asleep while the tenant shows nothing.
        using var colleague = await Tenant.PortalAsync("colega@comenta.example");
        (await colleague.GetAsync("portal/comments")).Is(HttpStatusCode.Forbidden);
        (await colleague.GetAsync(link)).Is(HttpStatusCode.Forbidden);
        var grants = (await portal.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK);
        var box = grants.Document.QuerySelectorAll("input[value='Portal.ViewComments']").Single();
        (await portal.PostAsync("portal/settings/permissions", HttpBrowser.Filled(grants, "form.cs-form", (box.GetAttribute("name")!, "Portal.ViewComments")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Aberto", (await colleague.GetAsync("portal/comments")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        await SwitchAsync(web, isOn: false);
        (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.Forbidden);
        (await portal.GetAsync(link)).Is(HttpStatusCode.Forbidden);
        grants = (await portal.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK);
        (await portal.PostAsync("portal/settings/permissions", HttpBrowser.Filled(grants, "form.cs-form"))).Is(HttpStatusCode.Redirect);
        await SwitchAsync(web, isOn: true);
        (await colleague.GetAsync("portal/comments")).Is(HttpStatusCode.OK); // it was not asked, and not taken away
        (await Tenant.Api.PatchAsync($"clients/{client}/comments/{open}", new { isPrivate = true })).Is(HttpStatusCode.OK);
        Assert.Contains("Nenhum comentário ainda", (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await portal.GetAsync(link)).Is(HttpStatusCode.NotFound);
        Assert.Contains("Clientes leem comentários", (await web.GetAsync("admin/history")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        await SwitchAsync(web, isOn: false);
    }

    [Fact(DisplayName = "A33: older comments follow page by page; a client that is blocked or without a plan reads none")]
    public async Task Many()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Muito comentado", "muito@comenta.example");
        await Tenant.VerifyAsync(users);
        for (var n = 1; n <= 23; n++)
        {
            (await Tenant.Api.PostAsync($"clients/{client}/comments", new { text = FormattableString.Invariant($"Comentário {n}."), isPrivate = false })).Is(HttpStatusCode.Created);
        }

        using var web = await Tenant.AdminAsync();
        await SwitchAsync(web, isOn: true);
        using var portal = await Tenant.PortalAsync("muito@comenta.example");
        var first = (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.OK);
        var said = Said(first);
        Assert.Equal((20, "Comentário 23."), (said.Count, said[0]));
        Assert.Equal(["Comentário 3.", "Comentário 2.", "Comentário 1."], Said((await portal.GetAsync(first.Find(".cs-card footer a").GetAttribute("href")!)).Is(HttpStatusCode.OK)));

        var settings = (await web.GetAsync("admin/settings/portal")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/settings/portal", HttpBrowser.Filled(settings, "form.cs-form", ("Form.Plan", "Suspended")))).Is(HttpStatusCode.Redirect);
        (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.Forbidden);
        (await web.PostAsync("admin/settings/portal", HttpBrowser.Filled(settings, "form.cs-form", ("Form.Plan", "Active")))).Is(HttpStatusCode.Redirect);
        (await portal.GetAsync("portal/comments")).Is(HttpStatusCode.OK);
        (await Tenant.Api.PatchAsync("clients/" + client, new { blocked = true })).Is(HttpStatusCode.OK);
        Assert.NotEqual(HttpStatusCode.OK, (await portal.GetAsync("portal/comments")).Status);
        await SwitchAsync(web, isOn: false);

        static List<string> Said(WebPage page) => [.. page.Document.QuerySelectorAll(".thread .said").Select(s => s.TextContent.Trim())];
    }

    private static async Task SwitchAsync(HttpBrowser web, bool isOn)
    {
        var page = (await web.GetAsync("admin/settings/notes")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/settings/notes", HttpBrowser.Filled(page, "form.cs-form", ("Form.ShowsComments", isOn ? "true" : "false")))).Is(HttpStatusCode.Redirect);
    }
}

public sealed class PortalCommentsOnSqlite(TenantFixture<Sqlite> tenant) : PortalCommentsTests<Sqlite>(tenant);

public sealed class PortalCommentsOnPostgres(TenantFixture<Postgres> tenant) : PortalCommentsTests<Postgres>(tenant);
