using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ClientSuite.History;

/// <summary>What the history keeps of an entity type: computed once per type.</summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<IEntityType, RecordShape> Shapes = new();

    private readonly FrozenSet<string> _kept;

    private RecordShape(IEntityType type)
    {
        IsTracked = typeof(ContentItem).IsAssignableFrom(type.ClrType) || type.ClrType.IsDefined(typeof(TrackedAttribute));
        RecordType = (type.GetTableName() ?? type.ClrType.Name).Replace('_', '.');
        _kept = type.GetProperties().Where(p => p.PropertyInfo?.GetCustomAttribute<NoHistoryAttribute>(inherit: true) is { KeepsVersion: true }).Select(p => p.Name).ToFrozenSet(StringComparer.Ordinal);
        Fields = [.. type.GetProperties()
            .Where(p => !p.IsPrimaryKey() && p.PropertyInfo is not null && p.PropertyInfo.GetCustomAttribute<NoHistoryAttribute>(inherit: true) is null
                && p.Name is not nameof(ContentItem.DeletedUtc) and not nameof(ContentItem.ContentItemId) and not nameof(ContentItem.DisplayText))
            .Select(p => new Field(p, JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyInfo!.GetCustomAttribute<SecretAttribute>(inherit: true) is not null))];
    }

    public bool IsTracked { get; }

    /// <summary>True when something changed that makes a new version of the record.</summary>
    public bool IsEdited(EntityEntry entry) => entry.Properties.Any(p => p.IsModified && !_kept.Contains(p.Metadata.Name));

    /// <summary><c>Clients.Client</c>: the table's name, which carries the module's.</summary>
    public string RecordType { get; }

    public IReadOnlyList<Field> Fields { get; }

    public static RecordShape Of(IEntityType type) => Shapes.GetOrAdd(type, t => new RecordShape(t));

    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>The values of a new record, a JSON object without what is empty and without secrets.</summary>
    public string Values(object record)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (!field.IsSecret && Text(field.Property.GetGetter().GetClrValue(record)) is { Length: > 0 } text && text is not "{}" and not "[]" and not "false")
            {
                values[field.Name] = text;
            }
        }

        return JsonSerializer.Serialize(values, Json.Compact);
    }

    /// <summary>Old and new values of what differs between two versions of a record: JSON objects of the same keys.</summary>
    public (string Old, string New) Differences(object before, object after)
    {
        var old = new Dictionary<string, string?>(StringComparer.Ordinal);
        var current = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var field in Fields.Where(f => !f.IsSecret))
        {
            var getter = field.Property.GetGetter();
            var was = Text(getter.GetClrValue(before));
            var isNow = Text(getter.GetClrValue(after));
            if (was != isNow)
            {
                old[field.Name] = was;
                current[field.Name] = isNow;
            }
        }

        // An act on one record says by its kind that it went to the trash; a line of many needs the value to be taken back.
        if (before is ContentItem { DeletedUtc: var deleted } && after is ContentItem { DeletedUtc: var isDeleted } && deleted != isDeleted)
        {
            const string name = "deletedUtc";
            old[name] = Text(deleted);
            current[name] = Text(isDeleted);
        }

        return (JsonSerializer.Serialize(old, Json.Compact), JsonSerializer.Serialize(current, Json.Compact));
    }

    public sealed record Field(IProperty Property, string Name, bool IsSecret);
}
