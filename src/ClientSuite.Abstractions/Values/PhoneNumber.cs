using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ClientSuite.Values;

/// <summary>
/// Telephone numbers, stored as E.164 (<c>+5531987654321</c>). Without a country code they are Brazilian. Service numbers
/// (0800, 0300, 4004) have no E.164 form and are refused: keep them as free text.
/// </summary>
public static class PhoneNumber
{
    private const string BrazilPrefix = "+55";
    private const int MinForeignDigits = 7;
    private const int MaxDigits = 15;

    private static readonly HashSet<string> KnownAreaCodes = new(
        ("11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 "
        + "61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99").Split(' '));

    // ITU-T E.164, list of assigned country codes: 1 and 7 have one digit, these two, all others three.
    private static readonly HashSet<string> TwoDigitCountryCodes = new(
        ("20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
        + "81 82 84 86 90 91 92 93 94 95 98").Split(' '));

    /// <summary>The 67 Brazilian area codes (DDD), ascending.</summary>
    public static IReadOnlyList<string> AreaCodes { get; } = [.. KnownAreaCodes.Order()];

    /// <summary>
    /// Accepts any notation: <c>(31) 98765-4321</c>, <c>031 3333.4444</c>, <c>0 15 31 ...</c> with a carrier,
    /// <c>55 31 ...</c>, <c>+1 202 555 0100</c>, <c>00351 ...</c>. A Brazilian mobile in its form before the ninth digit gets it.
    /// A Brazilian number needs its area code: it is not guessed. On refusal <paramref name="e164"/> is empty.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out string e164)
    {
        e164 = "";
        if (!TryStrip(text, out var digits, out var international))
            return false;
        if (!international && digits.StartsWith("00", StringComparison.Ordinal))
        {
            international = true;
            digits = digits[2..];
        }

        if (!international)
            return TryBrazil(National(digits), out e164);
        if (digits.StartsWith("55", StringComparison.Ordinal))
            return TryBrazil(digits[2..], out e164);
        if (digits.Length is < MinForeignDigits or > MaxDigits || digits[0] == '0')
            return false;
        e164 = "+" + digits;
        return true;
    }

    /// <summary>Whether the text is a number in the form in which it is stored.</summary>
    public static bool IsE164([NotNullWhen(true)] string? text) => TryParse(text, out var e164) && e164 == text;

    /// <summary>
    /// <c>(31) 98765-4321</c>, <c>(31) 3333-4444</c>; foreign ones as <c>+1 202 555 0100</c>. What is no E.164 number comes
    /// back as it is, null as empty.
    /// </summary>
    public static string Format(string? e164)
    {
        if (!IsE164(e164))
            return e164 ?? "";
        if (!e164.StartsWith(BrazilPrefix, StringComparison.Ordinal))
            return FormatForeign(e164[1..]);

        var subscriber = e164[5..];
        return $"({e164[3..5]}) {subscriber[..^4]}-{subscriber[^4..]}";
    }

    /// <summary>
    /// The numbers that stand for the same telephone: a Brazilian mobile with and without its ninth digit, any other number
    /// alone. The given one comes first; null or empty gives none. Compare by any key, never by the last digits.
    /// </summary>
    public static IReadOnlyList<string> MatchKeys(string? e164)
    {
        if (string.IsNullOrEmpty(e164))
            return [];
        if (!e164.StartsWith(BrazilPrefix, StringComparison.Ordinal) || e164.Length < 13)
            return [e164];

        var area = e164[..5];
        var subscriber = e164[5..];
        return subscriber switch
        {
            // Below 6 the rest could be somebody's landline.
            ['9', >= '6' and <= '9', ..] when subscriber.Length == 9 => [e164, area + subscriber[1..]],
            [>= '6' and <= '9', ..] when subscriber.Length == 8 => [e164, area + "9" + subscriber],
            _ => [e164],
        };
    }

    private static bool TryStrip(string? text, out string digits, out bool international)
    {
        digits = "";
        international = false;
        if (text is null)
            return false;

        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                kept.Append(c);
            else if (c == '+' && kept.Length == 0 && !international)
                international = true;
            else if (!IsMask(c))
                return false;
        }

        digits = kept.ToString();
        return digits.Length > 0;
    }

    // A page's direction marks come along when a number is copied from it.
    private static bool IsMask(char c) =>
        c is '(' or ')' or '-' or '.' or '/' or (>= '\u2010' and <= '\u2015') or '\u200B' or '\u200E' or '\u202A' or '\u202C' || char.IsWhiteSpace(c);

    private static string National(string digits) => digits switch
    {
        ['5', '5', ..] when digits.Length is 12 or 13 => digits[2..],
        ['0', ..] when digits.Length is 11 or 12 => digits[1..],
        ['0', ..] when digits.Length is 13 or 14 => digits[3..],
        _ => digits,
    };

    private static bool TryBrazil(string national, out string e164)
    {
        e164 = "";
        if (national.Length is not (10 or 11) || !KnownAreaCodes.Contains(national[..2]))
            return false;

        var subscriber = national[2..];
        if (subscriber is [>= '6' and <= '9', ..] && subscriber.Length == 8)
            subscriber = "9" + subscriber;
        var isMobile = subscriber.Length == 9 && subscriber[0] == '9';
        var isLandline = subscriber.Length == 8 && subscriber[0] is >= '2' and <= '5';
        if (!isMobile && !isLandline)
            return false;
        e164 = BrazilPrefix + national[..2] + subscriber;
        return true;
    }

    private static string FormatForeign(string digits)
    {
        var countryLength = digits[0] is '1' or '7' ? 1 : TwoDigitCountryCodes.Contains(digits[..2]) ? 2 : 3;
        var shown = new StringBuilder("+").Append(digits, 0, countryLength);
        for (var i = countryLength; i < digits.Length; i++)
        {
            var startsGroup = (i - countryLength) % 3 == 0;
            var wouldStandAlone = i == digits.Length - 1 && i > countryLength;
            if (startsGroup && !wouldStandAlone)
                shown.Append(' ');
            shown.Append(digits[i]);
        }

        return shown.ToString();
    }
}
