using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ClientSuite.Values;

/// <summary>
/// Text as search and sorting see it: "joao padaria" is "João  Padaria". The same folding must be applied to what is stored
/// and to what is asked; the databases add none of their own.
/// </summary>
public static partial class TextFolding
{
    private const char NonCharacter = '\uFFFE';

    /// <summary>
    /// Lower case, without marks, each run of white space one space, none at the ends. Null gives empty; folding twice
    /// changes nothing; a surrogate that stands alone is dropped.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text) || IsFolded(text))
            return text ?? "";
        return Ascii.IsValid(text) ? Collapse(text) : Collapse(Decompose(text));
    }

    /// <summary>
    /// The folded text cut to a column of <paramref name="maxLength"/> UTF-16 units, never in the middle of a pair. Never null, since
    /// databases disagree where nulls sort.
    /// </summary>
    public static string SortKey(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        var folded = Fold(text);
        if (folded.Length <= maxLength)
            return folded;
        var splitsPair = maxLength > 0 && char.IsHighSurrogate(folded[maxLength - 1]);
        return folded[..(splitsPair ? maxLength - 1 : maxLength)].TrimEnd();
    }

    /// <summary>
    /// The folded words of a search, each once, all of which a hit must contain. A word in the shape of a masked CPF, CNPJ,
    /// CEP or telephone, even one half typed, loses its mask, as the index holds them bare; words of punctuation alone are dropped.
    /// </summary>
    public static IReadOnlyList<string> Words(string? query) =>
    [
        .. Fold(query)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetterOrDigit) || word.Any(char.IsSurrogate))
            .Select(Unmask)
            .Distinct(),
    ];

    private static string Unmask(string word)
    {
        if (word.All(char.IsAsciiLetterOrDigit))
            return word;
        if (TaxId.TryParse(word, out var bare, out _))
            return bare.ToLowerInvariant();
        return MaskedNumber().IsMatch(word) ? new string([.. word.Where(char.IsAsciiLetterOrDigit)]) : word;
    }

    // Two whole groups before a dot counts as a mask: "radio 98.5" and "uk.abc.com" are names, "11.222" is a CNPJ being typed.
    [GeneratedRegex(
        """
        ^(?:
          \d{3}\.\d{3} (?: \. (?: \d{0,2} | \d{3} (?: -\d{0,2} )? ) )?                                            # CPF
        | \d{9}-\d{0,2}
        | \d{2}\.\d{3} (?: \. \d{0,2} )?                                                                          # CNPJ
        | (?= [^/]*\d | .*/ ) [0-9a-z]{2}\.[0-9a-z]{3}\.[0-9a-z]{1,3} (?: (?<=\.[0-9a-z]{3}) /[0-9a-z]{0,4} (?: (?<=/[0-9a-z]{4}) -\d{0,2} )? )?
        | (?= [a-z]*\d ) [0-9a-z]{8}/[0-9a-z]{0,4} (?: (?<=/[0-9a-z]{4}) -\d{0,2} )?
        | (?: \d{2}-? )? \d{4,5}-\d{0,4}                                                                          # CEP, telephone
        | \+? (?: \d{1,3} )? \(\d{1,3} (?: \) (?: \d{1,5} (?: -?\d{0,4} ) )? )?
        | \+\d+ (?: -\d+ )*
        )$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex MaskedNumber();

    private static bool IsFolded(string text)
    {
        var previous = ' ';
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or (>= 'A' and <= 'Z') || (c == ' ' && previous == ' '))
                return false;
            previous = c;
        }

        return previous != ' ';
    }

    private static string Decompose(string text)
    {
        // Normalize throws on both.
        if (!TextCleaning.IsUnicode(text) || text.Contains(NonCharacter))
            text = string.Concat(text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && rune.Value != NonCharacter));

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            // Format characters are invisible: zero-width spaces, direction marks, byte order marks.
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
                kept.Append(Rune.ToLowerInvariant(rune));
        }

        return kept.ToString();
    }

    private static string Collapse(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
                kept.Append(char.ToLowerInvariant(c));
            else if (kept.Length > 0 && kept[^1] != ' ')
                kept.Append(' ');
        }

        return kept.Length > 0 && kept[^1] == ' ' ? kept.ToString(0, kept.Length - 1) : kept.ToString();
    }
}
