using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ClientSuite.Files;

namespace ClientSuite.Privacy;

/// <summary>Writes the ZIP file of an export: <c>data.json</c> with a section per participant, the files, then <c>schema.json</c> and
/// <c>files.json</c>, which says size and hash of each. Holds one row or one buffer at a time in memory.</summary>
internal sealed class PersonalArchive(ZipArchive zip, bool withInternalNotes) : IPersonalData
{
    /// <summary>Raised when a section changes its shape in a way that a reader would stumble over.</summary>
    public const int SchemaVersion = 1;

    private const int FlushBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file, never part of a page
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<WaitingFile> _files = [];
    private readonly JsonObject _schema = [];
    private readonly JsonArray _index = [];
    private JsonObject _section = [];
    private Utf8JsonWriter? _json;

    public bool WithInternalNotes => withInternalNotes;

    private Utf8JsonWriter Writer => _json ?? throw new InvalidOperationException("Lists are written while the section is asked for, not later.");

    /// <summary>Writes <c>data.json</c>; false where <paramref name="goOn"/> said no.</summary>
    public async Task<bool> WriteDataAsync(ExportHead head, IEnumerable<IPrivacyParticipant> participants, DataSubject subject, Func<Task<bool>> goOn, CancellationToken cancel)
    {
        await using var data = await zip.CreateEntry("data.json", CompressionLevel.Optimal).OpenAsync(cancel);
        await using var json = new Utf8JsonWriter(data, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json = json;
        json.WriteStartObject();
        json.WriteString("format", "clientsuite.personal-data");
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WritePropertyName("export");
        JsonSerializer.Serialize(json, head, Json);
        json.WriteStartObject("sections");
        foreach (var participant in participants)
        {
            if (!await goOn())
            {
                return false;
            }

            _schema.Add(participant.Section, new JsonObject { ["type"] = "object", ["properties"] = _section = [] });
            json.WriteStartObject(participant.Section);
            await participant.ExportAsync(subject, this, cancel);
            json.WriteEndObject();
            await json.FlushAsync(cancel);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        _json = null;
        return true;
    }

    public async Task WriteAsync<T>(string list, IAsyncEnumerable<T> rows, CancellationToken cancel)
    {
        var json = Writer;
        _section.Add(list, new JsonObject { ["type"] = "array", ["items"] = Json.GetJsonSchemaAsNode(typeof(T)) });
        json.WriteStartArray(list);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            JsonSerializer.Serialize(json, row, Json);
            if (json.BytesPending > FlushBytes)
            {
                await json.FlushAsync(cancel);
            }
        }

        json.WriteEndArray();
    }

    public string AddFile(string folder, string name, Func<CancellationToken, Task<Stream?>> open)
    {
        var path = FreePath(folder, name);
        _files.Add(new(path, open));
        return path;
    }

    /// <summary>Writes the files that the sections named, and what they are; false where <paramref name="goOn"/> said no.</summary>
    public async Task<bool> WriteFilesAsync(Func<Task<bool>> goOn, CancellationToken cancel)
    {
        foreach (var file in _files)
        {
            if (!await goOn())
            {
                return false;
            }

            await using var content = await file.Open(cancel);
            if (content is null)
            {
                _index.Add(new JsonObject { ["path"] = file.Path, ["missing"] = true });
                continue;
            }

            // Documents are mostly compressed already.
            var entry = zip.CreateEntry(file.Path, CompressionLevel.NoCompression);
            using var hash = SHA256.Create();
            await using (var bytes = await entry.OpenAsync(cancel))
            await using (var hashed = new CryptoStream(bytes, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                await content.CopyToAsync(hashed, cancel);
            }

            _index.Add(new JsonObject { ["path"] = file.Path, ["sha256"] = Convert.ToHexStringLower(hash.Hash ?? []) });
        }

        await WriteNodeAsync("schema.json", new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "clientsuite.personal-data",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["schemaVersion"] = new JsonObject { ["const"] = SchemaVersion }, ["sections"] = new JsonObject { ["type"] = "object", ["properties"] = _schema } },
        }, cancel);
        await WriteNodeAsync("files.json", _index, cancel);
        return true;
    }

    private async Task WriteNodeAsync(string name, JsonNode node, CancellationToken cancel)
    {
        await using var stream = await zip.CreateEntry(name, CompressionLevel.Optimal).OpenAsync(cancel);
        await JsonSerializer.SerializeAsync(stream, node, Json, cancel);
    }

    /// <summary>A path below a folder of the export that no file before has: "nota.pdf", "nota (2).pdf".</summary>
    private string FreePath(string folder, string name)
    {
        var below = string.Concat(folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => Safe(part) + "/"));
        var safe = Safe(name);
        var path = below + safe;
        for (var number = 2; !_taken.Add(path); number++)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"{below}{Path.GetFileNameWithoutExtension(safe)} ({number}){Path.GetExtension(safe)}");
        }

        return path;
    }

    private static string Safe(string name) => FileNames.Checked(name) is { } known && FileNames.Portable(known) is { Length: > 0 } portable ? portable : "_";

    private sealed record WaitingFile(string Path, Func<CancellationToken, Task<Stream?>> Open);
}

/// <summary>What an export says about itself.</summary>
/// <param name="ClientId">The client's short number.</param>
/// <param name="Controller">Who answers for the data.</param>
/// <param name="CreatedUtc">When it was made, UTC.</param>
/// <param name="WithInternalNotes">Whether the team's internal notes are in it.</param>
internal sealed record ExportHead(long ClientId, string Controller, DateTime CreatedUtc, bool WithInternalNotes);
