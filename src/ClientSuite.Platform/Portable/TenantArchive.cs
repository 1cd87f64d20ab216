using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Hosting;
using ClientSuite.Tenancy;

namespace ClientSuite.Portable;

/// <summary>What an archive holds, with a SHA-256 of each part. Written last: an archive that was cut off has none.</summary>
internal sealed record ArchiveManifest(int Format, string Product, DateTime CreatedUtc, ShellSettings Tenant, IReadOnlyList<AppliedMigration> Migrations,
    IReadOnlyList<ArchiveTable> Tables, IReadOnlyList<ArchiveFile> Files);

internal sealed record AppliedMigration(string Module, string Id);

internal sealed record ArchiveTable(string Name, long Rows, string Sha256, IReadOnlyList<PortableColumn> Columns);

internal sealed record ArchiveFile(string Path, long Size, string Sha256);

/// <summary>One tenant in one ZIP file: its tables as lines of JSON, its files, and a manifest. The same file goes into SQLite and
/// PostgreSQL.</summary>
internal sealed class TenantArchive(TenantDbFactory factory, DatabaseProvisioner databases, Migrator migrator, TenantContent content, HostPaths paths, TimeProvider time)
{
    public const int Format = 1;
    public const string MigrationsTable = "cs_migration";
    private const string ManifestName = "manifest.json";
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true };

    /// <summary>Writes a tenant to a stream. The database is one moment; its files are those of just after.</summary>
    public async Task<ArchiveManifest> WriteAsync(ShellSettings tenant, Stream output, CancellationToken cancel)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var written = new List<ArchiveTable>();
        IReadOnlyList<AppliedMigration> migrations = [];
        await using (var store = await OpenAsync(tenant, writes: false, cancel))
        {
            foreach (var table in await store.TablesAsync(cancel))
            {
                if (table.Name == MigrationsTable)
                {
                    using var copy = new MemoryStream();
                    await store.ReadAsync(table, copy, cancel);
                    migrations = ReadMigrations(table, copy);
                    continue; // the target's own migrations fill this one
                }

                await using var hashed = new HashingStream(zip.CreateEntry(TableName(table.Name), CompressionLevel.Fastest).Open());
                var rows = await store.ReadAsync(table, hashed, cancel);
                written.Add(new ArchiveTable(table.Name, rows, hashed.Hash(), table.Columns));
            }
        }

        var files = new List<ArchiveFile>();
        await foreach (var (path, file) in content.ReadAsync(tenant, cancel))
        {
            await using var hashed = new HashingStream(zip.CreateEntry("files/" + path, CompressionLevel.Fastest).Open());
            await using (file)
            {
                await file.CopyToAsync(hashed, cancel);
            }

            files.Add(new ArchiveFile(path, hashed.Written, hashed.Hash()));
        }

        var manifest = new ArchiveManifest(Format, InstallationVersion.Text, time.GetUtcNow().UtcDateTime, tenant with { ConnectionString = "" }, migrations, written, files);
        await using var last = await zip.CreateEntry(ManifestName).OpenAsync(cancel);
        await JsonSerializer.SerializeAsync(last, manifest, Indented, cancel);
        return manifest;
    }

    public static async Task<ArchiveManifest> ReadManifestAsync(ZipArchive zip, CancellationToken cancel)
    {
        var entry = zip.GetEntry(ManifestName) ?? throw new InvalidDataException("The file is no tenant archive, or was cut off: it has no manifest.");
        await using var stream = await entry.OpenAsync(cancel);
        var manifest = await JsonSerializer.DeserializeAsync<ArchiveManifest>(stream, Indented, cancel) ?? throw new InvalidDataException("The manifest is empty.");
        return manifest.Format <= Format ? manifest : throw new InvalidDataException($"The archive has format {manifest.Format}, this version reads up to {Format}. Update ClientSuite.");
    }

    /// <summary>Fills a tenant's new, empty database and folder: the migrations of the archive, then its rows, then the migrations that came since.</summary>
    public async Task LoadAsync(ShellSettings tenant, ZipArchive zip, ArchiveManifest manifest, CancellationToken cancel)
    {
        await databases.CreateAsync(tenant, cancel);
        await migrator.MigrateExactlyAsync(tenant, manifest.Migrations.Select(m => (m.Module, m.Id)).ToHashSet(), cancel);
        await using (var store = await OpenAsync(tenant, writes: true, cancel))
        {
            var tables = (await store.TablesAsync(cancel)).Where(t => t.Name != MigrationsTable).ToList();
            if (manifest.Tables.FirstOrDefault(t => tables.TrueForAll(own => own.Name != t.Name)) is { Rows: > 0 } unknown)
            {
                throw new InvalidDataException($"The archive's table {unknown.Name} is made by no migration of the installed modules.");
            }

            await store.ClearAsync(tables, cancel);
            foreach (var table in tables)
            {
                if (manifest.Tables.FirstOrDefault(t => t.Name == table.Name) is { } source)
                {
                    await LoadTableAsync(store, zip, source, cancel);
                }
            }

            await store.CommitAsync(cancel);
        }

        await LoadFilesAsync(tenant, zip, manifest, cancel);
        migrator.Forget(tenant.TenantId);
        await migrator.MigrateAsync(tenant, cancel);
        await using var db = factory.Rent(tenant);
        await UniqueRules.RestoreAsync(db, cancel);
    }

    private static async Task LoadTableAsync(TableStore store, ZipArchive zip, ArchiveTable source, CancellationToken cancel)
    {
        var entry = zip.GetEntry(TableName(source.Name)) ?? throw new InvalidDataException($"The archive's table {source.Name} is missing.");
        await using var hashed = new HashingStream(await entry.OpenAsync(cancel));
        var rows = await store.WriteAsync(new PortableTable(source.Name, source.Columns), hashed, cancel);
        if (rows != source.Rows || hashed.Hash() != source.Sha256)
        {
            throw new InvalidDataException($"The archive's table {source.Name} is damaged: {rows} rows of {source.Rows}.");
        }
    }

    private async Task LoadFilesAsync(ShellSettings tenant, ZipArchive zip, ArchiveManifest manifest, CancellationToken cancel)
    {
        foreach (var file in manifest.Files)
        {
            var target = TenantFolder.Inside(paths.Site(tenant.Name), file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // a path inside a folder has one
            var entry = zip.GetEntry("files/" + file.Path) ?? throw new InvalidDataException($"The archive's file {file.Path} is missing.");
            await using var hashed = new HashingStream(await entry.OpenAsync(cancel));
            await using (var output = File.Create(target))
            {
                await hashed.CopyToAsync(output, cancel);
                output.Flush(flushToDisk: true);
            }

            if (hashed.Hash() != file.Sha256)
            {
                throw new InvalidDataException($"The archive's file {file.Path} is damaged.");
            }

            if (await content.StoreAsync(tenant.TenantId, file.Path, target, cancel))
            {
                File.Delete(target);
            }
        }
    }

    private Task<TableStore> OpenAsync(ShellSettings tenant, bool writes, CancellationToken cancel)
    {
        var types = new PortableTypes(factory.Model(sqlite: false));
        return tenant.DatabaseProvider == DatabaseProviders.Sqlite
            ? TableStore.OpenSqliteAsync(factory.ConnectionString(tenant), types, writes, cancel)
            : TableStore.OpenPostgresAsync(factory.Source(tenant.ConnectionString), tenant.Schema, types, writes, cancel);
    }

    private static string TableName(string table) => $"tables/{table}.jsonl";

    private static List<AppliedMigration> ReadMigrations(PortableTable table, MemoryStream rows)
    {
        var names = table.Columns.Select(c => c.Name).ToList();
        var (module, id) = (names.IndexOf("Module"), names.IndexOf("Id"));
        rows.Position = 0;
        using var reader = new StreamReader(rows);
        var migrations = new List<AppliedMigration>();
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            migrations.Add(new AppliedMigration(row.RootElement[module].GetString()!, row.RootElement[id].GetString()!)); // both columns are NOT NULL
        }

        return migrations;
    }
}

