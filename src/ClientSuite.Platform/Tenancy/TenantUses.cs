using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ClientSuite.Tenancy;

/// <summary>Looks into the tenants' databases past their shells: a tenant that nobody uses is neither migrated nor kept open by it.</summary>
internal sealed class TenantUses(HostDatabase host, TenantDbFactory factory, TimeProvider time, ILogger<TenantUses> log) : ITenantUse, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    /// <summary>How long a tenant that could not be looked into is left alone.</summary>
    private static readonly TimeSpan FailedFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Look> _looks = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _slots = new(4);

    public async Task<IReadOnlyDictionary<string, TenantUse>> OfAsync(IReadOnlyCollection<ShellSettings> tenants, CancellationToken cancel)
    {
        var names = tenants.Select(t => t.Name).ToList();
        var known = await ReadAsync(uses => uses.Where(u => names.Contains(u.Tenant)), cancel);
        var old = time.GetUtcNow().UtcDateTime - Fresh;
        var looks = tenants.Where(t => t.State is not (TenantState.Uninitialized or TenantState.Initializing) && !(known.GetValueOrDefault(t.Name)?.MeasuredUtc > old))
            .Select(t => (t.Name, LookAt(t).Use)).ToList();
        await Task.WhenAny(Task.WhenAll(looks.Select(l => l.Use)), Task.Delay(Patience, cancel));
        foreach (var (name, look) in looks.Where(l => l.Use.IsCompletedSuccessfully))
        {
            if (await look is { } use)
            {
                known[name] = use;
            }
        }

        return known;
    }

    public async Task<IReadOnlyDictionary<string, TenantUse>> KnownAsync(CancellationToken cancel) => await ReadAsync(uses => uses, cancel);

    /// <summary>Looks now, and keeps it.</summary>
    public async Task<TenantUse> MeasureAsync(ShellSettings tenant, CancellationToken cancel)
    {
        var (database, files, activity) = tenant.DatabaseProvider == DatabaseProviders.Sqlite ? await InFileAsync(tenant, cancel) : await InSchemaAsync(tenant, cancel);
        var use = new TenantUse(database, files, activity, time.GetUtcNow().UtcDateTime);
        await using var db = host.Open();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO "TenantUse" ("Tenant", "DatabaseBytes", "FileBytes", "LastActivityUtc", "MeasuredUtc") VALUES ({tenant.Name}, {use.DatabaseBytes}, {use.FileBytes}, {activity?.Ticks}, {use.MeasuredUtc.Ticks})
            ON CONFLICT ("Tenant") DO UPDATE SET "DatabaseBytes" = excluded."DatabaseBytes", "FileBytes" = excluded."FileBytes", "LastActivityUtc" = excluded."LastActivityUtc", "MeasuredUtc" = excluded."MeasuredUtc"
            """, cancel);
        return use;
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>One look at a time into each tenant, whoever asks.</summary>
    private Look LookAt(ShellSettings tenant)
    {
        if (_looks.TryGetValue(tenant.Name, out var look) && (!look.Use.IsCompleted || time.GetElapsedTime(look.StartedAt) < FailedFor))
        {
            return look;
        }

        return _looks[tenant.Name] = new Look(Task.Run(() => LookAsync(tenant)), time.GetTimestamp());
    }

    private async Task<TenantUse?> LookAsync(ShellSettings tenant)
    {
        using var patience = new CancellationTokenSource(LongestLook);
        await _slots.WaitAsync();
        try
        {
            var use = await MeasureAsync(tenant, patience.Token);
            _looks.TryRemove(tenant.Name, out _);
            return use;
        }
        catch (Exception failure) when (failure is DbException or IOException or TimeoutException or OperationCanceledException)
        {
            log.LogDebug(failure, "What tenant {Tenant} takes could not be looked up", tenant.Name);
            return null;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<(long Database, long Files, DateTime? Activity)> InFileAsync(ShellSettings tenant, CancellationToken cancel)
    {
        // Of its own, so that a tenant nobody uses does not stay open.
        var connection = new SqliteConnectionStringBuilder(factory.ConnectionString(tenant)) { Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 2 };
        await using var opened = new SqliteConnection(connection.ToString());
        await opened.OpenAsync(cancel);
        var (files, activity) = await ReadAsync(opened, "", cancel);
        var ahead = new FileInfo(connection.DataSource + "-wal");
        return (new FileInfo(connection.DataSource).Length + (ahead.Exists ? ahead.Length : 0), files, activity);
    }

    private async Task<(long Database, long Files, DateTime? Activity)> InSchemaAsync(ShellSettings tenant, CancellationToken cancel)
    {
        await using var opened = await factory.Source(tenant.ConnectionString).OpenConnectionAsync(cancel);
        await using var size = new NpgsqlCommand("SELECT COALESCE(SUM(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'm')", opened) { Parameters = { new() { Value = tenant.Schema } } };
        var bytes = (long)(await size.ExecuteScalarAsync(cancel))!; // a sum
        var (files, activity) = await ReadAsync(opened, $"\"{tenant.Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\".", cancel);
        return (bytes, files, activity);
    }

    private static async Task<(long Files, DateTime? Activity)> ReadAsync(DbConnection connection, string schema, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT (SELECT "Bytes" FROM {schema}"cs_room" WHERE "Name" = '{Files.FileCounter.Total}'), (SELECT MAX("SeenUtc") FROM {schema}"Users_Session"), (SELECT MAX("LastUsedUtc") FROM {schema}"Users_ApiToken"),
            (SELECT "AtUtc" FROM {schema}"History_Entry" WHERE "UserId" IS NOT NULL ORDER BY "AtUtc" DESC, "Id" DESC LIMIT 1)
            """;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var times = Enumerable.Range(1, 3).Where(i => !reader.IsDBNull(i)).Select(i => DateTime.SpecifyKind(reader.GetDateTime(i), DateTimeKind.Utc)).ToList();
        return (reader.IsDBNull(0) ? 0 : Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), times.Count == 0 ? null : times.Max());
    }

    private async Task<Dictionary<string, TenantUse>> ReadAsync(Func<IQueryable<HostTenantUse>, IQueryable<HostTenantUse>> which, CancellationToken cancel)
    {
        await using var db = host.Open();
        var rows = await which(db.Uses.AsNoTracking()).ToListAsync(cancel);
        return rows.ToDictionary(u => u.Tenant, u => new TenantUse(u.DatabaseBytes, u.FileBytes, u.LastActivityUtc is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null, new DateTime(u.MeasuredUtc, DateTimeKind.Utc)), StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Look(Task<TenantUse?> Use, long StartedAt);
}
