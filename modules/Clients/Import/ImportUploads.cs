using System.Text.Json;
using ClientSuite.Files;
using ClientSuite.Spreadsheets;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>An uploaded table.</summary>
/// <param name="Token">What finds it.</param>
/// <param name="Name">The file's name as its owner knows it.</param>
/// <param name="SizeBytes">Its size.</param>
internal sealed record ImportUpload(string Token, string Name, long SizeBytes);

/// <summary>Keeps uploads in the tenant's folder until they are imported.</summary>
internal sealed class ImportUploads(ITenantFiles files, ITableReaders readers)
{
    private const string Area = "imports";

    /// <summary>Stores a file, whole or not at all.</summary>
    public async Task<ImportUpload> StoreAsync(Stream content, string name, CancellationToken cancel)
    {
        var token = PublicId.New(TimeProvider.System);
        var path = files.PathFor(Area, token + ".dat");
        var draft = path + ".part";
        try
        {
            await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: true))
            {
                await content.CopyToAsync(file, cancel);
                await file.FlushAsync(cancel);
            }

            var upload = new ImportUpload(token, Shortened(Path.GetFileName(name)), new FileInfo(draft).Length);
            await File.WriteAllTextAsync(files.PathFor(Area, token + ".json"), JsonSerializer.Serialize(upload), cancel);
            File.Move(draft, path);
            return upload;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    public async Task<ImportUpload?> FindAsync(string token, CancellationToken cancel)
    {
        if (!PublicId.IsValid(token) || !File.Exists(files.PathFor(Area, token + ".dat")))
        {
            return null;
        }

        return JsonSerializer.Deserialize<ImportUpload>(await File.ReadAllTextAsync(files.PathFor(Area, token + ".json"), cancel));
    }

    /// <summary>Opens the table.</summary>
    /// <exception cref="TableReadException">It is none.</exception>
    public ITableReader Open(string token)
    {
        var stream = new FileStream(files.PathFor(Area, token + ".dat"), FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024);
        try
        {
            return readers.Open(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Tokens of the uploads that are still there.</summary>
    public IEnumerable<string> All() => Directory.EnumerateFiles(Path.GetDirectoryName(files.PathFor(Area, "any"))!, "*.dat").Select(Path.GetFileNameWithoutExtension).OfType<string>(); // a file is in a folder

    /// <summary>Where an upload lies.</summary>
    public string PathOf(string token) => files.PathFor(Area, token + ".dat");

    /// <summary>Removes an upload.</summary>
    public void Remove(string token)
    {
        File.Delete(files.PathFor(Area, token + ".dat"));
        File.Delete(files.PathFor(Area, token + ".json"));
    }

    private static string Shortened(string name) => string.IsNullOrWhiteSpace(name) ? "arquivo" : name.Length <= 120 ? name : name[..120];
}
