namespace ClientSuite.History;

/// <summary>Says what a record type is called and where its records have their page, for those who only hold type and id: the
/// history, notifications. Registered as singletons by the module that owns the type.</summary>
/// <param name="RecordType">Type as the history stores it, <c>Clients.Client</c>.</param>
/// <param name="Title">Text key of one such record ("Cliente").</param>
/// <param name="Path">Page below the tenant with {0} for the id, or null for none.</param>
/// <param name="Permission">Permission that the page needs; null for none.</param>
/// <param name="FieldPrefix">Prefix of the text keys of its fields, <c>clients.field.</c>; the field's name follows.</param>
public sealed record RecordPage(string RecordType, string Title, string? Path, string? Permission, string FieldPrefix)
{
    /// <summary>Permission by which the page answers for a record in the trash, too, or leads to it; null where it does not.</summary>
    public string? TrashPermission { get; init; }

    /// <summary>Says a stored value of a field as people read it, masked; null leaves it to the history, which knows yes and no, days,
    /// lists, and choices whose text is <c>{FieldPrefix}{field}.{value in lower case}</c>.</summary>
    public Func<string, string, Microsoft.Extensions.Localization.IStringLocalizer, string?>? Value { get; init; }

    /// <summary>Pages by their record type; of several for one type the last.</summary>
    public static IReadOnlyDictionary<string, RecordPage> ByType(IEnumerable<RecordPage> pages) =>
        pages.GroupBy(p => p.RecordType, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
}

/// <summary>Says where on their client's page records are shown that have no page of their own. Registered as singletons by the module that
/// has that tab, which need not own the type.</summary>
/// <param name="RecordType">Type as the history stores it.</param>
/// <param name="Path">Page below the tenant with {0} for the client's id.</param>
/// <param name="Permission">Permission that the page needs.</param>
public sealed record ClientRecordPage(string RecordType, string Path, string Permission);
