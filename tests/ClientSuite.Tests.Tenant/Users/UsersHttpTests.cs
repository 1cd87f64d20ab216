using System.Globalization;
using System.Net;
using ClientSuite.Access;
using ClientSuite.History;
using ClientSuite.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientSuite.Tests.Users;

/// <summary>Users and roles, in their pages.</summary>
public abstract class UsersHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private const string Password = "Segredo123";

    [Fact]
    public async Task A_new_user_signs_in_with_the_rights_of_the_roles()
    {
        using var admin = await Tenant.AdminAsync();
        var page = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        var staff = await RoleAsync(Stereotypes.Staff);
        (await PostUserAsync(admin, page, "nova", staff)).Is(HttpStatusCode.Redirect);
        Assert.Contains("nova@pessoal.example", (await admin.GetAsync("admin/users?q=nova")).Is(HttpStatusCode.OK).Find("tbody").TextContent, StringComparison.Ordinal);

        using var web = Tenant.Web();
        await web.SignInAsync("nova", Password);
        (await web.GetAsync("admin/clients")).Is(HttpStatusCode.OK);
        (await web.GetAsync("admin/users")).Is(HttpStatusCode.Forbidden);
        (await web.GetAsync("admin/clients/import")).Is(HttpStatusCode.Forbidden);
        using var api = await ApiClient.SignInAsync(Tenant.Address, "nova", Password);
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK);
        using var form = new MultipartFormDataContent();
        (await api.SendAsync(HttpMethod.Post, "clients/import", form)).Is(HttpStatusCode.Forbidden);
    }

    [Theory(DisplayName = "issue 2: users are found without accents or case")]
    [InlineData("avila")]
    [InlineData("CONCEIÇÃO")]
    [InlineData("ávila conceicao")]
    [InlineData("Ação@PESSOAL")]
    public async Task A_user_is_found_without_accents_or_case(string q)
    {
        using var admin = await Tenant.AdminAsync();
        if (await Tenant.InDatabaseAsync(db => db.Set<User>().AllAsync(u => u.UserName != "acao")))
        {
            var page = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
            (await admin.PostAsync("admin/users/create", UserForm(page, "acao", await RoleAsync(Stereotypes.Staff), ("Form.FullName", "Conceição d'Ávila")))).Is(HttpStatusCode.Redirect);
        }

        var found = (await admin.GetAsync("admin/users?q=" + Uri.EscapeDataString(q))).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody tr");
        Assert.Contains("Conceição d'Ávila", Assert.Single(found).TextContent, StringComparison.Ordinal);
        Assert.Empty((await admin.GetAsync("admin/users?q=" + Uri.EscapeDataString(q + " ninguem"))).Is(HttpStatusCode.OK).Document.QuerySelectorAll("tbody a"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_user_stands_at_its_field()
    {
        using var admin = await Tenant.AdminAsync();
        var page = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        var taken = (await admin.PostAsync("admin/users/create", UserForm(page, TestHost.AdminName, null, ("Form.Email", "outra@pessoal.example")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("O usuário \"admin\" já existe. Escolha outro.", taken.Find("#Form_UserName-e").TextContent.Trim());
        var email = (await admin.PostAsync("admin/users/create", UserForm(page, "sem-arroba", null, ("Form.Email", "sem arroba")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(email.Find("#Form_Email-e").TextContent);
        var weak = (await admin.PostAsync("admin/users/create", UserForm(page, "fraca", null, ("Password.Password", "curta"), ("Password.Confirm", "curta")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Mínimo de 8 caracteres", weak.Find("#Password_Password-e").TextContent.Trim());
        Assert.Equal(0, await Tenant.InDatabaseAsync(db => db.Set<User>().CountAsync(u => u.UserName == "sem-arroba" || u.UserName == "fraca" || u.Email == "outra@pessoal.example")));
    }

    [Fact]
    public async Task Disabling_a_user_ends_sessions_and_tokens()
    {
        using var admin = await Tenant.AdminAsync();
        var id = await MakeUserAsync(admin, "despedida", Stereotypes.Staff);
        using var web = Tenant.Web();
        await web.SignInAsync("despedida", Password);
        using var api = await ApiClient.SignInAsync(Tenant.Address, "despedida", Password);
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK);

        var edit = (await admin.GetAsync("admin/users/" + id)).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/users/" + id, HttpBrowser.Filled(edit, "form.cs-form", ("Form.IsEnabled", "false")))).Is(HttpStatusCode.Redirect);
        Assert.Contains("/sign-in", (await web.GetAsync("admin")).Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        (await api.GetAsync("clients")).Is(HttpStatusCode.Unauthorized);
        (await web.TrySignInAsync("despedida", Password)).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Two_edits_of_one_user_ask_field_by_field_and_neither_is_lost()
    {
        using var one = await Tenant.AdminAsync();
        using var other = await Tenant.AdminAsync();
        var id = await MakeUserAsync(one, "disputada", Stereotypes.Staff);
        var path = "admin/users/" + id;
        var manager = await RoleAsync(Stereotypes.Manager);
        var mine = (await one.GetAsync(path)).Is(HttpStatusCode.OK);
        var theirs = (await other.GetAsync(path)).Is(HttpStatusCode.OK);
        (await other.PostAsync(path, HttpBrowser.Filled(theirs, "form.cs-form", ("Form.FullName", "Nome deles"), ("Form.Roles", manager)))).Is(HttpStatusCode.Redirect);

        var conflict = (await one.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.FullName", "Nome meu"), ("Form.Email", "meu@disputa.example")))).Is(HttpStatusCode.PreconditionFailed);
        Assert.StartsWith("Outra pessoa salvou este usuário enquanto você editava.", conflict.Find(".note-strip[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["FullName", "Email", "Roles"], conflict.Document.QuerySelectorAll("#conflicts input[value=theirs]").Select(i => i.GetAttribute("name")!["Choice.".Length..]));
        Assert.Contains("Nome deles", conflict.Find("#conflicts tr:nth-child(1) td:nth-child(3)").TextContent, StringComparison.Ordinal);
        Assert.Equal("Nome meu", conflict.Find("#Form_FullName").GetAttribute("value"));
        var kept = await UserAsync(id);
        Assert.Equal(("Nome deles", "disputada@pessoal.example"), (kept.FullName, kept.Email));

        // Theirs for the roles, mine for the rest.
        (await one.PostAsync(path, HttpBrowser.Filled(conflict, "form.cs-form", ("Choice.Roles", "theirs")))).Is(HttpStatusCode.Redirect);
        var settled = await UserAsync(id);
        Assert.Equal(("Nome meu", "meu@disputa.example"), (settled.FullName, settled.Email));
        Assert.Equal([Stereotypes.Manager], await RolesAsync(id));
    }

    [Fact]
    public async Task The_same_edit_by_two_people_is_no_conflict()
    {
        using var one = await Tenant.AdminAsync();
        using var other = await Tenant.AdminAsync();
        var id = await MakeUserAsync(one, "igual", Stereotypes.Staff);
        var mine = (await one.GetAsync("admin/users/" + id)).Is(HttpStatusCode.OK);
        foreach (var web in new[] { other, one })
        {
            (await web.PostAsync("admin/users/" + id, HttpBrowser.Filled(mine, "form.cs-form", ("Form.FullName", "Nome novo")).Where(f => f.Key != "__RequestVerificationToken").Append(new("__RequestVerificationToken", (await web.GetAsync("admin/users/" + id)).Token)))).Is(HttpStatusCode.Redirect);
        }

        Assert.Equal("Nome novo", (await UserAsync(id)).FullName);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        using var admin = await Tenant.AdminAsync();
        var id = (await Tenant.InDatabaseAsync(db => db.Set<User>().FirstAsync(u => u.UserName == TestHost.AdminName))).Id.ToString(CultureInfo.InvariantCulture);
        var edit = (await admin.GetAsync("admin/users/" + id)).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/users/" + id, HttpBrowser.Filled(edit, "form.cs-form", ("Form.Roles", await RoleAsync(Stereotypes.Staff))))).Is(HttpStatusCode.Redirect);
        Assert.Contains("Este é o último administrador ativo.", (await admin.GetAsync("admin/users")).Text, StringComparison.Ordinal);
        Assert.Contains(Stereotypes.Administrator, await RolesAsync(id));
        (await admin.PostAsync("admin/users/" + id + "?handler=Disable", HttpBrowser.Form(edit))).Is(HttpStatusCode.Redirect);
        Assert.True((await UserAsync(id)).IsEnabled);
        Assert.Contains("Você não pode desativar a si mesmo.", (await admin.GetAsync("admin/users")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_grants_what_is_ticked_and_no_more()
    {
        using var admin = await Tenant.AdminAsync();
        var create = (await admin.GetAsync("admin/roles/create")).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/roles/create", HttpBrowser.Filled(create, "form.cs-form", ("Form.Name", "Leitor"), ("Form.Permissions", "AccessAdmin"), ("Form.Permissions", "ViewClients")))).Is(HttpStatusCode.Redirect);
        var twice = (await admin.PostAsync("admin/roles/create", HttpBrowser.Filled(create, "form.cs-form", ("Form.Name", "leitor")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("O papel \"leitor\" já existe. Escolha outro nome.", twice.Find("#Form_Name-e").TextContent.Trim());

        var role = await RoleAsync("Leitor");
        await MakeUserAsync(admin, "leitora", "Leitor");
        using var api = await ApiClient.SignInAsync(Tenant.Address, "leitora", Password);
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK);
        (await api.PostAsync("clients", new { tradeName = "Proibido" })).Is(HttpStatusCode.Forbidden);

        var edit = (await admin.GetAsync("admin/roles/" + role)).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/roles/" + role, HttpBrowser.Filled(edit, "form.cs-form", ("Form.Permissions", "AccessAdmin"), ("Form.Permissions", "EditClients")))).Is(HttpStatusCode.Redirect);
        (await api.PostAsync("clients", new { tradeName = "Permitido" })).Is(HttpStatusCode.Created); // at once, the same token

        (await admin.PostAsync("admin/roles/" + role + "?handler=Delete", HttpBrowser.Form(edit))).Is(HttpStatusCode.Redirect);
        Assert.Contains("O papel Leitor está em uso", (await admin.GetAsync("admin/roles")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<Role>().CountAsync(r => r.Name == "Leitor")));
        var fixedRole = await RoleAsync(Stereotypes.Staff);
        (await admin.PostAsync("admin/roles/" + fixedRole + "?handler=Delete", HttpBrowser.Form(edit), ("HX-Request", "true"))).Is(HttpStatusCode.Conflict);
        Assert.Equal(1, await Tenant.InDatabaseAsync(db => db.Set<Role>().CountAsync(r => r.Name == Stereotypes.Staff)));
    }

    [Fact]
    public async Task Two_edits_of_one_role_ask_and_neither_is_lost()
    {
        using var one = await Tenant.AdminAsync();
        using var other = await Tenant.AdminAsync();
        var create = (await one.GetAsync("admin/roles/create")).Is(HttpStatusCode.OK);
        (await one.PostAsync("admin/roles/create", HttpBrowser.Filled(create, "form.cs-form", ("Form.Name", "Disputado"), ("Form.Permissions", "AccessAdmin")))).Is(HttpStatusCode.Redirect);
        var path = "admin/roles/" + await RoleAsync("Disputado");
        var mine = (await one.GetAsync(path)).Is(HttpStatusCode.OK);
        var theirs = (await other.GetAsync(path)).Is(HttpStatusCode.OK);
        (await other.PostAsync(path, HttpBrowser.Filled(theirs, "form.cs-form", ("Form.Permissions", "AccessAdmin"), ("Form.Permissions", "BlockClients")))).Is(HttpStatusCode.Redirect);
        var conflict = (await one.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.Description", "minha"), ("Form.Permissions", "AccessAdmin"), ("Form.Permissions", "ExportClients")))).Is(HttpStatusCode.PreconditionFailed);
        Assert.StartsWith("Outra pessoa salvou este papel enquanto você editava.", conflict.Find(".note-strip[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Description", "Permissions"], conflict.Document.QuerySelectorAll("#conflicts input[value=theirs]").Select(i => i.GetAttribute("name")!["Choice.".Length..]));
        Assert.Equal("""["AccessAdmin","BlockClients"]""", await PermissionsAsync("Disputado"));
        (await one.PostAsync(path, HttpBrowser.Filled(conflict, "form.cs-form"))).Is(HttpStatusCode.Redirect); // mine, knowing theirs
        Assert.Equal("""["AccessAdmin","ExportClients"]""", await PermissionsAsync("Disputado"));

        // A form without its version is one that was not drawn here: it changes nothing.
        (await one.PostAsync(path, HttpBrowser.Filled(mine, "form.cs-form", ("Form.Description", "sem versão"), ("Form.Stamp", null)))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("minha", (await Tenant.InDatabaseAsync(db => db.Set<Role>().FirstAsync(r => r.Name == "Disputado"))).Description);
    }

    [Fact]
    public async Task Changed_roles_stand_in_the_history()
    {
        using var admin = await Tenant.AdminAsync();
        var id = await MakeUserAsync(admin, "promovida", Stereotypes.Staff);
        var edit = (await admin.GetAsync("admin/users/" + id)).Is(HttpStatusCode.OK);
        (await admin.PostAsync("admin/users/" + id, HttpBrowser.Filled(edit, "form.cs-form", ("Form.Roles", await RoleAsync(Stereotypes.Manager))))).Is(HttpStatusCode.Redirect);
        var number = long.Parse(id, CultureInfo.InvariantCulture);
        var line = await Tenant.InDatabaseAsync(db => db.Set<HistoryLine>().AsNoTracking().Where(l => l.RecordId == number && l.Field == "roles").OrderByDescending(l => l.Id).FirstAsync());
        Assert.Equal((Stereotypes.Staff, Stereotypes.Manager), (line.OldValue, line.NewValue));
    }

    private async Task<string> MakeUserAsync(HttpBrowser admin, string name, string role)
    {
        var page = (await admin.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        (await PostUserAsync(admin, page, name, await RoleAsync(role))).Is(HttpStatusCode.Redirect);
        return (await Tenant.InDatabaseAsync(db => db.Set<User>().FirstAsync(u => u.UserName == name))).Id.ToString(CultureInfo.InvariantCulture);
    }

    private static Task<WebPage> PostUserAsync(HttpBrowser admin, WebPage page, string name, string? role) => admin.PostAsync("admin/users/create", UserForm(page, name, role));

    private static List<KeyValuePair<string, string>> UserForm(WebPage page, string name, string? role, params (string Name, string? Value)[] changes)
    {
        (string Name, string? Value)[] fields = [("Form.FullName", "Pessoa " + name), ("Form.UserName", name), ("Form.Email", name + "@pessoal.example"), ("Form.Roles", role), ("SendsLink", "false"), ("Password.Password", Password), ("Password.Confirm", Password)];
        return HttpBrowser.Filled(page, "form.cs-form", [.. fields.Where(f => changes.All(c => c.Name != f.Name)), .. changes]);
    }

    private Task<string> RoleAsync(string name) => Tenant.InDatabaseAsync(async db => (await db.Set<Role>().FirstAsync(r => r.Name == name)).Id.ToString(CultureInfo.InvariantCulture));

    private Task<string> PermissionsAsync(string name) => Tenant.InDatabaseAsync(async db => (await db.Set<Role>().FirstAsync(r => r.Name == name)).Permissions.Replace(" ", "", StringComparison.Ordinal));

    private Task<User> UserAsync(string id) => Tenant.InDatabaseAsync(db => db.Set<User>().FirstAsync(u => u.Id == long.Parse(id, CultureInfo.InvariantCulture)));

    private Task<List<string?>> RolesAsync(string id) => Tenant.InDatabaseAsync(db =>
        (from link in db.Set<IdentityUserRole<long>>() join role in db.Set<Role>() on link.RoleId equals role.Id where link.UserId == long.Parse(id, CultureInfo.InvariantCulture) select role.Name).ToListAsync());
}

public sealed class UsersHttpOnSqlite(TenantFixture<Sqlite> tenant) : UsersHttpTests<Sqlite>(tenant);

public sealed class UsersHttpOnPostgres(TenantFixture<Postgres> tenant) : UsersHttpTests<Postgres>(tenant);
