using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Privacy;

/// <summary>A file with everything about a client, to be fetched until a time.</summary>
internal sealed class PersonalDataExport
{
    public long Id { get; init; }

    public long ClientId { get; init; }

    /// <summary>The request that it answers; null for none.</summary>
    public long? RequestId { get; init; }

    /// <summary>Public id of the operation that makes it.</summary>
    [MaxLength(26)]
    public string OperationId { get; set; } = "";

    public bool WithInternalNotes { get; init; }

    /// <summary>Key in the storage; empty until it is ready and once it is gone.</summary>
    [MaxLength(26)]
    public string StorageKey { get; private set; } = "";

    public long SizeBytes { get; private set; }

    [MaxLength(64)]
    public string Sha256 { get; private set; } = "";

    public DateTime CreatedUtc { get; init; }

    public DateTime? ReadyUtc { get; private set; }

    /// <summary>The file and every link to it end then, UTC.</summary>
    public DateTime ExpiresUtc { get; init; }

    [MaxLength(200)]
    public string UserName { get; init; } = "";

    public bool CanFetch(DateTime now) => StorageKey.Length > 0 && now < ExpiresUtc;

    public void Finish(string key, long sizeBytes, string sha256, DateTime now) => (StorageKey, SizeBytes, Sha256, ReadyUtc) = (key, sizeBytes, sha256, now);

    /// <summary>Its bytes are gone; that it was made stays. Answers the key they had.</summary>
    public string Forget()
    {
        var key = StorageKey;
        StorageKey = "";
        return key;
    }
}
