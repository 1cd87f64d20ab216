using ClientSuite.Files;
using ClientSuite.Host;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>The real host, in process on a free loopback port, with a data directory of its own. One per test assembly.</summary>
public sealed class TestHost : IAsyncLifetime
{
    public const string AdminName = "admin";
    public const string AdminPassword = "Teste1234";

    private readonly string _run = Guid.NewGuid().ToString("N")[..6];
    private readonly List<string> _schemas = [];
    private WebApplication? _app;
    private FakeViaCep? _postalCodes;
    private int _tenants;

    /// <summary>Connection string of the PostgreSQL that tenants may live on; null where there is none.</summary>
    public static string? Postgres { get; } = Environment.GetEnvironmentVariable("CLIENTSUITE_TEST_POSTGRES") is { Length: > 0 } text ? text : null;

    public string Data { get; } = Directory.CreateTempSubdirectory("clientsuite-tests.").FullName;

    public ServerLog Log { get; } = new();

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => (_app ?? throw new InvalidOperationException("The host has not started.")).Services;

    public ITenants Tenants => Services.GetRequiredService<ITenants>();

    /// <summary>Where the host asks for addresses.</summary>
    public FakeViaCep PostalCodes => _postalCodes ?? throw new InvalidOperationException("The host has not started.");

    public async ValueTask InitializeAsync()
    {
        _postalCodes = await FakeViaCep.StartAsync();
        _app = await HostCommand.BuildAsync(["--data", Data, "--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ClientSuite:ApiRequestsPerSecond"] = "100000",
                ["ClientSuite:PasswordIterations"] = "100", // a third of the suite's time otherwise
                ["ClientSuite:SignInsPerMinute"] = "100000",
                ["ClientSuite:Smtp:TimeoutSeconds"] = "10",
                ["ClientSuite:PostalCodes:Url"] = PostalCodes.Url,
                ["ClientSuite:PostalCodes:TimeoutSeconds"] = "10",
                ["ClientSuite:AutoSetup:Tenants:0:ShellName"] = ShellSettings.DefaultName,
                ["ClientSuite:AutoSetup:Tenants:0:SiteName"] = "Operação",
                ["ClientSuite:AutoSetup:Tenants:0:AdminUsername"] = AdminName,
                ["ClientSuite:AutoSetup:Tenants:0:AdminEmail"] = "admin@operador.example",
                ["ClientSuite:AutoSetup:Tenants:0:AdminPassword"] = AdminPassword,
                ["ClientSuite:AutoSetup:Tenants:0:RecipeName"] = "default",
            });
        });
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First();
        Url = new Uri(address ?? throw new InvalidOperationException("The host listens nowhere."));
    }

    /// <summary>Where to put a tenant: its name and prefix, its database.</summary>
    internal ShellSettings NewTenant(string hint, bool postgres)
    {
        var name = $"{hint.ToLowerInvariant()}-{_run}{Interlocked.Increment(ref _tenants)}";
        name = name.Length <= 50 ? name : name[^50..].TrimStart('-');
        var schema = "test_" + name.Replace('-', '_');
        if (postgres)
        {
            lock (_schemas)
            {
                _schemas.Add(schema);
            }
        }

        return new ShellSettings
        {
            Name = name,
            TenantId = "",
            RequestUrlPrefix = name,
            DatabaseProvider = postgres ? DatabaseProviders.Postgres : DatabaseProviders.Sqlite,
            ConnectionString = postgres ? Postgres ?? throw new InvalidOperationException("CLIENTSUITE_TEST_POSTGRES is not set.") : "",
            Schema = postgres ? schema : "",
        };
    }

    /// <summary>A fresh tenant in service, made from a recipe.</summary>
    public async Task<ShellSettings> SetUpAsync(string hint, bool postgres, string recipe = "agency", bool withSampleData = false)
    {
        var tenant = await Tenants.CreateAsync(NewTenant(hint, postgres), CancellationToken.None);
        return await Tenants.SetupAsync(Setup(tenant.Name, recipe) with { WithSampleData = withSampleData }, CancellationToken.None);
    }

    public static TenantSetup Setup(string name, string recipe) => new()
    {
        Name = name,
        SiteName = "Teste " + name,
        RecipeName = recipe,
        UserName = AdminName,
        Email = "admin@teste.example",
        Password = AdminPassword,
    };

    public Uri Address(ShellSettings tenant) => new(Url, tenant.PathBase + "/");

    /// <summary>Gives a tenant limits of its own; null takes them away. Others do the same meanwhile.</summary>
    internal void Limit(string tenant, TenantLimitOptions? limits)
    {
        var options = Services.GetRequiredService<StorageOptions>();
        lock (options)
        {
            options.Tenants = new(options.Tenants.Where(t => t.Key != tenant), options.Tenants.Comparer);
            if (limits is not null)
            {
                options.Tenants[tenant] = limits;
            }
        }
    }

    /// <summary>Works in a scope of the tenant, as a job would.</summary>
    public Task InTenantAsync(string tenant, Func<IServiceProvider, Task> work) =>
        Services.GetRequiredService<IShellHost>().RunInTenantAsync(tenant, (scope, _) => work(scope), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_postalCodes is not null)
        {
            await _postalCodes.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        if (_schemas.Count > 0)
        {
            await using var connection = new NpgsqlConnection(Postgres);
            await connection.OpenAsync();
            foreach (var schema in _schemas)
            {
                await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS \"{schema}\" CASCADE", connection);
                await drop.ExecuteNonQueryAsync();
            }
        }

        Directory.Delete(Data, recursive: true);
    }
}
