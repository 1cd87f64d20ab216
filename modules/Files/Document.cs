using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Values;

namespace ClientSuite.Files;

/// <summary>A document of a client: a name in a folder, and its newest version.</summary>
internal sealed class Document : ContentItem, IClientRecord, ISearchable
{
    public const string RecordType = "Files.Document";
    public const int FolderLength = 200;
    public const int CategoryLength = 60;

    [NoHistory]
    public long ClientId { get; private set; }

    [MaxLength(FileNames.MaxLength)]
    public string Name { get; private set; } = "";

    [NoHistory, MaxLength(FileNames.MaxLength)]
    public string NameSort { get; private set; } = "";

    /// <summary>Path like <c>Contratos/2026</c>; empty at the top.</summary>
    [MaxLength(FolderLength)]
    public string Folder { get; private set; } = "";

    [MaxLength(CategoryLength)]
    public string Category { get; private set; } = "";

    /// <summary>Number of the newest version, from 1.</summary>
    public int Number { get; private set; }

    [NoHistory]
    public long SizeBytes { get; private set; }

    [NoHistory, MaxLength(26)]
    public string StorageKey { get; private set; } = "";

    [NoHistory, MaxLength(100)]
    public string ContentType { get; private set; } = "";

    /// <summary>SHA-256 of the newest version, hexadecimal.</summary>
    [NoHistory, MaxLength(64)]
    public string Sha256 { get; private set; } = "";

    public long? HistoryClientId => ClientId;

    public static Document Create(long clientId, string name, string folder, string category)
    {
        var document = new Document { ClientId = clientId };
        document.Describe(name, folder, category);
        return document;
    }

    /// <summary>Takes over a checked name, folder and category.</summary>
    public void Describe(string name, string folder, string category)
    {
        Name = name;
        DisplayText = name;
        NameSort = TextFolding.SortKey(name, FileNames.MaxLength);
        Folder = folder;
        Category = category;
    }

    /// <summary>Makes bytes its newest version.</summary>
    public DocumentVersion Add(StoredBytes bytes, DateTime now, string by)
    {
        Number++;
        (StorageKey, SizeBytes, ContentType, Sha256) = (bytes.Key, bytes.SizeBytes, bytes.ContentType, bytes.Sha256);
        return new DocumentVersion { DocumentId = Id, Number = Number, StorageKey = bytes.Key, SizeBytes = bytes.SizeBytes, ContentType = bytes.ContentType, Sha256 = bytes.Sha256, CreatedUtc = now, UserName = by };
    }

    public SearchText GetSearchText() => Found(Name, Category);

    /// <summary>A name may hold a number with its mask, which searches are asked without.</summary>
    public static SearchText Found(string name, string category) => new(name, [category, string.Join(' ', TextFolding.Words(Path.GetFileNameWithoutExtension(name)))]);

    public void MoveToTrash(DateTime now) => DeletedUtc ??= now;

    public void Restore() => DeletedUtc = null;
}

/// <summary>One version of a document. Its bytes never change; two versions may share them.</summary>
internal sealed class DocumentVersion
{
    public long Id { get; init; }

    public long DocumentId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    [MaxLength(26)]
    public string StorageKey { get; init; } = "";

    public long SizeBytes { get; init; }

    [MaxLength(100)]
    public string ContentType { get; init; } = "";

    [MaxLength(64)]
    public string Sha256 { get; init; } = "";

    public DateTime CreatedUtc { get; init; }

    /// <summary>Who sent it, as named then.</summary>
    [MaxLength(200)]
    public string UserName { get; init; } = "";

    public StoredBytes Bytes => new(StorageKey, SizeBytes, ContentType, Sha256);
}

/// <summary>Bytes that lie in the storage.</summary>
internal readonly record struct StoredBytes(string Key, long SizeBytes, string ContentType, string Sha256);
