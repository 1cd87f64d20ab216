using System.ComponentModel.DataAnnotations;

namespace ClientSuite.History;

/// <summary>One act in the history: who, when, what. Append-only: only legal erasure removes values of its lines.</summary>
public sealed class HistoryEntry
{
    /// <summary>Id.</summary>
    public long Id { get; set; }

    /// <summary>When, UTC.</summary>
    public DateTime AtUtc { get; set; }

    /// <summary>Who; null for jobs and the system.</summary>
    public long? UserId { get; set; }

    /// <summary>Name of the user or job at that time.</summary>
    [MaxLength(200)]
    public string UserName { get; set; } = "";

    /// <summary>On whose behalf ("Logar como"); null for oneself.</summary>
    [MaxLength(200)]
    public string? OnBehalfOf { get; set; }

    /// <summary>What kind of act: <c>created</c>, <c>updated</c>, <c>deleted</c>, <c>restored</c>, <c>purged</c>, <c>imported</c>, <c>login</c>, …</summary>
    [MaxLength(40)]
    public string Kind { get; set; } = "";

    /// <summary>Type of the record, <c>Clients.Client</c>; of the first line where several records changed.</summary>
    [MaxLength(80)]
    public string RecordType { get; set; } = "";

    /// <summary>The record; null where an act has many or none.</summary>
    public long? RecordId { get; set; }

    /// <summary>What the record was called.</summary>
    [MaxLength(255)]
    public string RecordName { get; set; } = "";

    /// <summary>The client whose history shows it; null for none.</summary>
    public long? ClientId { get; set; }

    /// <summary>Address it came from.</summary>
    [MaxLength(64)]
    public string? RemoteIp { get; set; }

    /// <summary>Number that finds the request in the logs.</summary>
    [MaxLength(64)]
    public string? CorrelationId { get; set; }

    /// <summary>Operation that made it, or null.</summary>
    public long? OperationId { get; set; }

    /// <summary>State of the synchronisation with the ERP (002-77): <c>none</c>, <c>pending</c>, <c>done</c>, <c>failed</c>.</summary>
    [MaxLength(20)]
    public string ErpSync { get; set; } = "none";

    /// <summary>Number in the chain, given after the commit; null until sealed.</summary>
    public long? Sequence { get; set; }

    /// <summary>SHA-256 over the previous hash and this entry, hexadecimal; null until sealed.</summary>
    [MaxLength(64)]
    public string? Hash { get; set; }

    /// <summary>SHA-256 over salt, who and from where, given when sealed; stays when an erasure removes them. Null in entries that were sealed
    /// before there was one.</summary>
    [MaxLength(64)]
    public string? ActorHash { get; set; }

    /// <summary>Salt of <see cref="ActorHash"/>; null once erased.</summary>
    [MaxLength(32)]
    public string? ActorSalt { get; set; }
}

/// <summary>One changed field of an act, or one record of a bulk act.</summary>
public sealed class HistoryLine
{
    /// <summary>Id.</summary>
    public long Id { get; set; }

    /// <summary>The act.</summary>
    public long EntryId { get; set; }

    /// <summary>The record that changed; in a bulk act each line has its own.</summary>
    public long? RecordId { get; set; }

    /// <summary>The client whose history shows the line; null for none.</summary>
    public long? ClientId { get; set; }

    /// <summary>Field, as the API names it (<c>tradeName</c>, <c>fields.f1</c>); <c>*</c> for a whole record in a bulk act, whose
    /// values are JSON objects.</summary>
    [MaxLength(100)]
    public string Field { get; set; } = "";

    /// <summary>Value before; null for none. <c>***</c> for a secret.</summary>
    public string? OldValue { get; set; }

    /// <summary>Value after; null for none.</summary>
    public string? NewValue { get; set; }

    /// <summary>SHA-256 over salt and values, hexadecimal: stays when an erasure deletes values and salt.</summary>
    [MaxLength(64)]
    public string ValueHash { get; set; } = "";

    /// <summary>Salt of <see cref="ValueHash"/>; null once erased.</summary>
    [MaxLength(32)]
    public string? Salt { get; set; }

    /// <summary>True once a legal erasure removed the values: pages say so instead of showing nothing.</summary>
    public bool IsErased => Salt is null;
}

/// <summary>Records acts that change no record: sign-ins, failed attempts, downloads. The entry is stored with the next save
/// of the scope's <c>TenantDb</c>.</summary>
public interface IHistory
{
    /// <summary>Adds an entry to the scope's database context.</summary>
    /// <param name="kind">Kind of act.</param>
    /// <param name="recordType">Type of the record.</param>
    /// <param name="recordId">The record, or null.</param>
    /// <param name="recordName">What it is called.</param>
    /// <param name="clientId">The client whose history shows it, or null.</param>
    /// <param name="cancel">Cancels.</param>
    Task<HistoryEntry> AddAsync(string kind, string recordType, long? recordId, string recordName, long? clientId, CancellationToken cancel);

    /// <summary>Adds a line to an entry of this scope that is not saved yet: what changed, for acts on what is no tracked record.</summary>
    void AddLine(HistoryEntry entry, string field, string? before, string? after);
}
