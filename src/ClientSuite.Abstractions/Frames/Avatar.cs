using System.Globalization;

namespace ClientSuite.Frames;

/// <summary>Initials and tint of a name without a picture.</summary>
public static class Avatar
{
    /// <summary>First letters of the first two words, upper case; "?" for an empty name.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(w => char.IsLetterOrDigit(w, 0)).ToArray();
        var letters = words.Length switch
        {
            0 => "?",
            1 => First(words[0]),
            _ => First(words[0]) + First(words[1]),
        };
        return letters.ToUpper(CultureInfo.CurrentUICulture);

        static string First(string word) => StringInfo.GetNextTextElement(word);
    }

    /// <summary>One of the theme's six tints, <c>av1</c> to <c>av6</c>; the same name has the same one everywhere.</summary>
    public static string Tint(string name)
    {
        uint hash = 2166136261; // FNV-1a: stable between processes, unlike string.GetHashCode
        foreach (var c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return "av" + ((hash % 6) + 1).ToString(CultureInfo.InvariantCulture);
    }
}
