using System.Diagnostics.CodeAnalysis;

namespace ClientSuite.Values;

/// <summary>A Brazilian postal code (CEP): stored as eight digits with its leading zeros, shown as <c>00000-000</c>.</summary>
public static class PostalCode
{
    private const int Length = 8;

    /// <summary>
    /// Accepts eight digits with hyphen, dot or spaces anywhere. Whether the code exists only the postal service knows. On refusal
    /// <paramref name="bare"/> is empty.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out string bare)
    {
        bare = "";
        if (text is null)
            return false;

        var digits = new string([.. text.Where(c => c is not ('-' or '.' or '\u2013') && !char.IsWhiteSpace(c))]);
        if (digits.Length != Length || !digits.All(char.IsAsciiDigit))
            return false;
        bare = digits;
        return true;
    }

    /// <summary><c>00000-000</c>; a text that is not eight digits (a foreign code) comes back as it is, null as empty.</summary>
    public static string Format(string? bare) =>
        bare is { Length: Length } && bare.All(char.IsAsciiDigit) ? $"{bare[..5]}-{bare[5..]}" : bare ?? "";
}
