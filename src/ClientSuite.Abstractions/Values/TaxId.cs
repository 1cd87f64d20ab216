using System.Diagnostics.CodeAnalysis;

namespace ClientSuite.Values;

/// <summary>Which Brazilian register a tax id belongs to.</summary>
public enum TaxIdKind
{
    /// <summary>A natural person: 11 digits.</summary>
    Cpf,

    /// <summary>A legal person: 12 digits or letters, then 2 check digits.</summary>
    Cnpj,
}

/// <summary>The first thing that is wrong with a tax id, so that the screen can say it.</summary>
public enum TaxIdError
{
    /// <summary>Nothing: it is valid.</summary>
    None,

    /// <summary>Null, empty or only mask characters.</summary>
    Empty,

    /// <summary>A character that this kind cannot have there, such as a letter in a CPF or in the check digits.</summary>
    Characters,

    /// <summary>Too few or too many characters.</summary>
    Length,

    /// <summary>One character repeated: the arithmetic may pass, but no such number is issued.</summary>
    Repeated,

    /// <summary>The check digits do not follow from the rest.</summary>
    CheckDigit,
}

/// <summary>
/// CPF and CNPJ, the CNPJ in its numeric and its alphanumeric form. <em>Bare</em> is how they are stored: upper case,
/// no mask. A text, never a number: leading zeros and letters count. Nothing here throws; null is merely not valid.
/// </summary>
public static class TaxId
{
    private const int CpfLength = 11;
    private const int CnpjLength = 14;
    private const int CheckDigits = 2;

    private static ReadOnlySpan<int> CpfWeights => [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    private static ReadOnlySpan<int> CnpjWeights => [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

    /// <summary>
    /// Accepts a valid CPF or CNPJ with any mask, spaces and case. On refusal <paramref name="bare"/> is empty;
    /// <see cref="Explain"/> tells why.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out string bare, out TaxIdKind kind)
    {
        var candidate = Bare(text);
        kind = candidate.Length == CpfLength ? TaxIdKind.Cpf : TaxIdKind.Cnpj;
        var valid = Check(candidate, kind) == TaxIdError.None;
        bare = valid ? candidate : "";
        return valid;
    }

    /// <summary>Whether the text is a valid CPF, masked or not.</summary>
    public static bool IsCpf([NotNullWhen(true)] string? text) => Check(Bare(text), TaxIdKind.Cpf) == TaxIdError.None;

    /// <summary>Whether the text is a valid CNPJ, masked or not, numeric or alphanumeric, in any case.</summary>
    public static bool IsCnpj([NotNullWhen(true)] string? text) => Check(Bare(text), TaxIdKind.Cnpj) == TaxIdError.None;

    /// <summary>What is wrong with the text when a number of this kind is expected; <see cref="TaxIdError.None"/> if nothing.</summary>
    public static TaxIdError Explain(string? text, TaxIdKind expected) => Check(Bare(text), expected);

    /// <summary>
    /// <c>000.000.000-00</c> or <c>00.000.000/0000-00</c>, by length alone, so that a wrong number from an old system is
    /// still readable. Any other text comes back as it is, null as empty.
    /// </summary>
    public static string Format(string? bare) => bare switch
    {
        { Length: CpfLength } when bare.All(char.IsAsciiDigit) => $"{bare[..3]}.{bare[3..6]}.{bare[6..9]}-{bare[9..]}",
        { Length: CnpjLength } when bare.All(char.IsAsciiLetterOrDigit) => $"{bare[..2]}.{bare[2..5]}.{bare[5..8]}/{bare[8..12]}-{bare[12..]}",
        _ => bare ?? "",
    };

    private static string Bare(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        var kept = new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (!IsMask(c))
                kept[length++] = char.IsAsciiLetterLower(c) ? (char)(c - 'a' + 'A') : c;
        }

        return new string(kept, 0, length);
    }

    // Word processors turn the hyphen into a dash, and pages paste no-break spaces.
    private static bool IsMask(char c) =>
        c is '.' or '/' or '-' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\u200B' or '\uFEFF' || char.IsWhiteSpace(c);

    private static TaxIdError Check(string bare, TaxIdKind kind)
    {
        if (bare.Length == 0)
            return TaxIdError.Empty;
        if (!HasCharactersOf(kind, bare))
            return TaxIdError.Characters;
        if (bare.Length != LengthOf(kind))
            return TaxIdError.Length;
        if (bare.AsSpan().IndexOfAnyExcept(bare[0]) < 0)
            return TaxIdError.Repeated;
        return HasItsCheckDigits(bare, kind == TaxIdKind.Cpf ? CpfWeights : CnpjWeights) ? TaxIdError.None : TaxIdError.CheckDigit;
    }

    private static int LengthOf(TaxIdKind kind) => kind == TaxIdKind.Cpf ? CpfLength : CnpjLength;

    private static bool HasCharactersOf(TaxIdKind kind, string bare)
    {
        for (var i = 0; i < bare.Length; i++)
        {
            var letterAllowed = kind == TaxIdKind.Cnpj && i < CnpjLength - CheckDigits;
            if (!char.IsAsciiDigit(bare[i]) && !(letterAllowed && char.IsAsciiLetterUpper(bare[i])))
                return false;
        }

        return true;
    }

    private static bool HasItsCheckDigits(string bare, ReadOnlySpan<int> weights)
    {
        var first = bare.Length - CheckDigits;
        return bare[first] == CheckDigit(bare.AsSpan(0, first), weights[1..])
            && bare[first + 1] == CheckDigit(bare.AsSpan(0, first + 1), weights);
    }

    // Modulus 11 over ASCII code - 48, so that A counts 17 and Z 42: IN RFB 2.229/2024. For digits it is the old rule.
    private static char CheckDigit(ReadOnlySpan<char> text, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
            sum += (text[i] - '0') * weights[i];
        var remainder = sum % 11;
        return (char)('0' + (remainder < 2 ? 0 : 11 - remainder));
    }
}
