using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;
using Microsoft.Data.Sqlite;

namespace ClientSuite.Portable;

/// <summary>What a backup holds. Written last: a backup that was cut off has none.</summary>
internal sealed record BackupManifest(int Format, string Product, DateTime CreatedUtc, string HostProvider, IReadOnlyList<BackupTenant> Tenants, IReadOnlyList<ArchiveFile> Files, IReadOnlyList<string> Failed);

/// <summary>A tenant's part: <c>Database</c> is its file in the backup, null where it had none yet.</summary>
internal sealed record BackupTenant(string Name, string TenantId, string Provider, string? Database);

/// <summary>Copies a whole installation to a directory, beside a running host. The host database with the key ring first, then each
/// tenant, consistent in itself: its database as of one moment, its files after it.</summary>
internal sealed class InstallationBackup(HostPaths paths, HostDatabase host, TenantStore store, TenantDbFactory factory, TenantArchive archives, TenantContent content, TimeProvider time)
{
    public const string ManifestName = "manifest.json";
    public const string HostFile = "host.db";
    public const string HostArchive = "host.zip";
    public const int Format = 1;
    public static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<BackupManifest> RunAsync(string directory, Action<string> say, CancellationToken cancel)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new InvalidDataException($"{directory} is not empty. A backup takes a directory of its own.");
        }

        // The key ring and connection strings are in it.
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(directory) : Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = new List<ArchiveFile>();
        if (host.IsSqlite)
        {
            CopySqlite(new SqliteConnectionStringBuilder { DataSource = paths.HostDatabase }.ToString(), Path.Combine(directory, HostFile));
            files.Add(await DescribeAsync(directory, HostFile, cancel));
        }
        else
        {
            await HostTables.WriteAsync(host, Path.Combine(directory, HostArchive), cancel);
            files.Add(await DescribeAsync(directory, HostArchive, cancel));
        }

        say("host database and key ring");
        var tenants = new List<BackupTenant>();
        var failed = new List<string>();
        await store.LoadAsync(cancel);
        var all = store.All.OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        foreach (var tenant in all)
        {
            try
            {
                var (entry, own) = await TenantAsync(tenant, directory, cancel);
                tenants.Add(entry);
                files.AddRange(own);
                say($"{tenants.Count + failed.Count}/{all.Count} {tenant.Name}: {own.Count} files, {own.Sum(f => f.Size) / 1024} KiB");
            }
            catch (Exception failure) when (failure is SqliteException or Npgsql.NpgsqlException or IOException)
            {
                failed.Add(tenant.Name);
                say($"{tenants.Count + failed.Count}/{all.Count} {tenant.Name}: FAILED, {failure.GetBaseException().Message}");
            }
        }

        foreach (var (path, full) in TenantFolder.Files(paths.Modules))
        {
            files.Add(await CopyAsync(new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), directory, "Modules/" + path, cancel));
        }

        var manifest = new BackupManifest(Format, InstallationVersion.Text, time.GetUtcNow().UtcDateTime, host.IsSqlite ? DatabaseProviders.Sqlite : DatabaseProviders.Postgres, tenants, files, failed);
        await using var stream = File.Create(Path.Combine(directory, ManifestName));
        await JsonSerializer.SerializeAsync(stream, manifest, Indented, cancel);
        stream.Flush(flushToDisk: true);
        return manifest;
    }

    private async Task<(BackupTenant Entry, List<ArchiveFile> Files)> TenantAsync(ShellSettings tenant, string directory, CancellationToken cancel)
    {
        var files = new List<ArchiveFile>();
        var folder = "tenants/" + tenant.Name;
        string? database = null;
        Directory.CreateDirectory(Path.Combine(directory, folder));
        if (tenant.State is not (TenantState.Uninitialized or TenantState.Initializing))
        {
            if (tenant.DatabaseProvider == DatabaseProviders.Sqlite)
            {
                database = folder + "/tenant.db";
                CopySqlite(factory.ConnectionString(tenant), Path.Combine(directory, database));
            }
            else
            {
                // Holds the files too, which then come from just after the same moment.
                database = folder + "/tenant.zip";
                await using var output = File.Create(Path.Combine(directory, database));
                await archives.WriteAsync(tenant, output, cancel);
                output.Flush(flushToDisk: true);
            }

            files.Add(await DescribeAsync(directory, database, cancel));
        }

        if (tenant.DatabaseProvider == DatabaseProviders.Sqlite)
        {
            await foreach (var (path, file) in content.ReadAsync(tenant, cancel))
            {
                files.Add(await CopyAsync(file, directory, $"{folder}/{path}", cancel));
            }
        }

        return (new BackupTenant(tenant.Name, tenant.TenantId, tenant.DatabaseProvider, database), files);
    }

    /// <summary>SQLite's online backup: writers of the running host go on, the copy is one moment.</summary>
    private static void CopySqlite(string connectionString, string target)
    {
        var from = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        using var source = new SqliteConnection(from.ToString());
        source.Open();
        using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString()))
        {
            copy.Open();
            source.BackupDatabase(copy);
            // The copy is one file, without a log beside it.
            using var command = copy.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE";
            command.ExecuteNonQuery();
            command.CommandText = "PRAGMA quick_check(1)";
            if (command.ExecuteScalar() is not "ok")
            {
                throw new IOException($"The copy of {from.DataSource} is damaged: the original may be, too.");
            }
        }

        using var file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static async Task<ArchiveFile> CopyAsync(Stream input, string directory, string path, CancellationToken cancel)
    {
        var target = Path.Combine(directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a path inside a folder has one
        await using (input)
        await using (var output = File.Create(target))
        {
            await input.CopyToAsync(output, cancel);
            output.Flush(flushToDisk: true);
        }

        return await DescribeAsync(directory, path, cancel);
    }

    private static async Task<ArchiveFile> DescribeAsync(string directory, string path, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(Path.Combine(directory, path));
        return new ArchiveFile(path, stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)));
    }
}

/// <summary>The host database on PostgreSQL, as a ZIP of its tables.</summary>
internal static class HostTables
{
    public static async Task WriteAsync(HostDatabase host, string file, CancellationToken cancel)
    {
        await using var source = host.Source();
        await using var output = File.Create(file);
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        await using var tables = await OpenAsync(host, source, writes: false, cancel);
        foreach (var table in await tables.TablesAsync(cancel))
        {
            await using var lines = zip.CreateEntry(table.Name + ".jsonl").Open();
            await tables.ReadAsync(table, lines, cancel);
        }
    }

    /// <summary>Replaces what is there.</summary>
    public static async Task ReadAsync(HostDatabase host, string file, CancellationToken cancel)
    {
        await host.EnsureCreatedAsync(cancel);
        await using var source = host.Source();
        await using var input = File.OpenRead(file);
        await using var zip = await ZipArchive.CreateAsync(input, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
        await using var store = await OpenAsync(host, source, writes: true, cancel);
        var tables = await store.TablesAsync(cancel);
        await store.ClearAsync(tables, cancel);
        foreach (var table in tables)
        {
            if (zip.GetEntry(table.Name + ".jsonl") is { } entry)
            {
                await using var lines = await entry.OpenAsync(cancel);
                await store.WriteAsync(table, lines, cancel);
            }
        }

        await store.CommitAsync(cancel);
    }

    private static async Task<TableStore> OpenAsync(HostDatabase host, Npgsql.NpgsqlDataSource source, bool writes, CancellationToken cancel)
    {
        await using var db = host.Open();
        return await TableStore.OpenPostgresAsync(source, HostDatabase.Schema, new PortableTypes(db.Model), writes, cancel);
    }
}
