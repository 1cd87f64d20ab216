using System.Globalization;
using System.Text;

namespace ClientSuite.Files;

/// <summary>Names of files as people give them. They are shown and offered at downloads, and never become a path on the host.</summary>
public static class FileNames
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 200;

    private static readonly string[] Devices =
        ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9"];

    /// <summary>The name without spaces around it, or null where it is none: empty, too long, a path, with control characters or with marks that turn the
    /// reading direction and so hide an ending.</summary>
    public static string? Checked(string? name)
    {
        var text = name?.Normalize(NormalizationForm.FormC).Trim() ?? "";
        return text.Length is 0 or > MaxLength || text.Trim('.').Length == 0 || text.Any(IsForbidden) ? null : text;
    }

    /// <summary>The name in a ZIP file, safe on every system: what Windows forbids becomes <c>_</c>.</summary>
    public static string Portable(string name)
    {
        var text = new string([.. name.Select(c => c is ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : c)]).TrimEnd('.', ' ');
        return Devices.Contains(text.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? "_" + text : text;
    }

    private static bool IsForbidden(char c) => c is '/' or '\\' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
