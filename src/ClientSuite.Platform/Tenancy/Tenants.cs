using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Jobs;
using ClientSuite.Modules;
using ClientSuite.Recipes;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Tenancy;

internal sealed partial class Tenants(TenantStore store, HostDatabase hosts, DatabaseProvisioner databases, ShellManager shells, SetupRunner setups,
    ModuleCatalogHolder catalog, TaskSchedule schedule, TimeProvider time, ILogger<Tenants> log) : ITenants
{
    /// <summary>Names of tenants that this host sets up now.</summary>
    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<ShellSettings> All => store.All;

    public ShellSettings? Find(string name) => store.Find(name);

    public ShellSettings? Resolve(string host, string path) => store.Resolve(host, path);

    public async Task<ShellSettings> CreateAsync(ShellSettings settings, CancellationToken cancel)
    {
        if (!NamePattern().IsMatch(settings.Name))
        {
            throw new RuleBrokenException("tenants.badName") { Field = "name" };
        }

        if (store.Find(settings.Name) is not null)
        {
            throw new RuleBrokenException("tenants.nameTaken", settings.Name) { Field = "name" };
        }

        var made = settings with
        {
            TenantId = Guid.NewGuid().ToString("N"),
            State = TenantState.Uninitialized,
            Version = 1,
            CreatedUtc = time.GetUtcNow().UtcDateTime,
            Schema = SchemaOf(settings),
        };
        CheckAddress(made);
        CheckDatabase(made);
        await CheckHostsAsync(made, cancel);
        await store.SaveAsync(made, cancel);
        return made;
    }

    public async Task<ShellSettings> UpdateAsync(ShellSettings settings, CancellationToken cancel)
    {
        var stored = store.Find(settings.Name) ?? throw new RuleBrokenException("tenants.unknown", settings.Name);
        if ((settings.RequestUrlHost, settings.RequestUrlPrefix) != (stored.RequestUrlHost, stored.RequestUrlPrefix))
        {
            CheckAddress(settings);
        }

        if (stored.IsDefault && settings.State == TenantState.Disabled)
        {
            throw new RuleBrokenException("tenants.defaultStays");
        }

        var next = settings with { Version = settings.Version + 1, TenantId = stored.TenantId, Schema = SchemaOf(settings) };
        if ((next.DatabaseProvider, next.ConnectionString, next.Schema) != (stored.DatabaseProvider, stored.ConnectionString, stored.Schema))
        {
            CheckDatabase(next);
        }

        await store.SaveAsync(next, cancel);
        return next;
    }

    /// <summary>Changes the settings as they are at that moment: anew where somebody else was first.</summary>
    public async Task<ShellSettings> ChangeAsync(string name, Func<ShellSettings, ValueTask<ShellSettings>> change, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = store.Find(name) ?? throw new RuleBrokenException("tenants.unknown", name);
            try
            {
                return await UpdateAsync(await change(stored), cancel);
            }
            catch (RuleBrokenException first) when (first.Key == "tenants.changedMeanwhile" && attempt < 10)
            {
                await store.ReloadAsync(name, cancel); // it may have been another host
            }
        }
    }

    public Task<ShellSettings> ChangeAsync(string name, Func<ShellSettings, ShellSettings> change, CancellationToken cancel) =>
        ChangeAsync(name, stored => ValueTask.FromResult(change(stored)), cancel);

    public async Task<ShellSettings> SetupAsync(TenantSetup setup, CancellationToken cancel)
    {
        var tenant = store.Find(setup.Name) ?? throw new RuleBrokenException("tenants.unknown", setup.Name);
        if (!_underWay.TryAdd(tenant.Name, true))
        {
            throw new RuleBrokenException("tenants.beingSetUp", tenant.Name);
        }

        try
        {
            // Anew: another setup may have ended in between.
            return await SetupAsync(store.Find(tenant.Name) ?? throw new RuleBrokenException("tenants.unknown", setup.Name), setup, cancel);
        }
        finally
        {
            _underWay.TryRemove(tenant.Name, out _);
        }
    }

    private async Task<ShellSettings> SetupAsync(ShellSettings tenant, TenantSetup setup, CancellationToken cancel)
    {
        if (tenant.State != TenantState.Uninitialized)
        {
            throw new RuleBrokenException("tenants.alreadySetUp", tenant.Name);
        }

        await CheckHostsAsync(tenant, cancel);
        var plan = setups.Plan(tenant, setup);
        tenant = await UpdateAsync(tenant with { State = TenantState.Initializing, RecipeName = setup.RecipeName, SiteName = setup.SiteName, Features = catalog.Current.Normalise(plan.Features) }, cancel);
        try
        {
            await databases.CreateAsync(tenant, cancel);
            await setups.RunAsync(tenant, plan, setup, cancel);
            await schedule.SyncAsync(tenant, cancel);
            return await ChangeAsync(tenant.Name, made => made with { State = TenantState.Running }, cancel);
        }
        catch (Exception failure)
        {
            // Whole or not at all: what setup made goes, and the tenant can be set up again.
            log.LogError(failure, "Setup of {Tenant} failed and is undone", tenant.Name);
            await UndoSetupAsync(tenant, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Takes back what a failed setup made. A database that cannot be reached, often the very reason of the failure, is left as it is.</summary>
    public async Task UndoSetupAsync(ShellSettings tenant, CancellationToken cancel)
    {
        await databases.DropOrLeaveAsync(tenant, cancel);
        await ForgetSetupAsync(tenant, cancel);
    }

    /// <summary>Takes back what a killed setup made: nobody knows how much that is, so a database that cannot be reached throws.</summary>
    public async Task RecoverSetupAsync(ShellSettings tenant, CancellationToken cancel)
    {
        await databases.DropAsync(tenant, cancel);
        await ForgetSetupAsync(tenant, cancel);
    }

    private async Task ForgetSetupAsync(ShellSettings tenant, CancellationToken cancel)
    {
        await ChangeAsync(tenant.Name, current => current with { State = TenantState.Uninitialized, Features = [] }, cancel);
        shells.Sweep();
    }

    public async Task RemoveAsync(string name, CancellationToken cancel)
    {
        var tenant = store.Find(name) ?? throw new RuleBrokenException("tenants.unknown", name);
        if (tenant.IsDefault)
        {
            throw new RuleBrokenException("tenants.defaultStays");
        }

        if (tenant.State == TenantState.Running)
        {
            throw new RuleBrokenException("tenants.disableFirst", tenant.Name);
        }

        // Another host tells nobody what it sets up.
        if (_underWay.ContainsKey(tenant.Name) || (tenant.State == TenantState.Initializing && await hosts.CountHostsAsync(cancel) > 1))
        {
            throw new RuleBrokenException("tenants.beingSetUp", tenant.Name);
        }

        if (tenant.State == TenantState.Disabled)
        {
            await EnsureAnswersAsync(tenant, cancel);
        }

        // The host forgets it first: a process killed in between leaves files nobody serves, not a tenant without files.
        await store.DeleteAsync(tenant.Name, cancel);
        await databases.DropOrLeaveAsync(tenant, cancel);
        shells.Sweep();
    }

    /// <summary>What was in service holds people's data: it is not said to be gone while its database is only away. One whose database is gone
    /// for good becomes Invalid, and Invalid ones go without it.</summary>
    private async Task EnsureAnswersAsync(ShellSettings tenant, CancellationToken cancel)
    {
        try
        {
            await databases.EnsureAnswersAsync(tenant, cancel);
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            log.LogError(away, "Tenant {Tenant} is not removed: its database does not answer", tenant.Name);
            throw new RuleBrokenException("tenants.databaseAway", tenant.Name, away.GetBaseException().Message);
        }
    }

    private void CheckAddress(ShellSettings tenant)
    {
        if (tenant.RequestUrlPrefix.Length > 0 && (!PrefixPattern().IsMatch(tenant.RequestUrlPrefix) || TenantStore.ReservedPrefixes.Contains(tenant.RequestUrlPrefix)))
        {
            throw new RuleBrokenException("tenants.badPrefix", tenant.RequestUrlPrefix) { Field = "requestUrlPrefix" };
        }

        if (tenant.Hosts.Any(h => !HostPattern().IsMatch(h)))
        {
            throw new RuleBrokenException("tenants.badHost", tenant.RequestUrlHost) { Field = "requestUrlHost" };
        }

        if (!tenant.IsDefault && tenant.RequestUrlPrefix.Length == 0 && tenant.Hosts.Count == 0)
        {
            throw new RuleBrokenException("tenants.needsAddress") { Field = "requestUrlPrefix" };
        }

        var taken = store.All.FirstOrDefault(other => other.Name != tenant.Name
            && other.RequestUrlPrefix.Equals(tenant.RequestUrlPrefix, StringComparison.OrdinalIgnoreCase)
            && other.Hosts.DefaultIfEmpty("").Intersect(tenant.Hosts.DefaultIfEmpty(""), StringComparer.OrdinalIgnoreCase).Any());
        if (taken is not null)
        {
            throw new RuleBrokenException("tenants.addressTaken", taken.Name) { Field = "requestUrlPrefix" };
        }
    }

    private void CheckDatabase(ShellSettings tenant)
    {
        if (tenant.DatabaseProvider is not (DatabaseProviders.Sqlite or DatabaseProviders.Postgres))
        {
            throw new RuleBrokenException("tenants.badProvider", tenant.DatabaseProvider) { Field = "databaseProvider" };
        }

        if (tenant.DatabaseProvider == DatabaseProviders.Postgres && string.IsNullOrWhiteSpace(tenant.ConnectionString))
        {
            throw new RuleBrokenException("tenants.needsConnection") { Field = "connectionString" };
        }

        if (tenant.Schema.Length > 0 && !SchemaPattern().IsMatch(tenant.Schema))
        {
            throw new RuleBrokenException("tenants.badSchema", tenant.Schema) { Field = "schema" };
        }

        if (SchemaMark.IsReserved(tenant.Schema))
        {
            throw new RuleBrokenException("tenants.schemaReserved", tenant.Schema) { Field = "schema" };
        }

        // One server has many names: what this does not see, the schema's mark tells when the tenant is set up.
        if (tenant.DatabaseProvider == DatabaseProviders.Postgres
            && store.All.Any(o => o.DatabaseProvider == tenant.DatabaseProvider && o.Schema == tenant.Schema && Database(o.ConnectionString) == Database(tenant.ConnectionString) && o.Name != tenant.Name))
        {
            throw new RuleBrokenException("tenants.schemaTaken", tenant.Schema) { Field = "schema" };
        }
    }

    private static string SchemaOf(ShellSettings tenant) =>
        tenant.DatabaseProvider == DatabaseProviders.Postgres && tenant.Schema.Length == 0 ? "t_" + tenant.Name.ToLowerInvariant().Replace('-', '_') : tenant.Schema;

    /// <summary>What a connection string leads to, whoever connects and how.</summary>
    private static string Database(string connection)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connection);
            return $"{parts.Host?.ToLowerInvariant()}:{parts.Port}/{parts.Database ?? parts.Username}";
        }
        catch (ArgumentException)
        {
            return connection; // setting the tenant up says what is wrong with it
        }
    }

    /// <summary>A file is for one host: the others would not see what it remembers of it, and some file systems do not lock for all.</summary>
    private async Task CheckHostsAsync(ShellSettings tenant, CancellationToken cancel)
    {
        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite && await hosts.CountHostsAsync(cancel) > 1)
        {
            throw new RuleBrokenException("tenants.sqliteNeedsOneHost") { Field = "databaseProvider" };
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$")]
    private static partial Regex PrefixPattern();

    [GeneratedRegex("^(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,252})$")]
    private static partial Regex HostPattern();

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaPattern();
}
