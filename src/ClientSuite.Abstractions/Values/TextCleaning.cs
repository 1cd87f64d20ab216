using System.Diagnostics.CodeAnalysis;

namespace ClientSuite.Values;

/// <summary>
/// Text from outside, made fit for both databases: PostgreSQL stores no U+0000, and neither stores half a surrogate pair.
/// </summary>
public static class TextCleaning
{
    /// <summary>The text without U+0000 and without white space at its ends; null gives empty.</summary>
    /// <exception cref="FormatException">A surrogate stands alone: the text is not Unicode.</exception>
    public static string Clean(string? text) =>
        TryClean(text, out var clean) ? clean : throw new FormatException("The text has a surrogate without its other half.");

    /// <summary>As <see cref="Clean"/>, but answers false, and an empty text, where that throws.</summary>
    public static bool TryClean(string? text, out string clean)
    {
        clean = "";
        if (string.IsNullOrEmpty(text))
            return true;
        if (!IsUnicode(text))
            return false;
        clean = (text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text).Trim();
        return true;
    }

    /// <summary>Whether every surrogate in the text has its other half.</summary>
    internal static bool IsUnicode([NotNull] string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (; i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