/// <summary>What lies in a tenant's folder beside its database.</summary>
internal static class TenantFolder
{
    public static IEnumerable<(string Path, string Full)> Files(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => (Path: System.IO.Path.GetRelativePath(folder, f).Replace('\\', '/'), Full: f))
            .Where(f => !f.Path.StartsWith("tenant.db", StringComparison.Ordinal) && !f.Path.EndsWith(".tmp", StringComparison.Ordinal))
            .OrderBy(f => f.Path, StringComparer.Ordinal);

    /// <summary>The full path of a file below a folder; a name that leads out of it is refused.</summary>
    public static string Inside(string folder, string path)
    {
        var root = System.IO.Path.GetFullPath(folder) + System.IO.Path.DirectorySeparatorChar;
        var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, path));
        return full.StartsWith(root, StringComparison.Ordinal) ? full : throw new InvalidDataException($"The name {path} leads out of its folder.");
    }
}

/// <summary>The version in manifests.</summary>
internal static class InstallationVersion
{
    public static string Text { get; } = typeof(InstallationVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}

/// <summary>Computes the SHA-256 of what passes, either way.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Written { get; private set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The hash so far; reading on starts a new one.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _hash.AppendData(buffer);
        Written += buffer.Length;
    }

    public override void WriteByte(byte value) => Write([value]);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span);
        Written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
