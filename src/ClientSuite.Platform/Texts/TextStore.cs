using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Texts;

/// <summary>Texts of the installed modules and themes: embedded <c>Texts.pt-BR.json</c>, <c>Texts.en.json</c>, <c>Texts.es.json</c>.
/// Resolved on every call by the current culture; nothing stores a resolved text.</summary>
internal sealed class TextStore : IStringLocalizer
{
    public static readonly IReadOnlyList<string> Cultures = ["pt-BR", "en", "es"];
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _texts;

    public TextStore(IEnumerable<Assembly> assemblies)
    {
        var sources = assemblies.Distinct().ToList();
        _texts = Cultures.ToFrozenDictionary(c => c, c => sources.SelectMany(a => Read(a, c))
            .GroupBy(t => t.Key, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public LocalizedString this[string name]
    {
        get
        {
            var text = Find(name);
            return new LocalizedString(name, text ?? name, text is null);
        }
    }

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = Find(name);
            return new LocalizedString(name, text is null ? name : string.Format(CultureInfo.CurrentCulture, text, arguments), text is null);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        Current().Select(t => new LocalizedString(t.Key, t.Value));

    /// <summary>The culture of the product that serves a culture.</summary>
    public static string Serve(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "en" => "en",
        "es" => "es",
        _ => "pt-BR",
    };

    private string? Find(string name) => Current().TryGetValue(name, out var text) ? text : null;

    private FrozenDictionary<string, string> Current() => _texts[Serve(CultureInfo.CurrentUICulture)];

    private static Dictionary<string, string> Read(Assembly assembly, string culture)
    {
        using var stream = assembly.GetManifestResourceStream($"Texts.{culture}.json");
        return stream is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
    }
}
