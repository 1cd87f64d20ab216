using System.ComponentModel.DataAnnotations;

namespace ClientSuite.Data;

/// <summary>Base of every record that people manage: identity, history, trash, concurrency and the fields that admins add.
/// Not mapped itself. Ids are given before insert from a block that the tenant reserves, so gaps are normal.</summary>
public abstract class ContentItem
{
    /// <summary>Short number, shown as "ID"; unique per tenant over all record types. 0 before it is added.</summary>
    public long Id { get; set; }

    /// <summary>Sortable public id of 26 characters, for portal addresses, links and recipes. Set when added.</summary>
    [MaxLength(26)]
    public string ContentItemId { get; set; } = "";

    /// <summary>What the record is called where it is mentioned.</summary>
    [MaxLength(255)]
    public string DisplayText { get; set; } = "";

    /// <summary>When it was created, UTC. An import may set it.</summary>
    public DateTime CreatedUtc { get; set; }

    /// <summary>When it was last changed, UTC.</summary>
    [NoHistory]
    public DateTime ModifiedUtc { get; set; }

    /// <summary>Id of the user who created it; null for imports and jobs.</summary>
    public long? OwnerId { get; set; }

    /// <summary>When it went to the trash, UTC; null while it is in use. Queries leave trashed records out (filter
    /// <see cref="TenantDb.TrashFilter"/>).</summary>
    public DateTime? DeletedUtc { get; set; }

    /// <summary>Concurrency token: one more with every change.</summary>
    [NoHistory]
    public int Version { get; set; }

    /// <summary>Values of the fields that admins added, a JSON object by storage key (<c>f1</c>…); <c>{}</c> for none.</summary>
    public string Fields { get; set; } = "{}";

    /// <summary>True while the record is in the trash.</summary>
    public bool IsDeleted => DeletedUtc is not null;
}

/// <summary>Leaves a property out of the history: bookkeeping that says nothing to a reader.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoHistoryAttribute : Attribute
{
    /// <summary>True for what happens to a record without anybody editing it: a save of nothing else leaves version and
    /// <see cref="ContentItem.ModifiedUtc"/>, so that no open form is stale by it.</summary>
    public bool KeepsVersion { get; set; }
}

/// <summary>A secret: never in history, search, export or logs. The history says only that it changed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Marks a record that is not a <see cref="ContentItem"/> as kept in the history.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrackedAttribute : Attribute;

/// <summary>What a record that is not a <see cref="ContentItem"/> is called in the history.</summary>
public interface IHistoryName
{
    /// <summary>The name; at most 255 characters.</summary>
    string HistoryName { get; }
}

/// <summary>A record that belongs to a client: its changes show in that client's history.</summary>
public interface IClientRecord
{
    /// <summary>The client's id, or null for none.</summary>
    long? HistoryClientId { get; }
}

/// <summary>A record that search finds. Called when the record is saved; must use only the record's own data.</summary>
public interface ISearchable
{
    /// <summary>What is found: name for display order, and text of every kind to match.</summary>
    SearchText GetSearchText();
}

/// <summary>What search matches of a record. Unfolded: the platform folds it.</summary>
/// <param name="Name">Name, ranked first.</param>
/// <param name="Keys">Other texts: documents without mask, e-mails, phones, ids; null and empty ones are skipped.</param>
/// <param name="Sensitive">Texts matched only with the record type's sensitive permission; null for none.</param>
public sealed record SearchText(string Name, IReadOnlyList<string?> Keys, string? Sensitive = null);
