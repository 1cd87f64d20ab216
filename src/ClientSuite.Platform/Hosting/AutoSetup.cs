using System.Security.Cryptography;
using ClientSuite.Modules;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ClientSuite.Hosting;

/// <summary>A tenant to set up at start, with Orchard Core's auto-setup keys.</summary>
internal sealed class AutoSetupTenant
{
    public string ShellName { get; set; } = "";

    public string SiteName { get; set; } = "";

    public string? SiteTimeZone { get; set; }

    public string AdminUsername { get; set; } = "admin";

    public string AdminEmail { get; set; } = "";

    public string AdminPassword { get; set; } = "";

    public string DatabaseProvider { get; set; } = DatabaseProviders.Sqlite;

    public string DatabaseConnectionString { get; set; } = "";

    public string DatabaseSchema { get; set; } = "";

    public string RecipeName { get; set; } = "";

    public string RequestUrlPrefix { get; set; } = "";

    public string RequestUrlHost { get; set; } = "";
}

/// <summary>Brings the installation to life: finishes or undoes what a killed process left, then sets up what is asked for and
/// not there yet.</summary>
internal sealed class AutoSetup(TenantStore store, Tenants tenants, FeatureSwitch features,
    IModuleInstaller modules, IConfiguration configuration, ILogger<AutoSetup> log)
{
    public const string DemoPassword = "Demo1234";

    private static readonly (string Name, string SiteName, string Recipe)[] Demo =
    [
        ("agencia", "Agência Horizonte", "agency"),
        ("hospedagem", "Nuvem Sul Hospedagem", "hosting"),
        ("imoveis", "Residencial Ipê", "real-estate"),
        ("clinica", "Clínica Vila Serena", "clinic"),
    ];

    /// <summary>Logins made by this start, to print once.</summary>
    public List<(string Tenant, string User, string Password)> Made { get; } = [];

    /// <param name="demo">Sets the demo tenants up, too.</param>
    /// <param name="isAlone">No other host runs: what is half done, nobody is doing.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="InstallationInUseException">Another host runs, and a tenant is on SQLite.</exception>
    public async Task RunAsync(bool demo, bool isAlone, CancellationToken cancel)
    {
        await modules.ScanAsync(cancel);
        await store.LoadAsync(cancel);
        if (isAlone)
        {
            await RecoverAsync(cancel);
        }
        else if (store.All.Where(t => t.DatabaseProvider == DatabaseProviders.Sqlite && t.State != TenantState.Uninitialized).Select(t => t.Name).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } files)
        {
            throw new InstallationInUseException($"Another host of this installation runs, and the data of these tenants is in SQLite files, which only one host may use: {string.Join(", ", files)}. "
                + "Stop the other host, or move the tenants to PostgreSQL first: tenant export, then tenant import --provider Postgres.");
        }

        foreach (var wanted in configuration.GetSection("ClientSuite:AutoSetup:Tenants").Get<List<AutoSetupTenant>>() ?? [])
        {
            try
            {
                await SetupAsync(wanted, withSampleData: false, cancel);
            }
            catch (Exception refused) when (refused is RuleBrokenException || (refused is not OperationCanceledException && !wanted.ShellName.Equals(ShellSettings.DefaultName, StringComparison.OrdinalIgnoreCase)))
            {
                // One wrong entry, or one whose database is away, must not keep the others from starting. Default's is thrown: it would be made below with another password.
                log.LogError(refused, "Auto-setup of {Tenant} was refused", wanted.ShellName);
            }
        }

        var password = demo ? DemoPassword : RandomPassword();
        if (await SetupAsync(new AutoSetupTenant { ShellName = ShellSettings.DefaultName, SiteName = "ClientSuite", AdminEmail = "admin@localhost.localdomain", AdminPassword = password, RecipeName = "default" }, false, cancel))
        {
            Made.Add((ShellSettings.DefaultName, "admin", password));
        }

        foreach (var (name, site, recipe) in demo ? Demo : [])
        {
            if (await SetupAsync(new AutoSetupTenant { ShellName = name, SiteName = site, AdminEmail = $"admin@{name}.example", AdminPassword = DemoPassword, RecipeName = recipe, RequestUrlPrefix = name }, true, cancel))
            {
                Made.Add((name, "admin", DemoPassword));
            }
        }
    }

    private async Task<bool> SetupAsync(AutoSetupTenant wanted, bool withSampleData, CancellationToken cancel)
    {
        if (store.Find(wanted.ShellName) is { State: not TenantState.Uninitialized })
        {
            return false;
        }

        if (store.Find(wanted.ShellName) is null)
        {
            await tenants.CreateAsync(new ShellSettings
            {
                Name = wanted.ShellName,
                TenantId = "",
                RequestUrlHost = wanted.RequestUrlHost,
                RequestUrlPrefix = wanted.RequestUrlPrefix,
                DatabaseProvider = wanted.DatabaseProvider,
                ConnectionString = wanted.DatabaseConnectionString,
                Schema = wanted.DatabaseSchema,
                Category = wanted.RecipeName,
            }, cancel);
        }

        await tenants.SetupAsync(new TenantSetup
        {
            Name = wanted.ShellName,
            SiteName = wanted.SiteName,
            RecipeName = wanted.RecipeName,
            UserName = wanted.AdminUsername,
            Email = wanted.AdminEmail,
            Password = wanted.AdminPassword,
            SiteTimeZone = wanted.SiteTimeZone,
            WithSampleData = withSampleData,
        }, cancel);
        log.LogInformation("Tenant {Tenant} was set up with recipe {Recipe}", wanted.ShellName, wanted.RecipeName);
        return true;
    }

    /// <summary>A tenant is never half set up, and a recipe's feature switch follows its transaction.</summary>
    private async Task RecoverAsync(CancellationToken cancel)
    {
        foreach (var tenant in store.All.Where(t => t.State == TenantState.Initializing).ToList())
        {
            log.LogWarning("Setup of {Tenant} was cut off and is undone", tenant.Name);
            await OrInvalidAsync(tenant, () => tenants.RecoverSetupAsync(tenant, cancel), cancel);
        }

        foreach (var tenant in store.All.Where(t => t is { State: TenantState.Running, Pending: not null }).ToList())
        {
            log.LogWarning("A recipe in {Tenant} was cut off; its feature switch is finished or dropped", tenant.Name);
            await OrInvalidAsync(tenant, () => features.EndPendingAsync(tenant, cancel), cancel);
        }
    }

    /// <summary>A tenant that cannot be recovered, mostly because its database is away, is taken out of service with the reason: the others start. One
    /// that was not set up to the end has no features, so that nobody puts half of it in service.</summary>
    private async Task OrInvalidAsync(ShellSettings tenant, Func<Task> recover, CancellationToken cancel)
    {
        try
        {
            await recover();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Tenant {Tenant} could not be recovered and is out of service", tenant.Name);
            await tenants.ChangeAsync(tenant.Name, now => now with { State = TenantState.Invalid, InvalidReason = failure.GetBaseException().Message, Features = tenant.State == TenantState.Initializing ? [] : now.Features }, cancel);
        }
    }

    private static string RandomPassword() =>
        "A" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 14) + "z7";
}
