using ClientSuite.Modules;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Features;

/// <summary>A feature's words in the reader's language: keys <c>{module}.feature</c> and <c>{module}.feature.description</c>, the
/// manifest's English where a module has none; categories <c>features.category.{name}</c>.</summary>
internal static class FeatureTexts
{
    public static string NameOf(this IStringLocalizer texts, FeatureView feature) => texts.Or(Key(feature.Id), feature.Name);

    public static string DescriptionOf(this IStringLocalizer texts, FeatureView feature) => texts.Or(Key(feature.Id) + ".description", feature.Description);

    public static string CategoryOf(this IStringLocalizer texts, FeatureView feature) =>
        texts.Or("features.category." + feature.Category.ToLowerInvariant(), feature.Category.Length > 0 ? feature.Category : texts["features.category.none"].Value);

    private static string Key(string id) => id.ToLowerInvariant() + ".feature";

    private static string Or(this IStringLocalizer texts, string key, string fallback) => texts[key] is { ResourceNotFound: false } text ? text.Value : fallback;
}
