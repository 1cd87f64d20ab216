using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Files;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Notes;

/// <summary>A file of a note or a comment (004-61, 004-69). It is added and removed, never changed.</summary>
[Tracked]
internal sealed class Attachment : IClientRecord, IHistoryName
{
    public const string RecordType = "Notes.Attachment";

    public long Id { get; init; }

    /// <summary>The client of its note; 0 for none.</summary>
    [NoHistory]
    public long ClientId { get; private set; }

    /// <summary>The note or comment.</summary>
    [NoHistory]
    public long RecordId { get; init; }

    [NoHistory, MaxLength(FileNames.MaxLength)]
    public string Name { get; init; } = "";

    [NoHistory, MaxLength(26)]
    public string StorageKey { get; init; } = "";

    [NoHistory]
    public long SizeBytes { get; init; }

    [NoHistory, MaxLength(100)]
    public string ContentType { get; init; } = "";

    [NoHistory, MaxLength(64)]
    public string Sha256 { get; init; } = "";

    [NoHistory]
    public DateTime CreatedUtc { get; init; }

    public long? HistoryClientId => ClientId == 0 ? null : ClientId;

    public string HistoryName => Name;

    public static Attachment Of(ContentItem record, long clientId, NamedDraft file, DateTime now) => new()
    {
        ClientId = clientId,
        RecordId = record.Id,
        Name = file.Name,
        StorageKey = file.Draft.Key,
        SizeBytes = file.Draft.SizeBytes,
        ContentType = file.Draft.ContentType,
        Sha256 = file.Draft.Sha256,
        CreatedUtc = now,
    };
}

/// <summary>A file that was received, and its checked name.</summary>
internal sealed record NamedDraft(string Name, FileDraft Draft) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Draft.DisposeAsync();
}

/// <summary>What a save does with a record's files.</summary>
internal sealed record FileChanges(IReadOnlyList<NamedDraft> Added, IReadOnlyCollection<long> Removed)
{
    public static FileChanges None { get; } = new([], []);
}

/// <summary>The fields of a form that add and remove files.</summary>
internal sealed record FileFields(IEnumerable<AttachmentRow> Has, IReadOnlyCollection<long> Removed)
{
    /// <summary>Text key that says who sees them.</summary>
    public string Hint { get; init; } = "notes.field.files.hint";

    /// <summary>What is posted; never drawn.</summary>
    public IReadOnlyList<IFormFile>? Files { get; init; }
}
