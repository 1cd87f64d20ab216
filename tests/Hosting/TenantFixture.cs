using ClientSuite.Data;
using ClientSuite.Tenancy;
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

    public async ValueTask InitializeAsync()
    {
        if (IsAvailable)
        {
            _tenant = await host.SetUpAsync(TDatabase.IsPostgres ? "pg" : "lite", TDatabase.IsPostgres);
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
