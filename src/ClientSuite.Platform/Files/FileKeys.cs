using ClientSuite.Values;

namespace ClientSuite.Files;

internal static class FileKeys
{
    /// <summary>Refuses what could lead anywhere else.</summary>
    /// <exception cref="ArgumentException">No area, or no key.</exception>
    public static void Check(string area, string? key = null)
    {
        if (area.Length is 0 or > 40 || !area.All(c => char.IsAsciiLetterLower(c) || c == '-') || (key is not null && !PublicId.IsValid(key)))
        {
            throw new ArgumentException($"Not a stored file: {area}/{key}.");
        }
    }
}
