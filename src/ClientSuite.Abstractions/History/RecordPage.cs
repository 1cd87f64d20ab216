namespace ClientSuite.History;

/// <summary>Says what a record type is called and where its records have their page, for those who only hold type and id: the
/// history, notifications. Registered as singletons by the module that owns the type.</summary>
/// <param name="RecordType">Type as the history stores it, <c>Clients.Client</c>.</param>
/// <param name="Title">Text key of one such record ("Cliente").</param>
/// <param name="Path">Page below the tenant with {0} for the id, or null for none.</param>
/// <param name="Permission">Permission that the page needs; null for none.</param>
/// <param name="FieldPrefix">Prefix of the text keys of its fields, <c>clients.field.</c>; the field's name follows.</param>
public sealed record RecordPage(string RecordType, string Title, string? Path, string? Permission, string FieldPrefix);
