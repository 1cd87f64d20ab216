using System.Globalization;
using System.Linq.Expressions;
using ClientSuite.Outbox;

namespace ClientSuite.Clients;

/// <summary>What can be done with many client records at once, and taken back.</summary>
/// <param name="Id">Last part of its address.</param>
/// <param name="Permission">Permission that it needs.</param>
/// <param name="HistoryKind">Kind of act in the history.</param>
/// <param name="IsDone">Clients that are so already.</param>
/// <param name="Do">Does it at an instant; null where there was nothing to do.</param>
/// <param name="TakeBack">Puts back what the history's line says was there before.</param>
internal sealed record BulkAction(string Id, string Permission, string HistoryKind, Expression<Func<Client, bool>> IsDone, Func<Client, DateTime, IEvent?> Do, Func<Client, LineValues, IEvent?> TakeBack)
{
    /// <summary>True where the list is the trash.</summary>
    public bool IsOfTrash => Id == "restore";

    /// <summary>True while a client has what a line says.</summary>
    public Func<Client, LineValues, bool> Fits { get; init; } = (client, values) => values.Fit(client);

    private static IReadOnlyList<BulkAction> All { get; } =
    [
        new("block", Permissions.Block, "updated", c => c.Blocked || c.DeletedUtc != null, (c, _) => c.IsDeleted ? null : c.Block(""), (c, _) => c.Unblock()),
        new("unblock", Permissions.Block, "updated", c => !c.Blocked || c.DeletedUtc != null, (c, _) => c.IsDeleted ? null : c.Unblock(), (c, old) => c.Block(old["blockedReason"] ?? "")),
        new("delete", Permissions.Delete, "deleted", c => c.DeletedUtc != null, (c, now) => c.MoveToTrash(now), (c, _) => c.Restore()),
        new("restore", Permissions.Delete, "restored", c => c.DeletedUtc == null, (c, _) => c.Restore(), (c, old) => c.MoveToTrash(old.Instant("deletedUtc"))),
    ];

    /// <summary>The action with an id, with what was entered for it; null for none.</summary>
    public static BulkAction? Find(string? id, string with) => id == FieldChange.ActionId ? FieldChange.Parse(with).Action : All.FirstOrDefault(a => a.Id == id);
}

/// <summary>One side of a bulk line in the history: values by field, as the history writes them.</summary>
internal sealed class LineValues(IReadOnlyDictionary<string, string?> values)
{
    public string? this[string field] => values.GetValueOrDefault(field);

    public DateTime Instant(string field) => DateTime.Parse(this[field] ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    /// <summary>True when a client has these values still.</summary>
    public bool Fit(Client client) => values.All(v => v.Key switch
    {
        "blocked" => client.Blocked == (v.Value == "true"),
        "blockedReason" => client.BlockedReason == v.Value,
        "deletedUtc" => client.DeletedUtc == (v.Value is null ? null : Instant(v.Key)),
        _ => true,
    });
}
