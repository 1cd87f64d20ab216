using System.Collections.Frozen;
using System.Text.Json;
using ClientSuite.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Tenancy;

/// <summary>The tenants in the host database, with a snapshot in memory that requests resolve against.</summary>
internal sealed class TenantStore(HostDatabase database, IDataProtectionProvider protection, HostBus bus) : IDisposable
{
    /// <summary>First path segments that the product itself answers.</summary>
    public static readonly FrozenSet<string> ReservedPrefixes =
        new[] { "admin", "api", "portal", "health", "metrics", "openapi", "_content", "theme.css" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private const string Sealed = "sealed:";
    private readonly IDataProtector _protector = protection.CreateProtector("ClientSuite.Tenants.ConnectionString");
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Snapshot _snapshot = new([]);

    public IReadOnlyCollection<ShellSettings> All => Volatile.Read(ref _snapshot).ByName.Values;

    public ShellSettings? Find(string name) => Volatile.Read(ref _snapshot).ByName.GetValueOrDefault(name);

    public ShellSettings? Resolve(string host, string path) => Volatile.Read(ref _snapshot).Resolve(host, path);

    public async Task LoadAsync(CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = database.Open();
            var rows = await db.Tenants.AsNoTracking().ToListAsync(cancel);
            Volatile.Write(ref _snapshot, new Snapshot(rows.Select(row => Find(row.Name) is { } known && known.Version == row.Version ? known : Read(row))));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads a tenant that another host changed.</summary>
    public async Task ReloadAsync(string name, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = database.Open();
            var row = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Name == name, cancel);
            if (row is null || row.Version != Find(name)?.Version)
            {
                Replace(name, row is null ? null : Read(row));
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Stores settings whose <see cref="ShellSettings.Version"/> is the stored one plus one, or 1 for a new tenant.</summary>
    public async Task SaveAsync(ShellSettings settings, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = database.Open();
            var row = new HostTenant { Name = settings.Name, Settings = JsonSerializer.Serialize(Seal(settings)), Version = settings.Version };
            if (settings.Version == 1)
            {
                db.Tenants.Add(row);
            }
            else
            {
                var entry = db.Tenants.Update(row);
                entry.Property(x => x.Version).OriginalValue = settings.Version - 1;
            }

            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                await db.SaveChangesAsync(cancel);
                await TellAsync(db, settings.Name, cancel);
                await transaction.CommitAsync(cancel);
            }
            catch (DbUpdateException)
            {
                // Another host or request was first: the caller saw an older version.
                throw new RuleBrokenException("tenants.changedMeanwhile", settings.Name);
            }

            Replace(settings.Name, settings);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.Tenants.Where(x => x.Name == name).ExecuteDeleteAsync(cancel);
            await db.Dirty.Where(x => x.Tenant == name).ExecuteDeleteAsync(cancel);
            await db.DueTasks.Where(x => x.Tenant == name).ExecuteDeleteAsync(cancel);
            await db.Uses.Where(x => x.Tenant == name).ExecuteDeleteAsync(cancel);
            await TellAsync(db, name, cancel);
            await transaction.CommitAsync(cancel);
            Replace(name, null);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>Other hosts hear of it when it is committed, and never of what was not.</summary>
    private async Task TellAsync(HostDb db, string name, CancellationToken cancel)
    {
        if (!database.IsSqlite)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({HostBus.Channel}, {bus.Text(HostMessage.TenantChanged, name)})", cancel);
        }
    }

    private void Replace(string name, ShellSettings? settings)
    {
        var others = All.Where(t => !t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Volatile.Write(ref _snapshot, new Snapshot(settings is null ? others : others.Append(settings)));
    }

    private ShellSettings Read(HostTenant row)
    {
        var settings = JsonSerializer.Deserialize<ShellSettings>(row.Settings)! with { Version = row.Version }; // the column is never null
        return settings.ConnectionString.StartsWith(Sealed, StringComparison.Ordinal)
            ? settings with { ConnectionString = _protector.Unprotect(settings.ConnectionString[Sealed.Length..]) }
            : settings;
    }

    /// <summary>A connection string holds a password: it is stored encrypted with the host's key ring.</summary>
    private ShellSettings Seal(ShellSettings settings) =>
        settings.ConnectionString.Length == 0 ? settings : settings with { ConnectionString = Sealed + _protector.Protect(settings.ConnectionString) };

    private sealed class Snapshot
    {
        private readonly FrozenDictionary<string, ShellSettings> _byAddress;
        private readonly ShellSettings[] _byWildcard;

        public Snapshot(IEnumerable<ShellSettings> tenants)
        {
            ByName = tenants.ToFrozenDictionary(t => t.Name, StringComparer.OrdinalIgnoreCase);
            var addresses = new Dictionary<string, ShellSettings>(StringComparer.OrdinalIgnoreCase);
            foreach (var tenant in ByName.Values)
            {
                foreach (var host in tenant.Hosts.DefaultIfEmpty(""))
                {
                    addresses[host + "/" + tenant.RequestUrlPrefix] = tenant;
                }
            }

            _byAddress = addresses.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
            _byWildcard = [.. ByName.Values.Where(t => t.Hosts.Any(h => h.StartsWith("*.", StringComparison.Ordinal)))];
        }

        public FrozenDictionary<string, ShellSettings> ByName { get; }

        public ShellSettings? Resolve(string host, string path)
        {
            var end = path.IndexOf('/', 1);
            var first = path.Length > 1 ? path[1..(end < 0 ? path.Length : end)] : "";
            return Look(host, first) ?? Look(host, "") ?? LookWildcard(host, first) ?? LookWildcard(host, "") ?? Look("", first) ?? Look("", "");
        }

        private ShellSettings? Look(string host, string prefix) =>
            _byAddress.TryGetValue(host + "/" + prefix, out var tenant) ? tenant : null;

        private ShellSettings? LookWildcard(string host, string prefix) =>
            _byWildcard.FirstOrDefault(t => t.RequestUrlPrefix.Equals(prefix, StringComparison.OrdinalIgnoreCase)
                && t.Hosts.Any(h => h.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(h[1..], StringComparison.OrdinalIgnoreCase)));
    }
}
