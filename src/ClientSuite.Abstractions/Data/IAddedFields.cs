namespace ClientSuite.Data;

/// <summary>What the fields that admins and recipes added (<see cref="ContentItem.Fields"/>) are called. Scoped.</summary>
public interface IAddedFields
{
    /// <summary>The names that the tenant's content definitions give; read once per scope.</summary>
    ValueTask<AddedFieldNames> NamesAsync(CancellationToken cancel);
}

/// <summary>Names of added fields.</summary>
/// <param name="names">Names for people, by the content type's name and the field's storage key.</param>
public sealed class AddedFieldNames(IReadOnlyDictionary<(string Type, string Key), string> names)
{
    /// <summary>Before a key, where added fields stand among others: in the history, in queries.</summary>
    public const string Prefix = "fields.";

    /// <summary>None.</summary>
    public static AddedFieldNames None { get; } = new(new Dictionary<(string, string), string>());

    /// <summary>The name for people; the key where nobody defined the field.</summary>
    /// <param name="recordType">Type as the history names it: <c>Clients.Client</c> has the fields of the content type <c>Client</c>.</param>
    /// <param name="field">Storage key, with or without <see cref="Prefix"/>.</param>
    public string Of(string recordType, string field)
    {
        var key = field.StartsWith(Prefix, StringComparison.Ordinal) ? field[Prefix.Length..] : field;
        return names.GetValueOrDefault((recordType[(recordType.IndexOf('.', StringComparison.Ordinal) + 1)..], key), key);
    }
}
