namespace ClientSuite.Data;

/// <summary>Patterns for <c>EF.Functions.Like(column, pattern, LikePattern.Escape)</c>, in which a text stands for itself.</summary>
public static class LikePattern
{
    /// <summary>The escape character.</summary>
    public const string Escape = "\\";

    /// <summary>What contains a text, the empty one too: then everything that is not null.</summary>
    public static string Containing(string text) =>
        "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
