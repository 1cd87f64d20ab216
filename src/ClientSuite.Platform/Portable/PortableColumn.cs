using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ClientSuite.Portable;

/// <summary>What a column holds, whichever database it is in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PortableType>))]
internal enum PortableType
{
    Text,
    Whole,
    Real,
    Bool,
    Json,
    Utc,
    Offset,
    Date,
    Bytes,
}

/// <summary>A column of a table on its way between databases.</summary>
internal sealed record PortableColumn(string Name, PortableType Type);

/// <summary>Types of the union model's columns; what the model does not know is named by its database.</summary>
internal sealed class PortableTypes
{
    private readonly Dictionary<(string Table, string Column), PortableType> _types = [];

    /// <param name="postgres">The union model for PostgreSQL, whose types tell more than SQLite's.</param>
    public PortableTypes(IModel postgres)
    {
        foreach (var table in postgres.GetRelationalModel().Tables)
        {
            foreach (var column in table.Columns)
            {
                var isOffset = column.PropertyMappings.Count > 0 && Unwrap(column.PropertyMappings[0].Property.ClrType) == typeof(DateTimeOffset);
                _types[(table.Name, column.Name)] = isOffset ? PortableType.Offset : Of(column.StoreType);
            }
        }
    }

    public PortableType Find(string table, string column, string storeType) => _types.TryGetValue((table, column), out var type) ? type : Of(storeType);

    private static PortableType Of(string storeType) => storeType.Split('(')[0].ToLowerInvariant() switch
    {
        "integer" or "bigint" or "smallint" or "int" => PortableType.Whole,
        "double precision" or "real" or "numeric" => PortableType.Real,
        "boolean" => PortableType.Bool,
        "jsonb" or "json" => PortableType.Json,
        "timestamp with time zone" => PortableType.Utc,
        "date" => PortableType.Date,
        "bytea" or "blob" => PortableType.Bytes,
        _ => PortableType.Text,
    };

    private static Type Unwrap(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}

/// <summary>Values in the three forms they take on the way: JSON in the archive, text in PostgreSQL's COPY, objects in SQLite.</summary>
internal static class PortableValue
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static void FromSqlite(Utf8JsonWriter json, PortableType type, object value)
    {
        switch (type)
        {
            case PortableType.Bool:
                json.WriteBooleanValue(Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0);
                break;
            case PortableType.Utc:
                json.WriteStringValue(DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).ToString(Instant, CultureInfo.InvariantCulture));
                break;
            case PortableType.Offset:
                json.WriteStringValue(DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
                break;
            default:
                WritePlain(json, value);
                break;
        }
    }

    public static void FromCopy(Utf8JsonWriter json, PortableType type, ReadOnlySpan<char> field)
    {
        switch (type)
        {
            case PortableType.Whole:
                json.WriteNumberValue(long.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
                break;
            case PortableType.Real:
                json.WriteNumberValue(double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            case PortableType.Bool:
                json.WriteBooleanValue(field is "t");
                break;
            case PortableType.Utc:
                json.WriteStringValue(DateTime.Parse(field, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).ToString(Instant, CultureInfo.InvariantCulture));
                break;
            case PortableType.Offset:
                json.WriteStringValue(DateTimeOffset.Parse(field, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
                break;
            case PortableType.Bytes:
                json.WriteBase64StringValue(Convert.FromHexString(Unescape(field)[2..])); // \x and hexadecimal digits
                break;
            default:
                json.WriteStringValue(Unescape(field));
                break;
        }
    }

    public static object ToSqlite(PortableType type, JsonElement value) => value.ValueKind == JsonValueKind.Null ? DBNull.Value : type switch
    {
        PortableType.Whole => value.GetInt64(),
        PortableType.Real => value.GetDouble(),
        PortableType.Bool => value.GetBoolean() ? 1L : 0L,
        PortableType.Utc => value.GetDateTime().ToUniversalTime(),
        PortableType.Offset => value.GetDateTimeOffset(),
        PortableType.Bytes => value.GetBytesFromBase64(),
        _ => value.GetString()!, // null was answered above
    };

    public static void ToCopy(StringBuilder line, PortableType type, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                line.Append("\\N");
                break;
            case JsonValueKind.True or JsonValueKind.False:
                line.Append(value.GetBoolean() ? 't' : 'f');
                break;
            case JsonValueKind.Number:
                line.Append(value.GetRawText());
                break;
            case JsonValueKind.String when type == PortableType.Bytes:
                line.Append("\\\\x").Append(Convert.ToHexStringLower(value.GetBytesFromBase64()));
                break;
            default:
                Escape(line, value.GetString()!); // a string
                break;
        }
    }

    private static void WritePlain(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }

    /// <summary>PostgreSQL, COPY, "Text Format".</summary>
    internal static void Escape(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => line.Append("\\\\"),
                '\t' => line.Append("\\t"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                _ => line.Append(c),
            };
        }
    }

    internal static string Unescape(ReadOnlySpan<char> field)
    {
        if (!field.Contains('\\'))
        {
            return field.ToString();
        }

        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\' || i + 1 == field.Length)
            {
                text.Append(field[i]);
                continue;
            }

            i++;
            text.Append(field[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', var c => c });
        }

        return text.ToString();
    }
}
