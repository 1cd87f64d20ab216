using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ClientSuite.Access;
using ClientSuite.Email;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.ClientUsers;

/// <summary>A client's users in the API and on the client's tab.</summary>
public abstract class ClientUsersApiTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact(DisplayName = "001-44, 001-45, 001-46, 003-67, 003-71 a user belongs to the selected client alone; the first one is the first user, chat level 6 comes by itself")]
    public async Task Users_are_added_to_one_client()
    {
        var (one, _) = await Tenant.Api.AddClientAsync("Uma", "a@uma.example", "b@uma.example");
        var (other, _) = await Tenant.Api.AddClientAsync("Outra");
        var users = (await Tenant.Api.GetAsync($"clients/{one}/users")).Is(HttpStatusCode.OK)["items"]!.AsArray();
        Assert.Equal([true, false], users.Select(u => u!["isFirst"]!.GetValue<bool>()));
        Assert.All(users, u => Assert.Equal(6, u!["chatLevel"]!.GetValue<int>()));
        Assert.All(users, u => Assert.Contains("Portal.ViewPhones", u!["permissions"]!.AsArray().Select(p => p!.GetValue<string>())));
        Assert.Empty((await Tenant.Api.GetAsync($"clients/{other}/users")).Is(HttpStatusCode.OK)["items"]!.AsArray());
        (await Tenant.Api.GetAsync($"clients/{other}/users/{users[0]!["id"]}")).Is(HttpStatusCode.NotFound);
        (await Tenant.Api.PostAsync($"clients/{one}/users", new { name = "De novo", email = "A@uma.example" })).Is(HttpStatusCode.Conflict);
        (await Tenant.Api.PostAsync($"clients/{one}/users", new { name = "", email = "torto" })).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact(DisplayName = "A18 one identity per e-mail: the second client adds an account, not a password, and is told so by mail")]
    public async Task One_identity_with_many_accounts()
    {
        var (_, _) = await Tenant.Api.AddClientAsync("Primeira", "dois@clientes.example");
        var (second, _) = await Tenant.Api.AddClientAsync("Segunda");
        (await Tenant.Api.PostAsync($"clients/{second}/users", new { name = "Dois", email = "dois@clientes.example", password = "Outra1234" })).Is(HttpStatusCode.Conflict);
        (await Tenant.Api.PostAsync($"clients/{second}/users", new { name = "Dois", email = "Dois@clientes.example" })).Is(HttpStatusCode.Created);
        var identities = await Tenant.InDatabaseAsync(db => db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).AsNoTracking().Where(u => u.NormalizedEmail == "DOIS@CLIENTES.EXAMPLE").ToListAsync());
        Assert.Equal(UserKind.Portal, Assert.Single(identities).Kind);
        await WaitForMailAsync("dois@clientes.example", "clientusers.mail.added");
    }

    [Fact(DisplayName = "003-80 the API refuses a password in an edit, and changes nothing of it")]
    public async Task A_password_is_not_edited()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Senha", "senha@x.example");
        var refused = (await Tenant.Api.PatchAsync($"clients/{client}/users/{users[0]}", new { name = "Novo nome", password = "Outra1234" })).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotNull(refused["errors"]!["password"]);
        Assert.Equal("Usuário senha", (await Tenant.Api.GetAsync($"clients/{client}/users/{users[0]}"))["name"]!.GetValue<string>());
        using var admin = await Tenant.AdminAsync();
        var form = (await admin.GetAsync($"admin/clients/{client}/users/{users[0]}")).Is(HttpStatusCode.OK);
        Assert.Empty(form.Document.QuerySelectorAll("form[action$='/users/" + users[0] + "'] input[type=password]"));
    }

    [Fact(DisplayName = "a patch without a word on it, or null, leaves a user enabled or not; what is neither is refused")]
    public async Task Enabled_or_not()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Ligada", "ligada@x.example");
        var path = $"clients/{client}/users/{users[0]}";
        Assert.True((await Tenant.Api.PatchAsync(path, """{"isEnabled":null}""")).Is(HttpStatusCode.OK)["isEnabled"]!.GetValue<bool>());
        Assert.NotNull((await Tenant.Api.PatchAsync(path, """{"isEnabled":"no"}""")).Is(HttpStatusCode.UnprocessableEntity)["errors"]!["isEnabled"]);
        Assert.False((await Tenant.Api.PatchAsync(path, """{"isEnabled":false}""")).Is(HttpStatusCode.OK)["isEnabled"]!.GetValue<bool>());
        Assert.False((await Tenant.Api.PatchAsync(path, """{"name":"Ainda desligada"}""")).Is(HttpStatusCode.OK)["isEnabled"]!.GetValue<bool>());
    }

    [Fact(DisplayName = "001-39 to 001-43, 001-54, 003-56, 003-57, 003-79 the client's page of users: listing, Adicionar usuário, Editar, Logar como, column Online")]
    public async Task The_tab()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Aba", "um@aba.example", "dois@aba.example");
        using var admin = await Tenant.AdminAsync();
        var tab = (await admin.GetAsync($"admin/clients/{client}/users")).Is(HttpStatusCode.OK);
        Assert.Equal(2, tab.Document.QuerySelectorAll("#client-users tbody tr").Length);
        Assert.Contains("Online", tab.Document.QuerySelectorAll("#client-users th").Select(h => h.TextContent.Trim()));
        Assert.Equal("Adicionar usuário", tab.Find("#client-users header a").TextContent.Trim());
        Assert.Equal(2, tab.Document.QuerySelectorAll("#client-users a[href$='/login-as']").Length);
        Assert.All(users, u => Assert.Equal("Editar", tab.Find($"#client-users a[href$='/users/{u}']").TextContent.Trim()));
        Assert.Equal([false, false], await OnlineAsync());
        await Tenant.VerifyAsync(users);
        using (var web = await Tenant.PortalAsync("dois@aba.example"))
        {
            Assert.Equal([false, true], await OnlineAsync());
            (await web.PostAsync("portal/sign-out", HttpBrowser.Form(await web.GetAsync("portal")))).Is(HttpStatusCode.Redirect);
        }

        Assert.Equal([false, false], await OnlineAsync());

        var form = (await admin.GetAsync($"admin/clients/{client}/users/{users[1]}")).Is(HttpStatusCode.OK);
        var post = $"admin/clients/{client}/users/{users[1]}";
        (await admin.PostAsync(post, HttpBrowser.Filled(form, $"form[action$='/users/{users[1]}']", ("Form.Name", "Renomeado")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Renomeado", (await admin.GetAsync($"admin/clients/{client}/users")).Text, StringComparison.Ordinal);
        (await admin.PostAsync(post, HttpBrowser.Filled(form, $"form[action$='/users/{users[1]}']", ("Form.Name", "Velho")))).Is(HttpStatusCode.PreconditionFailed);

        (await admin.PostAsync(post + "?handler=disable", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.False((await Tenant.Api.GetAsync($"clients/{client}/users/{users[1]}"))["isEnabled"]!.GetValue<bool>());
        var page = await admin.PostAsync($"admin/clients/{client}/users/{users[0]}?handler=remove", HttpBrowser.Form(form), ("HX-Request", "true"));
        page.Is(HttpStatusCode.Conflict); // the first user, while there is another
        (await admin.PostAsync(post + "?handler=first", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        (await admin.PostAsync($"admin/clients/{client}/users/{users[0]}?handler=remove", HttpBrowser.Form(form))).Is(HttpStatusCode.Redirect);
        Assert.Equal(users[1], Assert.Single((await Tenant.Api.GetAsync($"clients/{client}/users"))["items"]!.AsArray())!["id"]!.GetValue<string>());

        async Task<IEnumerable<bool>> OnlineAsync() => (await admin.GetAsync($"admin/clients/{client}/users")).Is(HttpStatusCode.OK).Document.QuerySelectorAll("#client-users td[data-label=Online]").Select(c => c.TextContent.Trim() == "Online");
    }

    [Fact(DisplayName = "002-27 to 002-33, 002-37: Adicionar usuário with a password by the four rules, twice the same; the user enters with it")]
    public async Task A_user_is_added_with_a_password()
    {
        var client = await Tenant.Api.CreateClientAsync(new { tradeName = "Com senha" });
        using var admin = await Tenant.AdminAsync();
        var path = $"admin/clients/{client}/users/new";
        var form = (await admin.GetAsync(path)).Is(HttpStatusCode.OK);
        var differs = (await PostAsync("Nova12345", "Nova1234")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("As senhas devem ser iguais", differs.Find("[id$=Confirm-e]").TextContent, StringComparison.Ordinal);
        foreach (var weak in new[] { "Nova123", "nova12345", "NOVA12345", "NovaSenha" })
        {
            Assert.NotEmpty((await PostAsync(weak, weak)).Is(HttpStatusCode.UnprocessableEntity).Find("[id$=Password-e]").TextContent.Trim());
        }

        Assert.Empty((await Tenant.Api.GetAsync($"clients/{client}/users"))["items"]!.AsArray());
        (await PostAsync("Nova12345", "Nova12345")).Is(HttpStatusCode.Redirect);
        await Tenant.VerifyAsync(Assert.Single((await Tenant.Api.GetAsync($"clients/{client}/users"))["items"]!.AsArray())!["id"]!.GetValue<string>());
        using var web = Tenant.Web();
        Assert.Equal($"/{Tenant.Name}/portal", (await web.TryPortalAsync("com@senha.example", "Nova12345")).Is(HttpStatusCode.Redirect).Location);

        Task<WebPage> PostAsync(string password, string confirm) => admin.PostAsync(path, HttpBrowser.Filled(form, "form.cs-form", ("Form.Name", "Com Senha"), ("Form.Email", "com@senha.example"), ("SendsLink", "false"), ("Password.Password", password), ("Password.Confirm", confirm)));
    }

    [Fact(DisplayName = "003-81: who forgot the password asks on the login page, gets the link by mail and enters with the new one; the old one is worth nothing")]
    public async Task Forgotten()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Esquece", "esquece@x.example");
        await Tenant.VerifyAsync(users);
        using var web = Tenant.Web();
        var entry = (await web.GetAsync("portal/sign-in")).Is(HttpStatusCode.OK);
        var ask = (await web.GetAsync(entry.Find("a[href*='/portal/password/forgot']").GetAttribute("href")!)).Is(HttpStatusCode.OK);
        (await web.PostAsync("portal/password/forgot", HttpBrowser.Form(ask, ("Form.Email", "esquece@x.example")))).Is(HttpStatusCode.Redirect);
        var link = LinkIn(await WaitForMailAsync("esquece@x.example", "clientusers.mail.reset"));
        var page = (await web.GetAsync(link)).Is(HttpStatusCode.OK);
        (await web.PostAsync("portal/password/reset", HttpBrowser.Filled(page, "form.cs-form", ("Form.Password", "Nova12345"), ("Form.Confirm", "Nova12345")))).Is(HttpStatusCode.Redirect);
        (await web.TryPortalAsync("esquece@x.example")).Is(HttpStatusCode.UnprocessableEntity);
        (await web.TryPortalAsync("esquece@x.example", "Nova12345")).Is(HttpStatusCode.Redirect);
    }

    [Fact(DisplayName = "002-27 to 002-33, 002-37, 002-56 to 002-60 staff with the permission set and reset the portal's password by the four rules")]
    public async Task Staff_set_and_reset_the_password()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Definir", "definir@x.example");
        await Tenant.VerifyAsync(users);
        using var open = await Tenant.PortalAsync("definir@x.example");
        using var admin = await Tenant.AdminAsync();
        var create = (await admin.GetAsync($"admin/clients/{client}/users/new")).Is(HttpStatusCode.OK);
        Assert.Contains("Definir a senha do cliente", create.Text, StringComparison.Ordinal);
        Assert.Equal(2, create.Document.QuerySelectorAll("input[type=password]").Length);

        var path = $"admin/clients/{client}/users/{users[0]}/password";
        var form = (await admin.GetAsync(path)).Is(HttpStatusCode.OK);
        var differs = (await admin.PostAsync(path, HttpBrowser.Form(form, ("Form.Password", "Nova12345"), ("Form.Confirm", "Nova1234")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("As senhas devem ser iguais", differs.Find("#Form_Confirm-e").TextContent.Trim());
        foreach (var weak in new[] { "Nova123", "nova12345", "NOVA12345", "NovaSenha" })
        {
            (await admin.PostAsync(path, HttpBrowser.Form(form, ("Form.Password", weak), ("Form.Confirm", weak)))).Is(HttpStatusCode.UnprocessableEntity);
        }

        (await open.GetAsync("portal")).Is(HttpStatusCode.OK);
        (await admin.PostAsync(path, HttpBrowser.Form(form, ("Form.Password", "Nova12345"), ("Form.Confirm", "Nova12345")))).Is(HttpStatusCode.Redirect);
        (await open.GetAsync("portal")).Is(HttpStatusCode.Redirect);
        using var web = Tenant.Web();
        (await web.TryPortalAsync("definir@x.example")).Is(HttpStatusCode.UnprocessableEntity);
        (await web.TryPortalAsync("definir@x.example", "Nova12345")).Is(HttpStatusCode.Redirect);
        var history = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.Field == "passwordHash").Select(l => l.NewValue).Distinct().ToListAsync());
        Assert.Equal(["***"], history);
    }

    [Fact(DisplayName = "002-61, 003-81 the link by mail sets a password once")]
    public async Task The_link_sets_a_password()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Link", "link@x.example");
        await Tenant.VerifyAsync(users);
        (await Tenant.Api.PostAsync($"clients/{client}/users/{users[0]}/password-link")).Is(HttpStatusCode.Accepted);
        var mail = await WaitForMailAsync("link@x.example", "clientusers.mail.reset");
        Assert.True(mail.IsSecret);
        Assert.Equal(long.Parse(client, CultureInfo.InvariantCulture), mail.ClientId); // it stands on the client's tab
        var link = LinkIn(mail);
        using var web = Tenant.Web();
        var page = (await web.GetAsync(link)).Is(HttpStatusCode.OK);
        (await web.PostAsync("portal/password/reset", HttpBrowser.Filled(page, "form.cs-form", ("Form.Password", "Nova12345"), ("Form.Confirm", "Nova12345")))).Is(HttpStatusCode.Redirect);
        Assert.Null((await web.GetAsync(link)).Is(HttpStatusCode.OK).Document.QuerySelector("input[type=password]"));
        (await web.TryPortalAsync("link@x.example", "Nova12345")).Is(HttpStatusCode.Redirect);
    }

    [Fact(DisplayName = "issue 3 §4: another tenant's user is a 404, and the same e-mail there is somebody else")]
    public async Task Tenants_do_not_share_users()
    {
        var (client, users) = await Tenant.Api.AddClientAsync("Daqui", "mesmo@x.example");
        var another = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(another));
        (await api.GetAsync($"clients/{client}/users/{users[0]}")).Is(HttpStatusCode.NotFound);
        using var web = new HttpBrowser(Host.Address(another));
        (await web.TryPortalAsync("mesmo@x.example")).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact(DisplayName = "issue 3 §4: a client's user is no staff: not in the users' list, not in the admin, not in the API, not even with a role")]
    public async Task A_portal_user_is_no_staff()
    {
        var (_, users) = await Tenant.Api.AddClientAsync("Fora", "fora@x.example");
        await Tenant.VerifyAsync(users);
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.PostAsync("token", new { userName = "fora@x.example", password = Portal.Password })).Is(HttpStatusCode.Unauthorized);
        using var web = await Tenant.PortalAsync("fora@x.example");
        foreach (var path in new[] { "admin", "admin/clients", "admin/users", "admin/profile" })
        {
            (await web.GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        (await web.GetAsync("api/clients")).Is(HttpStatusCode.Unauthorized);
        (await web.GetAsync("openapi/v1.json")).Is(HttpStatusCode.Redirect);

        (await web.TrySignInAsync("fora@x.example", Portal.Password)).Is(HttpStatusCode.UnprocessableEntity);
        using var admin = await Tenant.AdminAsync();
        Assert.DoesNotContain("fora@x.example", (await admin.GetAsync("admin/users?q=fora")).Is(HttpStatusCode.OK).Find("main").TextContent, StringComparison.Ordinal);
        (await admin.GetAsync("portal")).Is(HttpStatusCode.Redirect); // nor is the staff's cookie read there

        // A role smuggled into the database is worth nothing.
        var id = await Tenant.InDatabaseAsync(async db =>
        {
            var user = await db.Set<User>().IgnoreQueryFilters([User.StaffFilter]).SingleAsync(u => u.Email == "fora@x.example");
            var role = await db.Set<Role>().SingleAsync(r => r.Name == Stereotypes.Administrator);
            db.Add(new Microsoft.AspNetCore.Identity.IdentityUserRole<long> { UserId = user.Id, RoleId = role.Id });
            await db.SaveChangesAsync();
            return user.Id;
        });
        (await admin.GetAsync(FormattableString.Invariant($"admin/users/{id}"))).Is(HttpStatusCode.NotFound);
        using var again = await Tenant.PortalAsync("fora@x.example");
        (await again.GetAsync("portal/settings/permissions")).Is(HttpStatusCode.OK); // the first user's, by the account
        (await again.GetAsync("admin/clients")).Is(HttpStatusCode.NotFound);
    }

    [Fact(DisplayName = "issue 3 §1, §4: merging clients takes the accounts along, with one first user and one account each, and undoing it gives them back")]
    public async Task Accounts_go_along_in_a_merge()
    {
        var (kept, _) = await Tenant.Api.AddClientAsync("Fica", "dono@fica.example");
        var (merged, _) = await Tenant.Api.AddClientAsync("Vai", "dona@vai.example", "outra@vai.example");
        var answer = (await Tenant.Api.PostAsync($"clients/{kept}/merge", new { merge = merged })).Is(HttpStatusCode.OK);
        Assert.Equal(["dono@fica.example:True", "dona@vai.example:False", "outra@vai.example:False"], await UsersAsync(kept));
        (await Tenant.Api.PostAsync($"clients/merges/{answer["id"]}/undo")).Is(HttpStatusCode.OK);
        Assert.Equal(["dono@fica.example:True"], await UsersAsync(kept));
        Assert.Equal(["dona@vai.example:True", "outra@vai.example:False"], await UsersAsync(merged));

        async Task<string[]> UsersAsync(string client) =>
            [.. (await Tenant.Api.GetAsync($"clients/{client}/users")).Is(HttpStatusCode.OK)["items"]!.AsArray().Select(u => $"{u!["email"]}:{u["isFirst"]!.GetValue<bool>()}")];
    }

    private string LinkIn(EmailMessage mail) => Regex.Match(Host.TextOf(Tenant.Name, mail), "/portal/password/reset\\S+?(?=[)\\]\\s])", RegexOptions.None, TimeSpan.FromSeconds(1)).Value.TrimStart('/');

    private async Task<EmailMessage> WaitForMailAsync(string to, string kind)
    {
        for (var until = DateTime.UtcNow.AddMinutes(2); ; await Task.Delay(50))
        {
            var mail = await Tenant.InDatabaseAsync(db => db.EmailMessages.AsNoTracking().FirstOrDefaultAsync(m => m.ToAddress == to && m.Kind == kind));
            if (mail is not null || DateTime.UtcNow > until)
            {
                Assert.True(mail is not null, string.Create(CultureInfo.InvariantCulture, $"No mail {kind} to {to}."));
                return mail;
            }
        }
    }
}

public sealed class ClientUsersApiOnSqlite(TenantFixture<Sqlite> tenant) : ClientUsersApiTests<Sqlite>(tenant);

public sealed class ClientUsersApiOnPostgres(TenantFixture<Postgres> tenant) : ClientUsersApiTests<Postgres>(tenant);
