using System.Net;
using ClientSuite.Data;
using ClientSuite.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Users;

/// <summary>One's own account: password, second factor, sessions, tokens. Each test has a tenant of its own, because each changes how its administrator signs in.</summary>
public abstract class ProfileHttpTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    private const string NewPassword = "Outra1234";

    [Fact]
    public async Task A_new_password_takes_over_and_ends_the_other_sessions()
    {
        var (address, web) = await FreshAsync();
        using var elsewhere = new HttpBrowser(address);
        await elsewhere.SignInAsync();
        var page = (await web.GetAsync("admin/profile/password")).Is(HttpStatusCode.OK);
        var wrong = (await web.PostAsync("admin/profile/password", Form(page, "Errada123", NewPassword, NewPassword))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("A senha atual não confere.", wrong.Find("#Form_Current-e").TextContent.Trim());
        var weak = (await web.PostAsync("admin/profile/password", Form(page, TestHost.AdminPassword, "semnumero", "semnumero"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Pelo menos uma letra maiúscula", weak.Find("#Form_New_Password-e").TextContent.Trim());
        var differs = (await web.PostAsync("admin/profile/password", Form(page, TestHost.AdminPassword, NewPassword, NewPassword + "x"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("As senhas devem ser iguais", differs.Find("#Form_New_Confirm-e").TextContent.Trim());
        (await elsewhere.GetAsync("admin")).Is(HttpStatusCode.OK);

        (await web.PostAsync("admin/profile/password", Form(page, TestHost.AdminPassword, NewPassword, NewPassword))).Is(HttpStatusCode.Redirect);
        (await web.GetAsync("admin")).Is(HttpStatusCode.OK); // this session goes on
        (await elsewhere.GetAsync("admin")).Is(HttpStatusCode.Redirect);
        using var again = new HttpBrowser(address);
        (await again.TrySignInAsync(TestHost.AdminName, TestHost.AdminPassword)).Is(HttpStatusCode.UnprocessableEntity);
        (await again.TrySignInAsync(TestHost.AdminName, NewPassword)).Is(HttpStatusCode.Redirect);

        static List<KeyValuePair<string, string>> Form(WebPage page, string current, string next, string confirm) =>
            HttpBrowser.Filled(page, "form.cs-form", ("Form.Current", current), ("Form.New.Password", next), ("Form.New.Confirm", confirm));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_a_recovery_code_signs_in_once()
    {
        var (address, web) = await FreshAsync();
        var enrol = (await web.GetAsync("admin/profile/second-factor")).Is(HttpStatusCode.OK);
        var key = enrol.Find(".cs-secret").GetAttribute("data-copy")!;
        Assert.NotNull(enrol.Document.QuerySelector("svg.cs-qr path"));
        var post = enrol.Find("form.cs-form").GetAttribute("action")!;
        var wrong = (await web.PostAsync(post, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", "000000"), ("Form.Password", TestHost.AdminPassword)))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(wrong.Find("#Form_Code-e").TextContent);
        Assert.Equal(key, wrong.Find(".cs-secret").GetAttribute("data-copy")); // the app that has it stays right
        (await web.PostAsync(post, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", Totp.Code(key)), ("Form.Password", "Errada123")))).Is(HttpStatusCode.UnprocessableEntity);
        var done = (await web.PostAsync(post, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", Totp.Code(key)), ("Form.Password", TestHost.AdminPassword)))).Is(HttpStatusCode.OK);
        var codes = done.Document.QuerySelectorAll(".cs-codes li").Select(c => c.TextContent.Trim()).ToList();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(codes[0], (await web.GetAsync("admin/profile/second-factor")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        using var phone = new HttpBrowser(address);
        var asked = await AskedAsync(phone);
        (await phone.GetAsync("admin")).Is(HttpStatusCode.Redirect); // the password alone opens nothing
        (await phone.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", "000000")))).Is(HttpStatusCode.UnprocessableEntity);
        (await phone.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", Totp.Code(key, later: 1))))).Is(HttpStatusCode.Redirect);
        (await phone.GetAsync("admin")).Is(HttpStatusCode.OK);

        using var lost = new HttpBrowser(address);
        asked = await AskedAsync(lost);
        (await lost.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", codes[0])))).Is(HttpStatusCode.Redirect);
        (await lost.GetAsync("admin")).Is(HttpStatusCode.OK);
        Assert.Contains("Restam 9 códigos", (await lost.GetAsync("admin/profile/second-factor")).Text, StringComparison.Ordinal);
        using var stolen = new HttpBrowser(address);
        asked = await AskedAsync(stolen);
        (await stolen.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", codes[0])))).Is(HttpStatusCode.UnprocessableEntity);
        (await stolen.GetAsync("admin")).Is(HttpStatusCode.Redirect);

        using var api = new ApiClient(address);
        var needs = (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword })).Is(HttpStatusCode.Unauthorized);
        Assert.EndsWith("second-factor-required", needs["type"]!.GetValue<string>(), StringComparison.Ordinal);
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code = codes[1] })).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "issue 2: a code of the authenticator is good once, at the form, at the sign-in page and at POST /api/token")]
    public async Task A_code_is_good_once()
    {
        var (address, web) = await FreshAsync();
        var (key, _, spent) = await EnrolAsync(web);
        using var seen = new HttpBrowser(address);
        var asked = await AskedAsync(seen);
        (await seen.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", spent)))).Is(HttpStatusCode.UnprocessableEntity);

        var code = Totp.Code(key, later: 1);
        (await seen.PostAsync("sign-in/code", HttpBrowser.Form(asked, ("Form.Code", code)))).Is(HttpStatusCode.Redirect);
        using var api = new ApiClient(address);
        (await TokenAsync(code)).Is(HttpStatusCode.Unauthorized);
        (await TokenAsync(Totp.Code(key))).Is(HttpStatusCode.Unauthorized); // older than the last accepted one

        var last = Totp.Code(key, later: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TokenAsync(last)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);

        Task<ApiAnswer> TokenAsync(string code) => api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code });
    }

    [Fact(DisplayName = "issue 2: keys of authenticators and recovery codes do not lie readable in the database")]
    public async Task Second_factors_are_stored_as_nobody_can_use_them()
    {
        var own = await Tenant.AnotherAsync();
        var address = Host.Address(own);
        using var web = new HttpBrowser(address);
        await web.SignInAsync();
        var (key, codes, _) = await EnrolAsync(web);
        var stored = string.Join('\n', (await TokensAsync()).Select(t => t.Value));
        Assert.Contains("sealed:", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(key, stored, StringComparison.OrdinalIgnoreCase);
        Assert.All(codes, c => Assert.DoesNotContain(c, stored, StringComparison.OrdinalIgnoreCase));

        // As a version before wrote them: good until they are used, and hashed from then on.
        await InTenantAsync(async db =>
        {
            var rows = await db.Set<IdentityUserToken<long>>().ToListAsync();
            rows.Single(r => r.Name == "AuthenticatorKey").Value = key;
            rows.Single(r => r.Name == "RecoveryCodes").Value = string.Join(';', codes);
            await db.SaveChangesAsync();
        });
        using var api = new ApiClient(address);
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code = Totp.Code(key, later: 1) })).Is(HttpStatusCode.OK);
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code = codes[0] })).Is(HttpStatusCode.OK);
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code = codes[0] })).Is(HttpStatusCode.Unauthorized);
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword, code = codes[1] })).Is(HttpStatusCode.OK);
        Assert.StartsWith("hashed:", (await TokensAsync()).Single(t => t.Name == "RecoveryCodes").Value, StringComparison.Ordinal);

        async Task<List<IdentityUserToken<long>>> TokensAsync()
        {
            List<IdentityUserToken<long>> rows = [];
            await InTenantAsync(async db => rows = await db.Set<IdentityUserToken<long>>().AsNoTracking().ToListAsync());
            return rows;
        }

        Task InTenantAsync(Func<TenantDb, Task> work) => Host.InTenantAsync(own.Name, scope => work(scope.GetRequiredService<TenantDb>()));
    }

    [Fact]
    public async Task A_token_carries_what_it_was_narrowed_to_until_it_is_revoked()
    {
        var (address, web) = await FreshAsync();
        var page = (await web.GetAsync("admin/profile/tokens")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/profile/tokens?handler=Create", HttpBrowser.Form(page, ("Form.Name", "vazio"), ("Form.Days", "30")))).Is(HttpStatusCode.UnprocessableEntity);
        var made = (await web.PostAsync("admin/profile/tokens?handler=Create", HttpBrowser.Form(page, ("Form.Name", "leitura"), ("Form.Days", "30"), ("Form.Permissions", "ViewClients")))).Is(HttpStatusCode.OK);
        var secret = made.Find(".cs-secret").GetAttribute("data-copy")!;
        using var api = new ApiClient(address, secret);
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK);
        (await api.PostAsync("clients", new { tradeName = "Proibido" })).Is(HttpStatusCode.Forbidden);

        var shown = (await web.GetAsync("admin/profile/tokens")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain(secret, shown.Text, StringComparison.Ordinal);
        var row = shown.Document.QuerySelectorAll("ul.rows li").Single(l => l.TextContent.Contains("leitura", StringComparison.Ordinal));
        (await web.PostAsync("admin/profile/tokens?handler=Revoke", HttpBrowser.Form(shown, ("id", row.QuerySelector("input[name=id]")!.GetAttribute("value")!)))).Is(HttpStatusCode.Redirect);
        (await api.GetAsync("clients")).Is(HttpStatusCode.Unauthorized);
    }

    [Fact(DisplayName = "tokens of POST /api/token, which end by themselves, take no place of those that one makes")]
    public async Task Short_tokens_do_not_count()
    {
        var (address, web) = await FreshAsync();
        for (var times = 0; times < 51; times++)
        {
            (await ApiClient.SignInAsync(address)).Dispose();
        }

        var page = (await web.GetAsync("admin/profile/tokens")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/profile/tokens?handler=Create", HttpBrowser.Form(page, ("Form.Name", "leitura"), ("Form.Days", "30"), ("Form.Permissions", "ViewClients")))).Is(HttpStatusCode.OK);
    }

    [Fact(DisplayName = "one's own e-mail and second factor need the current password, on the page of all users too")]
    public async Task Oneself_among_the_users()
    {
        var (_, web) = await FreshAsync();
        await EnrolAsync(web);
        var row = (await web.GetAsync("admin/users")).Is(HttpStatusCode.OK).Find("tbody a[href*='/admin/users/']").GetAttribute("href")!;
        var form = (await web.GetAsync(row)).Is(HttpStatusCode.OK);
        Assert.True(form.Find("#Form_Email").HasAttribute("readonly"));
        (await web.PostAsync(row, HttpBrowser.Filled(form, "form.cs-form", ("Form.FullName", "Eu mesma"), ("Form.Email", "ladra@x.example")))).Is(HttpStatusCode.Redirect);
        var after = (await web.GetAsync(row)).Is(HttpStatusCode.OK);
        Assert.Equal(("Eu mesma", "admin@teste.example"), (after.Find("#Form_FullName").GetAttribute("value"), after.Find("#Form_Email").GetAttribute("value")));
        var refused = await web.PostAsync(row + "?handler=SecondFactor", HttpBrowser.Form(after), ("HX-Request", "true"));
        refused.Is(HttpStatusCode.Conflict);
        Assert.Contains("Restam 10 códigos", (await web.GetAsync("admin/profile/second-factor")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_ended_is_signed_out()
    {
        var (address, web) = await FreshAsync();
        using var second = new HttpBrowser(address);
        using var third = new HttpBrowser(address);
        await second.SignInAsync();
        await third.SignInAsync();
        var page = (await web.GetAsync("admin/profile/sessions")).Is(HttpStatusCode.OK);
        var others = page.Document.QuerySelectorAll("ul.rows input[name=id]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Equal(2, others.Count);
        (await web.PostAsync("admin/profile/sessions?handler=End", HttpBrowser.Form(page, ("id", others[0])))).Is(HttpStatusCode.Redirect);
        var states = new[] { (await second.GetAsync("admin")).Status, (await third.GetAsync("admin")).Status };
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], states.Order());
        (await web.PostAsync("admin/profile/sessions?handler=EndOthers", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        (await second.GetAsync("admin")).Is(HttpStatusCode.Redirect);
        (await third.GetAsync("admin")).Is(HttpStatusCode.Redirect);
        (await web.GetAsync("admin")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_address_needs_the_password_and_a_name_does_not()
    {
        var (address, web) = await FreshAsync();
        var page = (await web.GetAsync("admin/profile")).Is(HttpStatusCode.OK);
        var refused = (await web.PostAsync("admin/profile", HttpBrowser.Filled(page, "form.cs-form", ("Form.Email", "novo@perfil.example")))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("A senha atual não confere.", refused.Find("#Form_CurrentPassword-e").TextContent.Trim());
        (await web.PostAsync("admin/profile", HttpBrowser.Filled(page, "form.cs-form", ("Form.FullName", "Nome novo"), ("Form.Culture", "en")))).Is(HttpStatusCode.Redirect);
        var after = (await web.GetAsync("admin/profile")).Is(HttpStatusCode.OK);
        Assert.Equal("en", after.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(("Nome novo", "admin@teste.example"), (after.Find("#Form_FullName").GetAttribute("value"), after.Find("#Form_Email").GetAttribute("value")));
        (await web.PostAsync("admin/profile", HttpBrowser.Filled(after, "form.cs-form", ("Form.Email", "novo@perfil.example"), ("Form.CurrentPassword", TestHost.AdminPassword)))).Is(HttpStatusCode.Redirect);
        using var again = new HttpBrowser(address);
        (await again.TrySignInAsync("novo@perfil.example", TestHost.AdminPassword)).Is(HttpStatusCode.Redirect);
    }

    /// <summary>A tenant whose administrator is signed in.</summary>
    private async Task<(Uri Address, HttpBrowser Web)> FreshAsync()
    {
        var address = Host.Address(await Tenant.AnotherAsync());
        var web = new HttpBrowser(address);
        await web.SignInAsync();
        return (address, web);
    }

    /// <summary>Switches the second factor on; answers its key, the recovery codes and the code that confirmed it.</summary>
    private static async Task<(string Key, List<string> Codes, string Spent)> EnrolAsync(HttpBrowser web)
    {
        var enrol = (await web.GetAsync("admin/profile/second-factor")).Is(HttpStatusCode.OK);
        var key = enrol.Find(".cs-secret").GetAttribute("data-copy")!;
        var code = Totp.Code(key);
        var done = (await web.PostAsync(enrol.Find("form.cs-form").GetAttribute("action")!, HttpBrowser.Filled(enrol, "form.cs-form", ("Form.Code", code), ("Form.Password", TestHost.AdminPassword)))).Is(HttpStatusCode.OK);
        return (key, [.. done.Document.QuerySelectorAll(".cs-codes li").Select(c => c.TextContent.Trim())], code);
    }

    private static async Task<WebPage> AskedAsync(HttpBrowser web)
    {
        var next = await web.TrySignInAsync(TestHost.AdminName, TestHost.AdminPassword);
        Assert.Contains("/sign-in/code", next.Is(HttpStatusCode.Redirect).Location, StringComparison.Ordinal);
        return (await web.GetAsync(next.Location!)).Is(HttpStatusCode.OK);
    }
}

public sealed class ProfileHttpOnSqlite(TenantFixture<Sqlite> tenant) : ProfileHttpTests<Sqlite>(tenant);

public sealed class ProfileHttpOnPostgres(TenantFixture<Postgres> tenant) : ProfileHttpTests<Postgres>(tenant);
