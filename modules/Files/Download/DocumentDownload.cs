using System.Globalization;
using System.IO.Compression;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Files;

/// <summary>Answers with documents. Bytes go from the storage to the caller as they are read.</summary>
internal sealed class DocumentDownload(TenantDb db, IFileStorage storage, TenantClock clock)
{
    /// <summary>The newest version, or an earlier one; null where there is none.</summary>
    public async Task<NamedBytes?> FindAsync(IQueryable<Document> documents, long? number, CancellationToken cancel)
    {
        var document = await documents.AsNoTracking().FirstOrDefaultAsync(cancel);
        if (document is null)
        {
            return null;
        }

        if (number is null || number == document.Number)
        {
            return new NamedBytes(document.Name, document.Folder, new StoredBytes(document.StorageKey, document.SizeBytes, document.ContentType, document.Sha256), document.ModifiedUtc);
        }

        var version = await db.DocumentVersions.AsNoTracking().FirstOrDefaultAsync(v => v.DocumentId == document.Id && v.Number == number, cancel);
        return version is null ? null : new NamedBytes(document.Name, document.Folder, version.Bytes, version.CreatedUtc);
    }

    /// <summary>The file itself, to keep.</summary>
    public async Task<IResult> FileAsync(HttpContext context, NamedBytes? file, CancellationToken cancel) =>
        file is { } f ? FileAnswers.Keep(context, await OpenAsync(f.Bytes.Key, cancel), f.Name, f.Bytes.ContentType, f.Bytes.Sha256) : Problems.NotFound(context);

    /// <summary>The file to look at, for the types that a browser shows by itself; anything else is not found.</summary>
    public async Task<IResult> PreviewAsync(HttpContext context, NamedBytes? file, CancellationToken cancel) =>
        file is { } f && FileTypes.CanPreview(f.Bytes.ContentType) ? FileAnswers.Show(context, await OpenAsync(f.Bytes.Key, cancel), f.Name, f.Bytes.ContentType, f.Bytes.Sha256) : Problems.NotFound(context);

    /// <summary>One file itself, several as a ZIP file (A24) that is made while it is sent.</summary>
    public async Task<IResult> ManyAsync(HttpContext context, IQueryable<Document> documents, string zipName, CancellationToken cancel)
    {
        var files = await documents.AsNoTracking().OrderBy(d => d.Folder).ThenBy(d => d.NameSort).ThenBy(d => d.Id)
            .Select(d => new { d.Name, d.Folder, d.StorageKey, d.SizeBytes, d.ContentType, d.Sha256, d.ModifiedUtc }).ToListAsync(cancel);
        var chosen = files.Select(f => new NamedBytes(f.Name, f.Folder, new StoredBytes(f.StorageKey, f.SizeBytes, f.ContentType, f.Sha256), f.ModifiedUtc)).ToList();
        if (chosen.Count < 2)
        {
            return await FileAsync(context, chosen.Count == 0 ? null : chosen[0], cancel);
        }

        await db.Database.CloseConnectionAsync();
        return Results.Stream(body => ZipAsync(chosen, body, cancel), FileTypes.Zip, FileNames.Portable(zipName) + ".zip");
    }

    /// <summary>Documents are mostly compressed already: stored as they are, the ZIP file comes as fast as the storage gives them.</summary>
    private async Task ZipAsync(IReadOnlyList<NamedBytes> files, Stream body, CancellationToken cancel)
    {
        var target = new ZipBody(body);
        await using (var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel))
        {
            await WriteAsync(files, zip, cancel);
        }

        await target.FlushAsync(cancel);
    }

    private async Task WriteAsync(IReadOnlyList<NamedBytes> files, ZipArchive zip, CancellationToken cancel)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            await using var content = await storage.OpenAsync(FilesData.Area, file.Bytes.Key, cancel) ?? throw new FileNotFoundException($"The bytes of {file.Name} ({file.Bytes.Key}) are not in the storage.");
            var entry = zip.CreateEntry(FreeName(file, taken), CompressionLevel.NoCompression);
            entry.LastWriteTime = TimeZoneInfo.ConvertTime(new DateTimeOffset(file.ChangedUtc, TimeSpan.Zero), clock.Zone);
            await using var bytes = await entry.OpenAsync(cancel);
            await content.CopyToAsync(bytes, cancel);
        }
    }

    /// <summary>A path inside the ZIP file that none before has: "nota.pdf", "nota (2).pdf".</summary>
    private static string FreeName(NamedBytes file, HashSet<string> taken)
    {
        var folder = string.Concat(file.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => FileNames.Portable(part) + "/"));
        var name = FileNames.Portable(file.Name);
        var path = folder + name;
        for (var number = 2; !taken.Add(path); number++)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"{folder}{Path.GetFileNameWithoutExtension(name)} ({number}){Path.GetExtension(name)}");
        }

        return path;
    }

    private async Task<Stream?> OpenAsync(string key, CancellationToken cancel)
    {
        await db.Database.CloseConnectionAsync(); // a slow reader must not keep a connection from others meanwhile
        return await storage.OpenAsync(FilesData.Area, key, cancel);
    }
}

/// <summary>Bytes with the name that they are offered under.</summary>
internal readonly record struct NamedBytes(string Name, string Folder, StoredBytes Bytes, DateTime ChangedUtc);
