using System.Buffers.Binary;
using System.Net;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Hosting;
using ClientSuite.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace ClientSuite.Tests.Users;

public abstract class SignInTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task The_admin_pages_ask_to_sign_in()
    {
        using var web = Tenant.Web();
        var page = (await web.GetAsync("admin/clients?q=ana")).Is(HttpStatusCode.Redirect);
        Assert.Contains($"/{Tenant.Name}/sign-in", page.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_opens_the_admin()
    {
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin")).Is(HttpStatusCode.OK);
        Assert.Equal("pt-BR", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_get_the_same_answer()
    {
        using var web = Tenant.Web();
        var wrong = (await web.TrySignInAsync(TestHost.AdminName, "Errada123")).Is(HttpStatusCode.UnprocessableEntity);
        var unknown = (await web.TrySignInAsync("ninguem", "Errada123")).Is(HttpStatusCode.UnprocessableEntity);
        var said = wrong.Find("[role=alert]").TextContent.Trim();
        Assert.NotEmpty(said);
        Assert.Equal(said, unknown.Find("[role=alert]").TextContent.Trim());
        (await web.GetAsync("admin")).Is(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_out()
    {
        var other = await Tenant.AnotherAsync();
        using var web = new HttpBrowser(Host.Address(other));
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await web.TrySignInAsync(TestHost.AdminName, "Errada123")).Is(HttpStatusCode.UnprocessableEntity);
        }

        (await web.TrySignInAsync(TestHost.AdminName, TestHost.AdminPassword)).Is(HttpStatusCode.UnprocessableEntity);
        using var api = new ApiClient(Host.Address(other));
        (await api.PostAsync("token", new { userName = TestHost.AdminName, password = TestHost.AdminPassword })).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Attempts_at_the_same_time_all_count_and_all_stand_in_the_history()
    {
        var other = await Tenant.AnotherAsync();
        var outcomes = new List<SignInOutcome>();
        await AttemptAsync(5);
        Assert.Equal([.. Enumerable.Repeat(SignInOutcome.NeedsCode, 4), SignInOutcome.LockedOut], outcomes);
        await Host.InTenantAsync(other.Name, async scope =>
        {
            var db = scope.GetRequiredService<TenantDb>();
            Assert.Equal(5, await db.Set<HistoryEntry>().CountAsync(e => e.Kind == "loginFailed"));
            Assert.Single(await db.Set<HistoryLine>().Where(l => l.Field == "lockoutEnd").ToListAsync());
        });

        // Each works with the user as it was before the others.
        Task AttemptAsync(int left) => Host.InTenantAsync(other.Name, async scope =>
        {
            var user = await scope.GetRequiredService<UserManager<User>>().FindByNameAsync(TestHost.AdminName);
            if (left > 1)
            {
                await AttemptAsync(left - 1);
            }

            outcomes.Add(await scope.GetRequiredService<ISignIn>().CheckCodeAsync(user!, "000000", CancellationToken.None)); // set up with the tenant
        });
    }

    [Fact(DisplayName = "issue 2 §5: a password has the installation's rounds after a sign-in, and an unknown user's costs as many")]
    public async Task Rounds()
    {
        var other = await Tenant.AnotherAsync();
        var rounds = Host.Services.GetRequiredService<InstallationOptions>().PasswordIterations;
        var older = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = rounds / 2 })).HashPassword(new User(), TestHost.AdminPassword);
        await Host.InTenantAsync(other.Name, scope => scope.GetRequiredService<TenantDb>().Set<User>().ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, older)));
        using var web = new HttpBrowser(Host.Address(other));
        await web.SignInAsync();
        await Host.InTenantAsync(other.Name, async scope =>
        {
            Assert.Equal(rounds, RoundsOf(await scope.GetRequiredService<TenantDb>().Set<User>().Select(u => u.PasswordHash!).SingleAsync()));
            Assert.Equal(rounds, RoundsOf(scope.GetRequiredService<NobodysPassword>().Hash));
        });

        // Identity's third format: a byte that says so, four of the function, four of the rounds.
        static int RoundsOf(string hash) => BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var web = await Tenant.AdminAsync();
        var page = (await web.GetAsync("admin")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/sign-out", HttpBrowser.Form(page))).Is(HttpStatusCode.Redirect);
        (await web.GetAsync("admin")).Is(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var web = await Tenant.AdminAsync();
        (await web.PostAsync("admin/sign-out", [])).Is(HttpStatusCode.BadRequest);
        (await web.GetAsync("admin")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task After_signing_in_one_lands_only_on_a_page_of_this_tenant()
    {
        foreach (var to in new[] { "https://evil.example/", "//evil.example/", "/\\evil.example", "/admin" })
        {
            using var web = Tenant.Web();
            var form = (await web.GetAsync("sign-in?to=" + Uri.EscapeDataString(to))).Is(HttpStatusCode.OK);
            var page = await web.PostAsync("sign-in?to=" + Uri.EscapeDataString(to), HttpBrowser.Form(form, ("To", to), ("Form.UserName", TestHost.AdminName), ("Form.Password", TestHost.AdminPassword)));
            Assert.Equal($"/{Tenant.Name}/admin", page.Is(HttpStatusCode.Redirect).Location);
        }
    }

    [Fact]
    public async Task The_api_answers_401_without_a_token_and_with_a_wrong_one()
    {
        using var anonymous = new ApiClient(Tenant.Address);
        (await anonymous.GetAsync("clients")).Is(HttpStatusCode.Unauthorized);
        using var wrong = new ApiClient(Tenant.Address, "cst_" + new string('0', 48));
        var answer = (await wrong.GetAsync("clients")).Is(HttpStatusCode.Unauthorized);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType?.MediaType);
        (await anonymous.PostAsync("token", new { userName = TestHost.AdminName, password = "Errada123" })).Is(HttpStatusCode.Unauthorized);
        (await anonymous.PostAsync("token", "{")).Is(HttpStatusCode.BadRequest);
    }
}

public sealed class SignInOnSqlite(TenantFixture<Sqlite> tenant) : SignInTests<Sqlite>(tenant);

public sealed class SignInOnPostgres(TenantFixture<Postgres> tenant) : SignInTests<Postgres>(tenant);
