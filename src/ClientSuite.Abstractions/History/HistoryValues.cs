using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace ClientSuite.History;

/// <summary>Values of history lines as people read them.</summary>
public static class HistoryValues
{
    /// <summary>A stored list of texts, as words joined by commas: permissions by their names in the reader's language, other items as they
    /// are. Null where the value is no JSON array of texts.</summary>
    public static string? List(string value, IStringLocalizer texts)
    {
        if (value is not ['[', .., ']'])
        {
            return null;
        }

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
