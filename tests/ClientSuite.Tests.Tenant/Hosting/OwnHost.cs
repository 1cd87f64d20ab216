using ClientSuite.Host;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Tests.Hosting;

/// <summary>A host beside the shared one, for tests that stop, wreck or fill it. Its data directory is the caller's.</summary>
public sealed class OwnHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OwnHost(WebApplication app, ServerLog log, Uri url) => (_app, Log, Url) = (app, log, url);

    public ServerLog Log { get; }

    public Uri Url { get; }

    public IServiceProvider Services => _app.Services;

    public ITenants Tenants => Services.GetRequiredService<ITenants>();

    public static async Task<OwnHost> StartAsync(string data, params (string Key, string Value)[] settings)
    {
        var log = new ServerLog();
        var app = await HostCommand.BuildAsync(["--data", data, "--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ClientSuite:ApiRequestsPerSecond"] = "100000",
                ["ClientSuite:SignInsPerMinute"] = "100000",
                ["ClientSuite:PostalCodes:Url"] = "",
                ["ClientSuite:AutoSetup:Tenants:0:ShellName"] = ShellSettings.DefaultName,
                ["ClientSuite:AutoSetup:Tenants:0:SiteName"] = "Operação",
                ["ClientSuite:AutoSetup:Tenants:0:AdminUsername"] = TestHost.AdminName,
                ["ClientSuite:AutoSetup:Tenants:0:AdminEmail"] = "admin@operador.example",
                ["ClientSuite:AutoSetup:Tenants:0:AdminPassword"] = TestHost.AdminPassword,
                ["ClientSuite:AutoSetup:Tenants:0:RecipeName"] = "default",
            });
            builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal));
        });
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First();
        return new OwnHost(app, log, new Uri(address ?? throw new InvalidOperationException("The host listens nowhere.")));
    }

    public async Task<ShellSettings> SetUpAsync(string name, string connection = "")
    {
        await Tenants.CreateAsync(new ShellSettings
        {
            Name = name,
            TenantId = "",
            RequestUrlPrefix = name,
            DatabaseProvider = connection.Length > 0 ? DatabaseProviders.Postgres : DatabaseProviders.Sqlite,
            ConnectionString = connection,
        }, CancellationToken.None);
        return await Tenants.SetupAsync(TestHost.Setup(name, "agency"), CancellationToken.None);
    }

    public Task<ApiClient> ApiAsync(string tenant) => ApiClient.SignInAsync(Address(tenant));

    public Task StopAsync() => _app.StopAsync();

    public Uri Address(string tenant) => new(Url, tenant == ShellSettings.DefaultName ? "/" : $"/{tenant}/");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}

/// <summary>A directory that goes with the test.</summary>
public sealed class OwnDirectory : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("clientsuite-own.").FullName;

    public string this[string name] => Path.Combine(_root, name);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
