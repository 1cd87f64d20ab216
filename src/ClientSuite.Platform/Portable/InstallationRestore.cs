using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Modules;
using ClientSuite.Tenancy;

namespace ClientSuite.Portable;

/// <summary>Puts a backup back. Everything is checked and laid down beside the old state first, which is then moved aside, never
/// deleted: <c>.replaced-*</c> in the data directory, schemas renamed on PostgreSQL.</summary>
internal sealed class InstallationRestore(HostPaths paths, HostDatabase host, TenantStore store, TenantArchive archives, TenantContent content, TenantDbFactory factory, IModuleInstaller modules, InstallationLock installation, TimeProvider time)
{
    private const string Staging = ".restoring";

    public async Task<BackupManifest> RunAsync(string directory, bool force, Action<string> say, CancellationToken cancel)
    {
        var file = Path.Combine(directory, InstallationBackup.ManifestName);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{directory} is no backup, or one that was cut off: it has no {InstallationBackup.ManifestName}.");
        }

        var manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(file, cancel), InstallationBackup.Indented) ?? throw new InvalidDataException("The manifest is empty.");
        Check(manifest);
        var old = Directory.Exists(paths.Data) ? Directory.EnumerateFileSystemEntries(paths.Data).Where(IsState).ToList() : [];
        if (old.Count > 0 && !force)
        {
            throw new InvalidDataException($"The data directory {paths.Data} is not empty. Use --force to restore all the same; what is there is moved aside.");
        }

        installation.Take();
        await VerifyAsync(directory, manifest, cancel);
        say($"{manifest.Files.Count} files checked");
        await content.ReachAsync(cancel); // schemas are filled, and their files stored, after the swap
        var stored = await StoreAsync(directory, manifest, cancel);
        Stage(directory, manifest, stored);
        Swap(old, say);
        if (!host.IsSqlite)
        {
            await HostTables.ReadAsync(host, Path.Combine(directory, InstallationBackup.HostArchive), cancel);
        }

        say("host database and key ring");
        await modules.ScanAsync(cancel);
        await store.LoadAsync(cancel);
        foreach (var tenant in store.All.Where(t => t.DatabaseProvider == DatabaseProviders.Sqlite && t.ConnectionString.Length > 0))
        {
            PlaceFile(tenant, say);
        }

        foreach (var tenant in manifest.Tenants.Where(t => t is { Provider: DatabaseProviders.Postgres, Database: not null }))
        {
            await SchemaAsync(directory, tenant, force, say, cancel);
        }

        say($"{manifest.Tenants.Count} tenants as of {manifest.CreatedUtc:u}");
        return manifest;
    }

    private void Check(BackupManifest manifest)
    {
        if (manifest.Format > InstallationBackup.Format)
        {
            throw new InvalidDataException($"The backup has format {manifest.Format}, this version reads up to {InstallationBackup.Format}. Update ClientSuite.");
        }

        if (manifest.HostProvider == DatabaseProviders.Sqlite != host.IsSqlite)
        {
            throw new InvalidDataException($"The backup's host database is on {manifest.HostProvider}: {(host.IsSqlite ? "set ClientSuite:HostDatabase" : "leave ClientSuite:HostDatabase empty")}.");
        }
    }

    private static async Task VerifyAsync(string directory, BackupManifest manifest, CancellationToken cancel)
    {
        foreach (var file in manifest.Files)
        {
            var full = TenantFolder.Inside(directory, file.Path);
            if (!File.Exists(full))
            {
                throw new InvalidDataException($"The backup's file {file.Path} is missing.");
            }

            await using var stream = File.OpenRead(full);
            if (stream.Length != file.Size || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)) != file.Sha256)
            {
                throw new InvalidDataException($"The backup's file {file.Path} is damaged. Nothing was changed.");
            }
        }
    }

    /// <summary>What belongs into the store goes there before anything changes: nothing in it is replaced.</summary>
    private async Task<HashSet<string>> StoreAsync(string directory, BackupManifest manifest, CancellationToken cancel)
    {
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            if (file.Path.Split('/', 3) is ["tenants", var name, var path] && manifest.Tenants.FirstOrDefault(t => t.Name == name) is { } tenant
                && await content.StoreAsync(tenant.TenantId, path, TenantFolder.Inside(directory, file.Path), cancel))
            {
                stored.Add(file.Path);
            }
        }

        return stored;
    }

    private void Stage(string directory, BackupManifest manifest, HashSet<string> stored)
    {
        var staging = Path.Combine(paths.Data, Staging);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        Directory.CreateDirectory(staging);
        foreach (var file in manifest.Files.Where(f => f.Path != InstallationBackup.HostArchive && !stored.Contains(f.Path) && !f.Path.EndsWith("/tenant.zip", StringComparison.Ordinal)))
        {
            var target = TenantFolder.Inside(staging, file.Path.StartsWith("tenants/", StringComparison.Ordinal) ? "Sites/" + file.Path["tenants/".Length..] : file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a path inside a folder has one
            File.Copy(Path.Combine(directory, file.Path), target);
        }
    }

    private void Swap(List<string> old, Action<string> say)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (old.Count > 0)
        {
            var aside = Path.Combine(paths.Data, ".replaced-" + time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(aside);
            old.ForEach(entry => Directory.Move(entry, Path.Combine(aside, Path.GetFileName(entry))));
            say("what was there is now in " + aside);
        }

        var staging = Path.Combine(paths.Data, Staging);
        foreach (var entry in Directory.GetFileSystemEntries(staging))
        {
            Directory.Move(entry, Path.Combine(paths.Data, Path.GetFileName(entry)));
        }

        Directory.Delete(staging);
    }

    /// <summary>A tenant's database that does not lie in its folder goes to its own place.</summary>
    private void PlaceFile(ShellSettings tenant, Action<string> say)
    {
        var restored = paths.TenantDatabase(tenant.Name);
        var place = Path.GetFullPath(tenant.ConnectionString);
        if (!File.Exists(restored) || place == restored)
        {
            return;
        }

        if (File.Exists(place))
        {
            File.Move(place, place + time.GetUtcNow().ToString("'.replaced-'yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(place)!); // a full path of a file has a folder
        File.Delete(place + "-wal");
        File.Delete(place + "-shm");
        File.Move(restored, place);
        say($"{tenant.Name} is at {place}");
    }

    private async Task SchemaAsync(string directory, BackupTenant saved, bool force, Action<string> say, CancellationToken cancel)
    {
        var tenant = store.Find(saved.Name) ?? throw new InvalidDataException($"The host database does not know tenant {saved.Name}.");
        await SchemaAside.MoveAsync(factory.Source(tenant.ConnectionString), tenant.Schema, force, time, say, cancel);
        await using var input = File.OpenRead(Path.Combine(directory, saved.Database!)); // filtered by the caller
        await using var zip = await ZipArchive.CreateAsync(input, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
        await archives.LoadAsync(tenant, zip, await TenantArchive.ReadManifestAsync(zip, cancel), cancel);
        say(tenant.Name);
    }

    private static bool IsState(string path) => !Path.GetFileName(path).StartsWith('.') && !Path.GetFileName(path).StartsWith("host.lock", StringComparison.Ordinal);
}

/// <summary>Renames a schema that is in the way.</summary>
internal static class SchemaAside
{
    public static async Task MoveAsync(Npgsql.NpgsqlDataSource source, string schema, bool force, TimeProvider time, Action<string> say, CancellationToken cancel)
    {
        await using var find = source.CreateCommand("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1");
        find.Parameters.AddWithValue(schema);
        if (await find.ExecuteScalarAsync(cancel) is not > 0L)
        {
            return;
        }

        if (!force)
        {
            throw new InvalidDataException($"Schema {schema} is not empty. Use --force to restore all the same; what is there is renamed.");
        }

        var suffix = time.GetUtcNow().ToString("'_replaced_'yyMMddHHmmss", CultureInfo.InvariantCulture);
        var aside = schema[..Math.Min(schema.Length, 63 - suffix.Length)] + suffix;
        await using var rename = source.CreateCommand($"ALTER SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\" RENAME TO \"{aside.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        await rename.ExecuteNonQueryAsync(cancel);
        say($"schema {schema} is now {aside}");
    }
}
