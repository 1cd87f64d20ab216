using System.Globalization;
using System.Net;
using ClientSuite.ClientUsers;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>"Logar como".</summary>
public abstract class LoginAsTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "001-55, 001-56, 001-57, 001-58, 003-83 to 003-85 without a password, to the client's system, with the user's own permissions and no more")]
    public async Task Exactly_the_users_permissions()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Como", "primeiro@como.example", "outro@como.example");
        using var admin = await Tenant.AdminAsync();
        await BeginAsync(admin, client, users[1]);
        var home = (await admin.GetAsync("portal")).Is(HttpStatusCode.OK);
        Assert.Contains("Usuário outro", home.Find(".p-banner").TextContent, StringComparison.Ordinal);
        (await admin.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.Forbidden);
        (await admin.PostAsync("portal/settings/chat", HttpBrowser.Form(home))).Is(HttpStatusCode.Forbidden);
        foreach (var path in new[] { "portal/profile", "portal/profile/password", "portal/profile/second-factor", "portal/profile/sessions", "portal/accounts" })
        {
            Assert.Equal($"/{Tenant.Name}/portal", (await admin.GetAsync(path)).Is(HttpStatusCode.Redirect).Location);
        }

        (await admin.GetAsync("admin/clients")).Is(HttpStatusCode.OK); // the staff's own session goes on
        var back = await admin.PostAsync("portal/login-as/end", HttpBrowser.Form(home));
        Assert.Equal($"/{Tenant.Name}/admin/clients/{client}/users", back.Is(HttpStatusCode.Redirect).Location);
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect);

        await BeginAsync(admin, client, users[0]);
        (await admin.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK); // the first user's
    }

    [Fact(DisplayName = "003-64, 003-65, 003-66 the online flag stays as it is, coming and leaving, unless it is switched by hand")]
    public async Task Online_is_untouched()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Intacto", "intacto@x.example");
        await Tenant.VerifyAsync(users);
        using var admin = await Tenant.AdminAsync();
        await BeginAsync(admin, client, users[0]);
        var home = (await admin.GetAsync("portal")).Is(HttpStatusCode.OK);
        var presence = await Tenant.PresenceAsync(users[0]);
        Assert.True(presence is null or { IsOnline: false, LastLoginUtc: null });
        (await admin.PostAsync("portal/sign-out", HttpBrowser.Form(home))).Is(HttpStatusCode.Redirect);

        using var user = await Tenant.PortalAsync("intacto@x.example");
        await BeginAsync(admin, client, users[0]);
        home = (await admin.GetAsync("portal")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("portal/login-as/end", HttpBrowser.Form(home))).Is(HttpStatusCode.Redirect);
        Assert.True((await Tenant.PresenceAsync(users[0]))?.IsOnline);

        await BeginAsync(admin, client, users[0]);
        home = (await admin.GetAsync("portal")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("portal/online", HttpBrowser.Form(home, ("online", "false")))).Is(HttpStatusCode.Redirect);
        Assert.False((await Tenant.PresenceAsync(users[0]))?.IsOnline);
    }

    [Fact(DisplayName = "A20 a reason is asked for; both actors stand in every entry of the history, and the user sees the session")]
    public async Task Both_actors_are_in_the_history()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Autores", "primeiro@autores.example", "outro@autores.example");
        await Tenant.VerifyAsync(users);
        using var admin = await Tenant.AdminAsync();
        var path = $"admin/clients/{client}/users/{users[0]}/login-as";
        var form = (await admin.GetAsync(path)).Is(HttpStatusCode.OK);
        (await admin.PostAsync(path, HttpBrowser.Form(form, ("Form.Reason", " ")))).Is(HttpStatusCode.UnprocessableEntity);
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect);
        await BeginAsync(admin, client, users[0], "Chamado 4711");
        var chat = (await admin.GetAsync("portal/settings/chat")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("portal/settings/chat", HttpBrowser.Filled(chat, "form.cs-form", (chat.Find("select").GetAttribute("name")!, "2")))).Is(HttpStatusCode.Redirect);

        using var user = await Tenant.PortalAsync("primeiro@autores.example");
        Assert.Contains("Logado como você: admin", (await user.GetAsync("portal/profile/sessions")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await admin.PostAsync("portal/login-as/end", HttpBrowser.Form(chat))).Is(HttpStatusCode.Redirect);

        var number = long.Parse(client, CultureInfo.InvariantCulture);
        var entries = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().Where(e => e.ClientId == number && e.OnBehalfOf != null).OrderBy(e => e.Id).ToListAsync());
        Assert.Equal(["loginAs", "updated", "loginAsEnded"], entries.Select(e => e.Kind));
        Assert.All(entries, e => Assert.Equal(("admin", "Usuário primeiro"), (e.UserName, e.OnBehalfOf)));
        var reason = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.EntryId == entries[0].Id).Select(l => l.NewValue).SingleAsync());
        Assert.Equal("Chamado 4711", reason);
    }

    [Fact(DisplayName = "issue 3 §4: Logar como takes the permission, ends with its time, and with the staff's own session")]
    public async Task It_takes_the_permission_and_ends()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Prazo", "prazo@x.example");
        using var admin = await Tenant.AdminAsync();
        await BeginAsync(admin, client, users[0]);
        (await admin.GetAsync("portal")).Is(HttpStatusCode.OK);
        await Tenant.InDatabaseAsync(async db =>
        {
            var id = long.Parse(users[0], CultureInfo.InvariantCulture);
            var visit = await db.Visits.SingleAsync(v => v.MembershipId == id);
            db.Remove(visit);
            db.Add(new Visit { SessionId = visit.SessionId, MembershipId = id, ActorId = visit.ActorId, ActorName = visit.ActorName, ActorSessionId = visit.ActorSessionId, EndsUtc = DateTime.UnixEpoch });
            return await db.SaveChangesAsync();
        });
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect);

        await BeginAsync(admin, client, users[0]);
        var page = (await admin.GetAsync("admin")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/sign-out", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect);
    }

    [Fact(DisplayName = "issue 3 §4: without the permission there is no Logar como, and no password to set")]
    public async Task Without_the_permission()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Atendente", "atendido@x.example");
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        var role = form.Document.QuerySelectorAll(".cs-permissions label").Single(l => l.TextContent.Trim().StartsWith("Atendente", StringComparison.Ordinal)).QuerySelector("input")!.GetAttribute("value")!;
        (await admin.PostAsync("admin/users/create", HttpBrowser.Form(form, ("Form.FullName", "Lia"), ("Form.UserName", "lia"), ("Form.Email", "lia@revenda.example"), ("Form.Roles", role), ("Form.IsEnabled", "true"),
            ("SendsLink", "false"), ("Password.Password", "Segredo123"), ("Password.Confirm", "Segredo123")))).Is(HttpStatusCode.Redirect);
        using var lia = Tenant.Web();
        await lia.SignInAsync("lia", "Segredo123");
        var tab = (await lia.GetAsync($"admin/clients/{client}/users")).Is(HttpStatusCode.OK);
        Assert.Null(tab.Document.QuerySelector("a[href$='/login-as']"));
        (await lia.GetAsync($"admin/clients/{client}/users/{users[0]}/login-as")).Is(HttpStatusCode.Forbidden);
        (await lia.GetAsync($"admin/clients/{client}/users/{users[0]}/password")).Is(HttpStatusCode.Forbidden);
        using var api = await ApiClient.SignInAsync(Tenant.Address, "lia", "Segredo123");
        (await api.PostAsync($"clients/{client}/users/{users[0]}/password", new { password = "Nova12345" })).Is(HttpStatusCode.Forbidden);
        (await api.PostAsync($"clients/{client}/users", new { name = "X", email = "x@x.example", password = "Nova12345" })).Is(HttpStatusCode.Forbidden);
    }

    private static async Task BeginAsync(HttpBrowser admin, string client, string user, string reason = "Ajudar")
    {
        var path = $"admin/clients/{client}/users/{user}/login-as";
        var form = (await admin.GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.EndsWith("/portal", (await admin.PostAsync(path, HttpBrowser.Form(form, ("Form.Reason", reason)))).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
    }
}

public sealed class LoginAsOnSqlite(TenantFixture<Sqlite> tenant) : LoginAsTests<Sqlite>(tenant);

public sealed class LoginAsOnPostgres(TenantFixture<Postgres> tenant) : LoginAsTests<Postgres>(tenant);
