using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>
/// Reads members as recipes write them: names compare without case (the exact spelling wins where both are there).
/// Each throws <see cref="RecipeException"/> when the value has another type; null and absent are the same.
/// </summary>
public static class RecipeJson
{
    internal static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 64,
    };

    /// <summary>The member, or null.</summary>
    public static JsonNode? Get(JsonObject json, string name) => FindKey(json, name) is { } key ? json[key] : null;

    /// <summary>How the object spells this name, or null when it has no such member.</summary>
    public static string? FindKey(JsonObject json, string name)
    {
        if (json.ContainsKey(name))
        {
            return name;
        }
        foreach (var (key, _) in json)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return key;
            }
        }
        return null;
    }

    /// <summary>A text; numbers and booleans are taken by their JSON spelling.</summary>
    public static string? GetString(JsonObject json, string name) => Get(json, name) switch
    {
        null => null,
        JsonValue value => AsText(value),
        _ => throw new RecipeException(RecipeErrors.NotText, [name]),
    };

    /// <summary>True or false; beta recipes wrote "True" and "False" as texts.</summary>
    public static bool? GetBool(JsonObject json, string name) => Get(json, name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True => true,
        JsonValue value when value.GetValueKind() is JsonValueKind.False => false,
        JsonValue value when bool.TryParse(AsText(value), out var flag) => flag,
        JsonValue value when AsText(value).Length == 0 => null,
        _ => throw new RecipeException(RecipeErrors.NotTrueOrFalse, [name]),
    };

    public static JsonObject? GetObject(JsonObject json, string name) => Get(json, name) switch
    {
        null => null,
        JsonObject value => value,
        _ => throw new RecipeException(RecipeErrors.NotObject, [name]),
    };

    public static JsonArray? GetArray(JsonObject json, string name) => Get(json, name) switch
    {
        null => null,
        JsonArray value => value,
        _ => throw new RecipeException(RecipeErrors.NotList, [name]),
    };

    /// <summary>A list of objects; empty when absent.</summary>
    public static IReadOnlyList<JsonObject> GetObjects(JsonObject json, string name) =>
        [.. (GetArray(json, name) ?? []).Select(item => item as JsonObject ?? throw new RecipeException(RecipeErrors.NotListOfObjects, [name]))];

    /// <summary>A list of texts; empty when absent. One text alone counts as a list of one.</summary>
    public static IReadOnlyList<string> GetStrings(JsonObject json, string name)
    {
        if (Get(json, name) is JsonValue single)
        {
            return [AsText(single)];
        }
        return [.. (GetArray(json, name) ?? []).Select(item =>
            item is JsonValue value ? AsText(value) : throw new RecipeException(RecipeErrors.NotListOfTexts, [name]))];
    }

    /// <summary>A text that must be there and not be blank.</summary>
    public static string Require(JsonObject json, string name)
    {
        var text = GetString(json, name);
        return string.IsNullOrWhiteSpace(text) ? throw new RecipeException(RecipeErrors.MissingMember, [name]) : text;
    }

    private static string AsText(JsonValue value) =>
        value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
}
