using System.Text.Json.Nodes;

namespace ClientSuite.Recipes;

/// <summary>
/// A recipe as its file says it, before any expression is evaluated. <see cref="Json"/> is the whole file, unknown
/// members included; treat it as read-only.
/// </summary>
public sealed record RecipeDocument
{
    public required string SourceName { get; init; }

    /// <summary>The key by which settings and other recipes name it; compare without case.</summary>
    public required string Name { get; init; }

    /// <summary>Never empty: the name where the file gives none.</summary>
    public required string DisplayName { get; init; }

    public string Description { get; init; } = "";

    public string Author { get; init; } = "";

    public string Website { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Offered when a tenant is set up.</summary>
    public bool IsSetupRecipe { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Not evaluated: <see cref="RecipeExpressions"/> does so at first access.</summary>
    public required JsonObject Variables { get; init; }

    public required IReadOnlyList<RecipeStep> Steps { get; init; }

    public required JsonObject Json { get; init; }

    /// <summary>One of the recipe's texts in another language, or null where it does not say it: the member <c>texts</c>, which other readers
    /// of the format pass over, holds <c>{"en": {"Clínica": "Clinic"}}</c>.</summary>
    public string? TextIn(string culture, string text) =>
        RecipeJson.Get(Json, "texts") is JsonObject texts && RecipeJson.Get(texts, culture) is JsonObject language && language[text] is JsonValue said && said.TryGetValue<string>(out var shown) ? shown : null;
}

/// <summary>One step: <paramref name="Number"/> counts from 1, <paramref name="Body"/> is the whole step, its name included.</summary>
public sealed record RecipeStep(int Number, string Name, JsonObject Body)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
