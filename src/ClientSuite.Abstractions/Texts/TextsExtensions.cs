using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Texts;

/// <summary>Plurals. Texts live in each module's <c>Texts/pt-BR.json</c>, <c>en.json</c> and <c>es.json</c>, one flat object
/// of key to text; keys begin with the module's name in lower case (<c>clients.add</c>), shared ones with <c>common.</c>.
/// A text with a number has two keys: <c>key.one</c> for 1, <c>key.other</c> for 0 and the rest.</summary>
public static class TextsExtensions
{
    /// <summary>The plural of <paramref name="key"/> for <paramref name="count"/>, which is {0} in the text, grouped as the
    /// culture writes it; further arguments follow from {1}.</summary>
    public static string Plural(this IStringLocalizer texts, string key, long count, params object[] more)
    {
        // CLDR has Portuguese count 0 as one; people write "0 clientes".
        var number = count.ToString("N0", CultureInfo.CurrentCulture);
        return texts[key + (count == 1 ? ".one" : ".other"), [number, .. more]];
    }
}
