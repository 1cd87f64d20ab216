using System.Net;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>A fresh tenant from the recipe <c>agency</c>, one per test class.</summary>
public class TenantFixture<TDatabase>(TestHost host) : IAsyncLifetime where TDatabase : ITestDatabase
{
    private ShellSettings? _tenant;
    private ApiClient? _api;

    public static bool IsAvailable => !TDatabase.IsPostgres || TestHost.Postgres is not null;

    public TestHost Host => host;

    public string Name => Tenant.Name;

    /// <summary>As the host knows it now.</summary>
    public ShellSettings Tenant => host.Tenants.Find(_tenant?.Name ?? throw new InvalidOperationException("The tenant was not made.")) ?? _tenant;

    public Uri Address => host.Address(Tenant);

    /// <summary>The API with the administrator's token.</summary>
    public ApiClient Api => _api ?? throw new InvalidOperationException("The tenant was not made.");

    /// <summary>True fills it with the recipe's samples.</summary>
    protected virtual bool WithSampleData => false;

    public async ValueTask InitializeAsync()
    {
        if (IsAvailable)
        {
            _tenant = await host.SetUpAsync(TDatabase.IsPostgres ? "pg" : "lite", TDatabase.IsPostgres, withSampleData: WithSampleData);
            _api = await ApiClient.SignInAsync(Address);
            await FillAsync();
        }
    }

    /// <summary>Puts records into the fresh tenant.</summary>
    protected virtual Task FillAsync() => Task.CompletedTask;

    /// <summary>Another tenant on the same database.</summary>
    public Task<ShellSettings> AnotherAsync(string recipe = "agency") => host.SetUpAsync("other", TDatabase.IsPostgres, recipe);

    /// <summary>An anonymous browser.</summary>
    public HttpBrowser Web() => new(Address);

    /// <summary>A browser in which the administrator is signed in.</summary>
    public async Task<HttpBrowser> AdminAsync()
    {
        var web = Web();
        await web.SignInAsync();
        return web;
    }

    /// <summary>A browser in which somebody is signed in who has these permissions by a role of his own.</summary>
    public async Task<HttpBrowser> StaffAsync(string role, string name, params string[] permissions)
    {
        using var web = await AdminAsync();
        var form = (await web.GetAsync("admin/roles/create")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/roles/create", HttpBrowser.Filled(form, "form.cs-form", [("Form.Name", role), ("Form.Permissions", "AccessAdmin"), .. permissions.Select(p => ("Form.Permissions", (string?)p))]))).Is(HttpStatusCode.Redirect);
        var roleId = await InDatabaseAsync(db => db.Set<Role>().Where(r => r.Name == role).Select(r => r.Id).SingleAsync());
        var person = (await web.GetAsync("admin/users/create")).Is(HttpStatusCode.OK);
        (await web.PostAsync("admin/users/create", HttpBrowser.Filled(person, "form.cs-form", ("Form.FullName", role), ("Form.UserName", name), ("Form.Email", name + "@x.example"), ("Form.Roles", FormattableString.Invariant($"{roleId}")), ("SendsLink", "false"), ("Password.Password", "Segredo123"), ("Password.Confirm", "Segredo123")))).Is(HttpStatusCode.Redirect);
        var browser = Web();
        await browser.SignInAsync(name, "Segredo123");
        return browser;
    }

    /// <summary>Looks into the tenant's database.</summary>
    public async Task<T> InDatabaseAsync<T>(Func<TenantDb, Task<T>> look)
    {
        T? found = default;
        await host.InTenantAsync(Name, async scope => found = await look(scope.GetRequiredService<TenantDb>()));
        return found!; // RunInTenantAsync ran the look or threw
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _api?.Dispose();
        return ValueTask.CompletedTask;
    }
}
