using System.Globalization;
using System.Text.Json;
using ClientSuite.Tenancy;
using Microsoft.Extensions.Localization;

namespace ClientSuite.History;

/// <summary>Values of history lines as people read them.</summary>
public static class HistoryValues
{
    /// <summary>A stored value of a field: as its type's page says it, else yes and no, permissions by their names, instants and days in the tenant's time zone and the
    /// reader's format; null for nothing.</summary>
    /// <param name="page">What is known of the record's type; null for nothing.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The stored value.</param>
    /// <param name="clock">The tenant's time.</param>
    /// <param name="texts">Texts in the reader's language.</param>
    public static string? Say(RecordPage? page, string field, string? value, TenantClock clock, IStringLocalizer texts) => value switch
    {
        null or "" => null,
        _ when page?.Value?.Invoke(field, value, texts) is { } said => said,
        _ when page is not null && texts[$"{page.FieldPrefix}{field}.{value.ToLowerInvariant()}"] is { ResourceNotFound: false } choice => choice.Value,
        "true" => texts["common.yes"].Value,
        "false" => texts["common.no"].Value,
        ['[', .., ']'] => List(value, texts) ?? value,
        { Length: >= 20 and <= 27 } when value[^1] == 'Z' && DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var instant) => clock.DayAndTime(instant),
        { Length: 10 } when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d", CultureInfo.CurrentCulture),
        _ => value,
    };

    /// <summary>A stored list of texts, as words joined by commas: permissions by their names in the reader's language, other items as they
    /// are. Null where the value is no JSON array of texts.</summary>
    private static string? List(string value, IStringLocalizer texts)
    {
        try
        {
            var items = JsonSerializer.Deserialize<string[]>(value) ?? [];
            return string.Join(", ", items.Select(item => texts["permission." + item] is { ResourceNotFound: false } known ? known.Value : item));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
