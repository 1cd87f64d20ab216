using System.Net;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using ClientSuite.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task A_tenant_that_is_disabled_during_a_switch_stays_disabled_and_nobody_stores_an_old_copy()
    {
        var other = await Tenant.AnotherAsync();
        var isFirst = true;
        var changed = await Host.Services.GetRequiredService<ClientSuite.Tenancy.Tenants>().ChangeAsync(other.Name, async current =>
        {
            if (isFirst)
            {
                isFirst = false;
                await Host.Tenants.UpdateAsync(current with { State = TenantState.Disabled }, CancellationToken.None);
            }

            return current with { Description = "mudado" };
        }, CancellationToken.None);
        Assert.Equal((TenantState.Disabled, "mudado"), (changed.State, changed.Description));
        Assert.Equal("tenants.changedMeanwhile", (await Assert.ThrowsAsync<RuleBrokenException>(() => Host.Tenants.UpdateAsync(other, CancellationToken.None))).Key);
    }

    [Fact]
    public async Task Changes_of_features_at_the_same_time_all_take_effect()
    {
        var other = await Tenant.AnotherAsync();
        using var api = await ApiClient.SignInAsync(Host.Address(other));
        string[] ids = ["Notifications", "Privacy", "Groups", "Notes"];
        Assert.Equal(ids.Order(StringComparer.Ordinal), Enabled().Intersect(ids).Order(StringComparer.Ordinal));
        var answers = await Task.WhenAll(ids.Select(id => api.PostAsync("features", new { disable = new[] { id } })));
        Assert.All(answers, a => a.Is(HttpStatusCode.OK));
        Assert.Empty(Enabled().Intersect(ids));
        answers = await Task.WhenAll(ids.Select(id => api.PostAsync("recipes/execute", new { name = id, steps = new[] { new { name = "feature", enable = new[] { id } } } })));
        Assert.All(answers, a => a.Is(HttpStatusCode.Accepted));
        Assert.Equal(ids.Order(StringComparer.Ordinal), Enabled().Intersect(ids).Order(StringComparer.Ordinal));
        Assert.Null(Host.Tenants.Find(other.Name)?.Pending);

        IReadOnlyList<string> Enabled() => Host.Tenants.Find(other.Name)!.Features; // just made
    }

    [Fact]
    public async Task A_switch_keeps_the_intent_of_a_recipe_that_runs()
    {
        var other = await Tenant.AnotherAsync();
        var features = Host.Services.GetRequiredService<FeatureSwitch>();
        await features.IntendAsync(other.Name, "em-curso", other.Features, CancellationToken.None);
        var changed = await features.ApplyAsync(other.Name, now => now.Where(f => f != "Notifications"), run: null, CancellationToken.None);
        Assert.DoesNotContain("Notifications", changed.Features);
        Assert.Equal(changed.Features, changed.Pending?.Features);
        await features.EndPendingAsync(changed, CancellationToken.None); // its transaction never committed
        Assert.Null(Host.Tenants.Find(other.Name)?.Pending);
        Assert.Equal(changed.Features, Host.Tenants.Find(other.Name)?.Features);
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
