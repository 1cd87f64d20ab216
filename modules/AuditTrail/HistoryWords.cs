using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.AuditTrail;

/// <summary>Says in the reader's language what the history stores in the product's.</summary>
internal sealed class HistoryWords(IAddedFields added, IEnumerable<RecordPage> pages, TenantClock clock, IStringLocalizer texts)
{
    private readonly IReadOnlyDictionary<string, RecordPage> _pages = RecordPage.ByType(pages);

    private AddedFieldNames _added = AddedFieldNames.None;

    public IEnumerable<RecordPage> Types => _pages.Values;

    /// <summary>Reads what the tenant calls the fields that it added: before <see cref="Field"/> and <see cref="Value(string, HistoryLine, string?)"/>.</summary>
    public async Task ReadAsync(CancellationToken cancel) => _added = await added.NamesAsync(cancel);

    public string Kind(string kind) => Find("audittrail.kind." + kind) ?? kind;

    public string Type(string recordType) => _pages.TryGetValue(recordType, out var page) ? texts[page.Title].Value : recordType[(recordType.LastIndexOf('.') + 1)..];

    public string User(HistoryEntry entry) => entry switch
    {
        { OnBehalfOf: { Length: > 0 } other } => texts["audittrail.onBehalf", entry.UserName, other].Value,
        { UserId: null, UserName: "recipe" } => texts["audittrail.recipe"].Value,
        { UserId: null, UserName.Length: 0 } => texts["audittrail.system"].Value,
        _ => entry.UserName,
    };

    /// <summary>What the record was called: roles that every tenant begins with have names in each language.</summary>
    public string Name(HistoryEntry entry) => entry switch
    {
        { RecordName.Length: 0 } => Type(entry.RecordType),
        { RecordType: "Users.Role" } => Role(entry.RecordName),
        _ => entry.RecordName,
    };

    private string Role(string name) => Find("role." + name) ?? name;

    /// <summary>True for what says nothing that the entry does not say already, and for Identity's upper-case copies of names.</summary>
    public static bool IsInner(string field) => field is "contentItemId" or "displayText" or "createdUtc" or "deletedUtc" or "ownerId" || field.StartsWith("normalized", StringComparison.Ordinal);

    public string Erp(string state) => Find("audittrail.erp." + state) ?? state;

    public static string ErpMark(string state) => state switch { "done" => "ok", "pending" => "warn", "failed" => "bad", _ => "none" };

    public string Field(string recordType, string field) =>
        field == "*" ? texts["audittrail.field.all"].Value
        : (_pages.TryGetValue(recordType, out var page) ? Find(page.FieldPrefix + field) : null) ?? Find("audittrail.field." + field) ?? _added.Of(recordType, field);

    /// <summary>A value of a line as people read it, or that it was erased.</summary>
    public string? Value(string recordType, HistoryLine line, string? value) => line.IsErased ? texts["history.erased"].Value : Value(recordType, line.Field, value);

    /// <summary>A value as people read it. A JSON object, which stands for a whole record, becomes "Field: value; field: value".</summary>
    public string? Value(string recordType, string field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (field == "roles")
        {
            return string.Join(", ", value.Split(", ").Select(Role));
        }

        if (field != "*" || value[0] != '{')
        {
            return recordType == "Users.Role" && field == "name" ? Role(value) : Plain(recordType, field, value);
        }

        try
        {
            using var json = JsonDocument.Parse(value);
            var parts = json.RootElement.EnumerateObject().Where(p => !IsInner(p.Name)).Select(p => $"{Field(recordType, p.Name)}: {Part(recordType, p.Name, p.Value) ?? "—"}");
            return string.Join("; ", parts);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    /// <summary>A property of a whole record; what admins added is an object of its own.</summary>
    private string? Part(string recordType, string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when field == "fields" && value.GetString() is ['{', ..] json => Added(recordType, json),
        JsonValueKind.String => Plain(recordType, field, value.GetString() ?? ""),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(p => $"{Field(recordType, p.Name)} {Part(recordType, field, p.Value)}")),
        _ => Plain(recordType, field, value.ToString()),
    };

    private string? Added(string recordType, string json)
    {
        using var fields = JsonDocument.Parse(json);
        return Part(recordType, "", fields.RootElement);
    }

    private string? Plain(string recordType, string field, string value) => HistoryValues.Say(_pages.GetValueOrDefault(recordType), field, value, clock, texts);

    private string? Find(string key) => texts[key] is { ResourceNotFound: false } text ? text.Value : null;
}
