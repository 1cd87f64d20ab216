namespace ClientSuite.Spreadsheets;

/// <summary>
/// The apostrophe before a text that a spreadsheet would take for a formula (OWASP, CSV injection). Writers put it, readers
/// of our own files take it off, so that <c>+5531987654321</c> survives the round trip.
/// </summary>
public static class CsvGuard
{
    /// <summary>Whether a text that begins with this character would be run.</summary>
    public static bool IsNeededBefore(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';

    /// <summary>Whether a text gets an apostrophe: it would be run, or it begins like one that has got one, which <see cref="Remove"/>
    /// must not take for it. False for an empty text.</summary>
    public static bool IsNeededBefore(ReadOnlySpan<char> text) => text.TrimStart('\'') is [var first, ..] && IsNeededBefore(first);

    /// <summary>The text without the apostrophe, where it has got one.</summary>
    public static string Remove(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text is ['\'', ..] && IsNeededBefore(text.AsSpan()) ? text[1..] : text;
    }
}
