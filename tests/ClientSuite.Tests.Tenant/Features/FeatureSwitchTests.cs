using System.Net;
using ClientSuite.Tests.Hosting;
using Xunit;

namespace ClientSuite.Tests.Features;

public abstract class FeatureSwitchTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase>(tenant) where TDatabase : ITestDatabase
{
    [Fact]
    public async Task The_description_and_the_api_hold_exactly_what_is_enabled()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        Assert.Contains("/api/clients", await PathsAsync(api));
        (await api.PostAsync("features", new { disable = new[] { "Clients" } })).Is(HttpStatusCode.OK);
        var paths = await PathsAsync(api);
        Assert.DoesNotContain(paths, p => p.StartsWith("/api/clients", StringComparison.Ordinal));
        Assert.DoesNotContain(paths, p => p.StartsWith("/api/tenants", StringComparison.Ordinal));
        Assert.Contains("/api/features", paths);
        (await api.GetAsync("clients")).Is(HttpStatusCode.NotFound);
        Assert.Contains("/api/clients", await PathsAsync(Tenant.Api)); // the neighbour keeps its own

        (await api.PostAsync("features", new { enable = new[] { "Clients" } })).Is(HttpStatusCode.OK);
        (await api.GetAsync("clients")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Switching_features_under_load_fails_no_request()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        await api.CreateClientAsync(new { tradeName = "Sempre aqui" });
        using var stop = new CancellationTokenSource();
        var requests = 0;
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                (await api.GetAsync("clients?q=sempre")).Is(HttpStatusCode.OK);
                Interlocked.Increment(ref requests);
            }
        })).ToList();
        try
        {
            for (var round = 0; round < 6; round++)
            {
                (await api.PostAsync("features", new { disable = new[] { "Notifications" } })).Is(HttpStatusCode.OK);
                (await api.PostAsync("features", new { enable = new[] { "Notifications" } })).Is(HttpStatusCode.OK);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(load);
        Assert.True(requests > 20, $"Only {requests} requests ran.");
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("Tenants")]
    [InlineData("Users")]
    public async Task What_may_not_be_switched_is_refused(string feature)
    {
        var answer = await Tenant.Api.PostAsync("features", new { enable = feature == "Users" ? [] : new[] { feature }, disable = feature == "Users" ? new[] { feature } : [] });
        Assert.True(answer.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, answer.Text);
        (await Tenant.Api.GetAsync("clients")).Is(HttpStatusCode.OK);
    }

    private static async Task<string[]> PathsAsync(ApiClient api) =>
        [.. (await api.GetAsync("../openapi/v1.json")).Is(HttpStatusCode.OK)["paths"]!.AsObject().Select(p => p.Key.TrimEnd('/'))];
}

public sealed class FeatureSwitchOnSqlite(TenantFixture<Sqlite> tenant) : FeatureSwitchTests<Sqlite>(tenant);

public sealed class FeatureSwitchOnPostgres(TenantFixture<Postgres> tenant) : FeatureSwitchTests<Postgres>(tenant);
