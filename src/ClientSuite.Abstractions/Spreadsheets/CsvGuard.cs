namespace ClientSuite.Spreadsheets;

/// <summary>
/// The apostrophe before a text that a spreadsheet would take for a formula (OWASP, CSV injection). Writers put it, readers
/// of our own files take it off, so that <c>+5531987654321</c> survives the round trip.
/// </summary>
public static class CsvGuard
{
    /// <summary>Whether a text that begins with this character would be run.</summary>
    public static bool IsNeededBefore(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';

    /// <summary>The text without the apostrophe, where one stands before such a character.</summary>
    public static string Remove(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text is ['\'', var guarded, ..] && IsNeededBefore(guarded) ? text[1..] : text;
    }
}
