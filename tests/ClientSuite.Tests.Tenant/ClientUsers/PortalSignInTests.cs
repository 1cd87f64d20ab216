using System.Globalization;
using System.Net;
using ClientSuite.Access;
using ClientSuite.Clients;
using ClientSuite.ClientUsers;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Jobs;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>The clients' door.</summary>
public abstract class PortalSignInTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "000-32, 001-48, 001-49, 001-50 the first sign-in asks for the code from the e-mail, does not complete without it, and is the only one that does")]
    public async Task The_first_sign_in_asks_for_a_code()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Código", "codigo@x.example");
        var before = await Tenant.Api.GetAsync("clients/" + client);
        using var web = Tenant.Web();
        Assert.StartsWith($"/{Tenant.Name}/portal/sign-in/first", (await web.TryPortalAsync("codigo@x.example")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        (await web.GetAsync("portal")).Is(HttpStatusCode.Redirect);
        var page = (await web.GetAsync("portal/sign-in/first")).Is(HttpStatusCode.OK);
        Assert.Contains("co•••@x.example", page.Text, StringComparison.Ordinal);
        var code = await Tenant.CodeAsync("codigo@x.example");
        (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(page, ("Form.Code", code == "111111" ? "222222" : "111111")))).Is(HttpStatusCode.UnprocessableEntity);
        (await web.GetAsync("portal")).Is(HttpStatusCode.Redirect);
        Assert.Null(await Tenant.InDatabaseAsync(db => db.Memberships.AsNoTracking().Where(m => m.Email == "codigo@x.example").Select(m => m.VerifiedUtc).SingleAsync()));
        Assert.Equal($"/{Tenant.Name}/portal", (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(page, ("Form.Code", code)))).Is(HttpStatusCode.Redirect).Location);
        (await web.GetAsync("portal")).Is(HttpStatusCode.OK);
        Assert.True((await Tenant.PresenceAsync(users[0]))?.IsOnline);

        using var later = await Tenant.PortalAsync("codigo@x.example");
        (await later.GetAsync("portal")).Is(HttpStatusCode.OK);
        var mails = await Tenant.InDatabaseAsync(db => db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind == "login" && e.RecordId == long.Parse(users[0], CultureInfo.InvariantCulture) && e.ClientId != null).CountAsync());
        Assert.Equal(2, mails); // both sign-ins are in the client's history
        DateTime? login = null;
        for (var tries = 0; login is null && tries < 100; tries++)
        {
            await Task.Delay(100); // the event is handled after the answer
            login = await Tenant.InDatabaseAsync(db => db.Set<Client>().Where(c => c.Id == long.Parse(client, CultureInfo.InvariantCulture)).Select(c => c.LastLoginUtc).SingleAsync());
        }

        Assert.NotNull(login); // 000-32
        Assert.Equal(before.ETag, (await Tenant.Api.GetAsync("clients/" + client)).ETag); // and nobody's open form is stale
    }

    [Fact(DisplayName = "issue 3 §4: what is missing or forbidden in the portal is said in the portal's own frame, with the way back; a link to a staff page too")]
    public async Task Problems()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Endereços", "primeiro@enderecos.example", "segundo@enderecos.example");
        await Tenant.VerifyAsync(users);
        using var web = await Tenant.PortalAsync("segundo@enderecos.example");
        foreach (var (path, status, title) in new[] { ("portal/nothing", HttpStatusCode.NotFound, "Não encontrado"), ("portal/users", HttpStatusCode.Forbidden, "Sem permissão"), ("admin/clients", HttpStatusCode.NotFound, "Não encontrado"), ("admin/nothing", HttpStatusCode.NotFound, "Não encontrado") })
        {
            var page = (await web.GetAsync(path)).Is(status);
            Assert.Equal(title, page.Find("main.p-main h1").TextContent);
            Assert.Equal($"/{Tenant.Name}/portal", page.Find("main .cs-error a.btn").GetAttribute("href"));
            Assert.NotEmpty(page.Document.QuerySelectorAll("nav.p-nav a[href$='/portal/privacy']"));
            Assert.Empty(page.Document.QuerySelectorAll("nav.p-nav a[href$='/portal/users']")); // no entry without its permission
            Assert.Equal(path.StartsWith("admin", StringComparison.Ordinal), page.Document.QuerySelectorAll("main .cs-error a[href*='/sign-in']").Length == 1);
        }

        using var first = await Tenant.PortalAsync("primeiro@enderecos.example");
        Assert.NotEmpty((await first.GetAsync("portal/nothing")).Is(HttpStatusCode.NotFound).Document.QuerySelectorAll("nav.p-nav a[href$='/portal/users']"));
        using var anonymous = Tenant.Web();
        Assert.Equal("Não encontrado", (await anonymous.GetAsync("portal/nothing")).Is(HttpStatusCode.NotFound).Find("main.p-main h1").TextContent);
        Assert.Contains("/sign-in", (await anonymous.GetAsync("admin/clients")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A2 five wrong codes lock the user out as five wrong passwords do")]
    public async Task Wrong_codes_lock_out()
    {
        await Tenant.Api.AddClientAsync("Tentativas", "tentativas@x.example");
        using var web = Tenant.Web();
        await web.TryPortalAsync("tentativas@x.example");
        var page = (await web.GetAsync("portal/sign-in/first")).Is(HttpStatusCode.OK);
        var code = await Tenant.CodeAsync("tentativas@x.example");
        var wrong = code == "111111" ? "222222" : "111111";
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(page, ("Form.Code", wrong)))).Is(HttpStatusCode.UnprocessableEntity);
        }

        (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(page, ("Form.Code", code)))).Is(HttpStatusCode.UnprocessableEntity);
        (await web.GetAsync("portal")).Is(HttpStatusCode.Redirect);
    }

    [Fact(DisplayName = "000-67, 000-68 sign-ins, wrong passwords, wrong codes and the lock-out stand in the Logs tab of each client that has the user")]
    public async Task Attempts_are_in_the_clients_log()
    {
        var (one, _) = await Tenant.Api.AddClientAsync("Log Um", "log@x.example");
        var (two, _) = await Tenant.Api.AddClientAsync("Log Dois");
        (await Tenant.Api.PostAsync($"clients/{two}/users", new { name = "Lia", email = "log@x.example" })).Is(HttpStatusCode.Created);
        using var web = Tenant.Web();
        (await web.TryPortalAsync("log@x.example", "Errada123")).Is(HttpStatusCode.UnprocessableEntity);
        (await web.TryPortalAsync("log@x.example")).Is(HttpStatusCode.Redirect);
        var choose = (await web.GetAsync("portal/sign-in/account")).Is(HttpStatusCode.OK);
        var buttons = choose.Document.QuerySelectorAll("button.p-account");
        (await web.PostAsync("portal/sign-in/account", HttpBrowser.Form(choose, ("account", buttons[0].GetAttribute("value")!)))).Is(HttpStatusCode.Redirect); // Log Dois, by name
        var code = (await web.GetAsync("portal/sign-in/first")).Is(HttpStatusCode.OK);
        var right = await Tenant.CodeAsync("log@x.example");
        (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(code, ("Form.Code", right == "111111" ? "222222" : "111111")))).Is(HttpStatusCode.UnprocessableEntity);
        (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(code, ("Form.Code", right)))).Is(HttpStatusCode.Redirect);
        using var other = Tenant.Web();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await other.TryPortalAsync("log@x.example", "Errada123");
        }

        using var admin = await Tenant.AdminAsync();
        Assert.Equal(["Acesso bloqueado por tentativas", .. Enumerable.Repeat("Tentativa de acesso", 5), "Entrada", "Tentativa de acesso", "Tentativa de acesso"], await ActsAsync(two, "access"));
        Assert.Equal(["Acesso bloqueado por tentativas", .. Enumerable.Repeat("Tentativa de acesso", 6)], await ActsAsync(one, "attempts"));

        async Task<IEnumerable<string>> ActsAsync(string client, string show) =>
            (await admin.GetAsync($"admin/clients/{client}/logs?show={show}")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td")[1].TextContent.Split('·')[0].Trim());
    }

    [Fact(DisplayName = "issue 3 §4: a wrong password, an unknown address and a staff login get the same answer; five wrong ones lock out")]
    public async Task Nobody_learns_who_exists()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Igual", "igual@x.example");
        await Tenant.VerifyAsync(users);
        using var web = Tenant.Web();
        var said = (await web.TryPortalAsync("igual@x.example", "Errada123")).Is(HttpStatusCode.UnprocessableEntity).Find("[role=alert]").TextContent.Trim();
        Assert.NotEmpty(said);
        Assert.Equal(said, (await web.TryPortalAsync("ninguem@x.example", "Errada123")).Is(HttpStatusCode.UnprocessableEntity).Find("[role=alert]").TextContent.Trim());
        Assert.Equal(said, (await web.TryPortalAsync("admin@teste.example", TestHost.AdminPassword)).Is(HttpStatusCode.UnprocessableEntity).Find("[role=alert]").TextContent.Trim());
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await web.TryPortalAsync("igual@x.example", "Errada123");
        }

        (await web.TryPortalAsync("igual@x.example")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"/{Tenant.Name}/portal/password/forgot?done=true", (await AskAsync("igual@x.example")).Location);
        Assert.Equal($"/{Tenant.Name}/portal/password/forgot?done=true", (await AskAsync("ninguem@x.example")).Location);

        async Task<WebPage> AskAsync(string email)
        {
            var page = (await web.GetAsync("portal/password/forgot")).Is(HttpStatusCode.OK);
            return (await web.PostAsync("portal/password/forgot", HttpBrowser.Form(page, ("Form.Email", email)))).Is(HttpStatusCode.Redirect);
        }
    }

    [Fact(DisplayName = "001-51, 001-52, 003-77, 003-78, A18 an e-mail with several accounts chooses one, and switches without the password; a new one asks for its code")]
    public async Task Accounts_are_chosen_and_switched()
    {
        var (_, first) = await Tenant.Api.AddClientAsync("Alfa", "varias@x.example");
        var (beta, _) = await Tenant.Api.AddClientAsync("Beta");
        var second = (await Tenant.Api.PostAsync($"clients/{beta}/users", new { name = "Varias", email = "varias@x.example" })).Is(HttpStatusCode.Created);
        await Tenant.VerifyAsync(first);
        using var web = Tenant.Web();
        Assert.StartsWith($"/{Tenant.Name}/portal/sign-in/account", (await web.TryPortalAsync("varias@x.example")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        var choose = (await web.GetAsync("portal/sign-in/account")).Is(HttpStatusCode.OK);
        var buttons = choose.Document.QuerySelectorAll("button.p-account");
        Assert.Equal(["Alfa", "Beta"], buttons.Select(b => b.QuerySelector(".strong")!.TextContent.Trim()));
        (await web.PostAsync("portal/sign-in/account", HttpBrowser.Form(choose, ("account", "01ARZ3NDEKTSV4RRFFQ69G5FAV")))).Is(HttpStatusCode.NotFound);
        Assert.Equal($"/{Tenant.Name}/portal", (await web.PostAsync("portal/sign-in/account", HttpBrowser.Form(choose, ("account", buttons[0].GetAttribute("value")!)))).Is(HttpStatusCode.Redirect).Location);
        Assert.Contains("Alfa", (await web.GetAsync("portal")).Is(HttpStatusCode.OK).Find("main").TextContent, StringComparison.Ordinal);

        var accounts = (await web.GetAsync("portal/accounts")).Is(HttpStatusCode.OK);
        var toBeta = await web.PostAsync("portal/accounts", HttpBrowser.Form(accounts, ("account", buttons[1].GetAttribute("value")!)));
        Assert.StartsWith($"/{Tenant.Name}/portal/sign-in/first", toBeta.Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        var page = (await web.GetAsync("portal/sign-in/first")).Is(HttpStatusCode.OK);
        Assert.Contains("Alfa", (await web.GetAsync("portal")).Find("main").TextContent, StringComparison.Ordinal); // until the code is given
        (await web.PostAsync("portal/sign-in/first", HttpBrowser.Form(page, ("Form.Code", await Tenant.CodeAsync("varias@x.example"))))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Beta", (await web.GetAsync("portal")).Is(HttpStatusCode.OK).Find("main").TextContent, StringComparison.Ordinal);
        Assert.False((await Tenant.PresenceAsync(first[0]))?.IsOnline);
        Assert.True((await Tenant.PresenceAsync(second["id"]!.GetValue<string>()))?.IsOnline);

        Assert.Equal($"/{Tenant.Name}/portal", (await web.PostAsync("portal/accounts", HttpBrowser.Form(accounts, ("account", buttons[0].GetAttribute("value")!)))).Is(HttpStatusCode.Redirect).Location);
        Assert.Contains("Alfa", (await web.GetAsync("portal")).Find("main").TextContent, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "003-61, 003-62, 003-63 the online flag: on with the sign-in, off by hand while signed in, off with the sign-out")]
    public async Task The_online_flag()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Online", "online@x.example");
        await Tenant.VerifyAsync(users);
        using var web = await Tenant.PortalAsync("online@x.example");
        Assert.True((await Tenant.PresenceAsync(users[0]))?.IsOnline);
        var page = (await web.GetAsync("portal")).Is(HttpStatusCode.OK);
        (await web.PostAsync("portal/online", HttpBrowser.Form(page, ("online", "false")))).Is(HttpStatusCode.Redirect);
        Assert.False((await Tenant.PresenceAsync(users[0]))?.IsOnline);
        (await web.GetAsync("portal")).Is(HttpStatusCode.OK);
        (await web.PostAsync("portal/online", HttpBrowser.Form(page, ("online", "true")))).Is(HttpStatusCode.Redirect);
        (await web.PostAsync("portal/sign-out", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        Assert.False((await Tenant.PresenceAsync(users[0]))?.IsOnline);
        (await web.GetAsync("portal")).Is(HttpStatusCode.Redirect);
    }

    [Fact(DisplayName = "T5 a session that ran out takes its user offline; one that lasts does not")]
    public async Task Sessions_that_ran_out()
    {
        var (_, gone) = await Tenant.Api.AddClientAsync("Vencida", "vencida@x.example");
        var (_, stays) = await Tenant.Api.AddClientAsync("Fica", "fica@x.example");
        await Tenant.VerifyAsync(gone[0], stays[0]);
        using var one = await Tenant.PortalAsync("vencida@x.example");
        using var other = await Tenant.PortalAsync("fica@x.example");
        await Host.InTenantAsync(Tenant.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            var user = await db.Memberships.Where(m => m.Email == "vencida@x.example").Select(m => m.UserId).SingleAsync();
            (await db.Set<UserSession>().SingleAsync(s => s.UserId == user)).ExpiresUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            await db.SaveChangesAsync();
            await scope.GetRequiredService<IEnumerable<IBackgroundTask>>().Single(t => t.Name == "ClientUsers.LeaveWithoutSession").RunAsync(CancellationToken.None);
        });
        Assert.False((await Tenant.PresenceAsync(gone[0]))?.IsOnline);
        Assert.True((await Tenant.PresenceAsync(stays[0]))?.IsOnline);
    }

    [Fact(DisplayName = "003-68, 003-69, 003-70 a disabled user signs in and sees the message alone")]
    public async Task A_disabled_user_sees_the_message()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Desativado", "desativado@x.example");
        await Tenant.VerifyAsync(users);
        using var web = await Tenant.PortalAsync("desativado@x.example");
        (await Tenant.Api.PatchAsync($"clients/{client}/users/{users[0]}", new { isEnabled = false })).Is(HttpStatusCode.OK);
        Assert.False((await Tenant.PresenceAsync(users[0]))?.IsOnline); // A17
        await ClosedAsync(web);
        using var again = await Tenant.PortalAsync("desativado@x.example");
        await ClosedAsync(again);
        Assert.False((await Tenant.PresenceAsync(users[0]))?.IsOnline);
        (await Tenant.Api.PatchAsync($"clients/{client}/users/{users[0]}", new { isEnabled = true })).Is(HttpStatusCode.OK);
        (await web.GetAsync("portal")).Is(HttpStatusCode.OK);

        async Task ClosedAsync(HttpBrowser browser)
        {
            foreach (var path in new[] { "portal", "portal/users", "portal/profile", "portal/settings/chat" })
            {
                Assert.Contains("/portal/closed", (await browser.GetAsync(path)).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
            }

            var page = (await browser.GetAsync("portal/closed")).Is(HttpStatusCode.Forbidden);
            Assert.Contains("Seu usuário está desativado. Solicite ao administrador da conta a liberação do acesso.", page.Text, StringComparison.Ordinal);
            Assert.Null(page.Document.QuerySelector(".p-nav"));
        }
    }

    [Fact(DisplayName = "003-10, A3, A4 a blocked client: the message after the right password and no session; after the wrong one nothing is told; an open session closes")]
    public async Task A_blocked_client_sees_the_block()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Bloqueada", "bloqueada@x.example");
        await Tenant.VerifyAsync(users);
        using var open = await Tenant.PortalAsync("bloqueada@x.example");
        (await Tenant.Api.PatchAsync($"clients/{client}", new { blocked = true })).Is(HttpStatusCode.OK);
        const string message = "Seu acesso está bloqueado. Entre em contato com o suporte da sua revenda.";
        Assert.Contains("/portal/closed", (await open.GetAsync("portal")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        Assert.Contains(message, (await open.GetAsync("portal/closed")).Is(HttpStatusCode.Forbidden).Text, StringComparison.Ordinal);
        using var web = Tenant.Web();
        Assert.DoesNotContain(message, (await web.TryPortalAsync("bloqueada@x.example", "Errada123")).Is(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Contains(message, (await web.TryPortalAsync("bloqueada@x.example")).Is(HttpStatusCode.UnprocessableEntity).Find("[role=alert]").TextContent, StringComparison.Ordinal);
        (await web.GetAsync("portal/closed")).Is(HttpStatusCode.Redirect); // no session
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync($"admin/clients/{client}/users/{users[0]}/login-as")).Is(HttpStatusCode.OK);
        await admin.PostAsync($"admin/clients/{client}/users/{users[0]}/login-as", HttpBrowser.Form(form, ("Form.Reason", "ver")));
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect); // not even as the user
    }

    [Fact(DisplayName = "003-73, 003-74, 003-75 the setting for plans gates every user until a module of plans does")]
    public async Task The_plan_gates()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        var client = await api.CreateClientAsync(new { personKind = "legal", tradeName = "Planos" });
        foreach (var email in new[] { "um@planos.example", "dois@planos.example" })
        {
            (await api.PostAsync($"clients/{client}/users", new { name = email, email, password = Portal.Password })).Is(HttpStatusCode.Created);
        }

        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            (await db.Memberships.ToListAsync()).ForEach(m => m.Verify(DateTime.UnixEpoch));
            await db.SaveChangesAsync();
        });
        using var first = new HttpBrowser(Host.Address(other));
        await first.TryPortalAsync("um@planos.example");
        using var second = new HttpBrowser(Host.Address(other));
        await second.TryPortalAsync("dois@planos.example");
        (await first.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK);
        (await second.GetAsync("portal")).Is(HttpStatusCode.OK);

        using var admin = new HttpBrowser(Host.Address(other));
        await admin.SignInAsync();
        var form = (await admin.GetAsync("admin/settings/portal")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/settings/portal", HttpBrowser.Filled(form, "form.cs-form", ("Form.Plan", "None")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Não há plano contratado", (await first.GetAsync("portal")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await first.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.Forbidden);
        Assert.Contains("/portal/closed", (await second.GetAsync("portal")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        (await admin.PostAsync("admin/settings/portal", HttpBrowser.Filled(form, "form.cs-form", ("Form.Plan", "Active")))).Is(HttpStatusCode.Redirect);
        (await first.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK);
        (await second.GetAsync("portal")).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "001-47, 003-76 the first user grants the others, under Permissões gerais and Permissões chat; the others may not")]
    public async Task The_first_user_grants()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Equipe", "chefe@equipe.example", "membro@equipe.example");
        await Tenant.VerifyAsync(users);
        using var chief = await Tenant.PortalAsync("chefe@equipe.example");
        using var member = await Tenant.PortalAsync("membro@equipe.example");
        foreach (var path in new[] { "portal/users", "portal/settings/permissions", "portal/settings/chat" })
        {
            (await member.GetAsync(path)).Is(HttpStatusCode.Forbidden);
        }

        Assert.Contains("Configurações", (await chief.GetAsync("portal")).Is(HttpStatusCode.OK).Find(".p-nav").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Configurações", (await member.GetAsync("portal")).Is(HttpStatusCode.OK).Find(".p-nav").TextContent, StringComparison.Ordinal);
        var general = (await chief.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK);
        var box = general.Find("input[type=checkbox]").GetAttribute("name")!;
        (await chief.PostAsync("portal/settings/permissions", HttpBrowser.Filled(general, "form.cs-form", (box, "Portal.ManageSubscription"), (box, "EditClients")))).Is(HttpStatusCode.Redirect);
        var chat = (await chief.GetAsync("portal/settings/chat")).Is(HttpStatusCode.OK);
        (await chief.PostAsync("portal/settings/chat", HttpBrowser.Filled(chat, "form.cs-form", (chat.Find("select").GetAttribute("name")!, "3")))).Is(HttpStatusCode.Redirect);
        var granted = (await Tenant.Api.GetAsync($"clients/{client}/users/{users[1]}")).Is(HttpStatusCode.OK);
        Assert.Equal(["Portal.ManageSubscription"], granted["permissions"]!.AsArray().Select(p => p!.GetValue<string>()));
        Assert.Equal(3, granted["chatLevel"]!.GetValue<int>());
        (await member.PostAsync("portal/settings/chat", HttpBrowser.Form(await member.GetAsync("portal")))).Is(HttpStatusCode.Forbidden);
        using var admin = await Tenant.AdminAsync();
        var history = (await admin.GetAsync($"admin/clients/{client}/history")).Is(HttpStatusCode.OK).Find("tbody").TextContent;
        Assert.Contains("Gerenciar e contratar planos em Assinaturas", history, StringComparison.Ordinal);
        Assert.DoesNotContain("[\"Portal.", history, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "001-59, 003-82, 003-86 Meu perfil: several sessions, each can be ended; the password needs the current one; an authenticator")]
    public async Task Ones_own_profile()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Perfil", "perfil@x.example");
        await Tenant.VerifyAsync(users);
        using var web = await Tenant.PortalAsync("perfil@x.example");
        using var phone = await Tenant.PortalAsync("perfil@x.example");
        var sessions = (await web.GetAsync("portal/profile/sessions")).Is(HttpStatusCode.OK);
        Assert.Equal(2, sessions.Document.QuerySelectorAll("ul.rows li").Length);
        (await phone.GetAsync("portal")).Is(HttpStatusCode.OK); // neither put the other out
        (await web.PostAsync(sessions.Find("ul.rows form").GetAttribute("action")!, HttpBrowser.Filled(sessions, "ul.rows form"))).Is(HttpStatusCode.Redirect);
        (await phone.GetAsync("portal")).Is(HttpStatusCode.Redirect);
        Assert.True((await Tenant.PresenceAsync(users[0]))?.IsOnline); // this session is still there

        var page = (await web.GetAsync("portal/profile/password")).Is(HttpStatusCode.OK);
        var wrong = (await web.PostAsync("portal/profile/password", HttpBrowser.Filled(page, "form.cs-form", ("Form.Current", "Errada123"), ("Form.New.Password", "Nova12345"), ("Form.New.Confirm", "Nova12345")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("A senha atual não confere.", wrong.Find("#Form_Current-e").TextContent.Trim());
        (await web.PostAsync("portal/profile/password", HttpBrowser.Filled(page, "form.cs-form", ("Form.Current", Portal.Password), ("Form.New.Password", "Nova12345"), ("Form.New.Confirm", "Nova12345")))).Is(HttpStatusCode.Redirect);

        var enrol = (await web.GetAsync("portal/profile/second-factor")).Is(HttpStatusCode.OK);
        var key = enrol.Find(".cs-secret").GetAttribute("data-copy")!;
        var unproven = (await web.PostAsync(enrol.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", "123456"), ("Form.Password", "Errada123")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("A senha atual não confere.", "123456"), (unproven.Find("#Form_Password-e").TextContent.Trim(), unproven.Find("#Form_Code").GetAttribute("value"))); // what is no password stays
        (await web.PostAsync(enrol.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", Totp.Code(key)), ("Form.Password", "Nova12345")))).Is(HttpStatusCode.OK);
        using var again = Tenant.Web();
        Assert.StartsWith($"/{Tenant.Name}/portal/sign-in/code", (await again.TryPortalAsync("perfil@x.example", "Nova12345")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        (await again.GetAsync("portal/sign-in/account")).Is(HttpStatusCode.Redirect); // nothing further without the code
        var code = (await again.GetAsync("portal/sign-in/code")).Is(HttpStatusCode.OK);
        (await again.PostAsync("portal/sign-in/code", HttpBrowser.Form(code, ("Form.Code", "000000")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"/{Tenant.Name}/portal", (await again.PostAsync("portal/sign-in/code", HttpBrowser.Form(code, ("Form.Code", Totp.Code(key, 1))))).Is(HttpStatusCode.Redirect).Location);
    }
}

public sealed class PortalSignInOnSqlite(TenantFixture<Sqlite> tenant) : PortalSignInTests<Sqlite>(tenant);

public sealed class PortalSignInOnPostgres(TenantFixture<Postgres> tenant) : PortalSignInTests<Postgres>(tenant);
