using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Texts;

/// <summary>Plurals. Texts live in each module's <c>Texts/pt-BR.json</c>, <c>en.json</c> and <c>es.json</c>, one flat object
/// of key to text; keys begin with the module's name in lower case (<c>clients.add</c>), shared ones with <c>common.</c>.
/// A text with a number has two keys: <c>key.one</c> and <c>key.other</c>.</summary>
public static class TextsExtensions
{
    /// <summary>The plural of <paramref name="key"/> for <paramref name="count"/>, which is {0} in the text, grouped as the
    /// culture writes it; further arguments follow from {1}.</summary>
    public static string Plural(this IStringLocalizer texts, string key, long count, params object[] more)
    {
        // CLDR: Portuguese (Brazil) treats 0 and 1 as one; English and Spanish only 1.
        var isOne = count == 1 || (count == 0 && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "pt");
        var number = count.ToString("N0", CultureInfo.CurrentCulture);
        return texts[key + (isOne ? ".one" : ".other"), [number, .. more]];
    }
}
