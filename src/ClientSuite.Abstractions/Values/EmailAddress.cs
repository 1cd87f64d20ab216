using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ClientSuite.Values;

/// <summary>The first thing that is wrong with an e-mail address, so that the screen can say it.</summary>
public enum EmailAddressError
{
    /// <summary>Nothing: it is well formed.</summary>
    None,

    /// <summary>Null, empty or only spaces.</summary>
    Empty,

    /// <summary>More than 254 bytes in all or 64 before the @.</summary>
    Length,

    /// <summary>A space, a control character, an accent before the @, or another character that has no place there.</summary>
    Characters,

    /// <summary>No @, or more than one.</summary>
    At,

    /// <summary>Nothing before the @, or dots at its ends or in a row.</summary>
    LocalPart,

    /// <summary>A part of the domain is empty, too long, or begins or ends with a hyphen.</summary>
    Domain,

    /// <summary>The domain has no end: <c>nome@empresa</c>, <c>nome@empresa.</c></summary>
    DomainEnd,
}

/// <summary>
/// E-mail addresses as people have them: what RFC 5321 calls a dot-string, an @ and a domain name (accents allowed, as .br
/// registers them). Quoted local parts and address literals are refused. Nothing here throws; whether a mailbox exists only
/// a message can tell.
/// </summary>
public static class EmailAddress
{
    /// <summary>Longest address in bytes of UTF-8, after trimming: RFC 5321, section 4.5.3.1.3 less its brackets.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    /// <summary>
    /// Trims, puts the domain in lower case and keeps the part before the @ as typed. On refusal
    /// <paramref name="address"/> is empty; <see cref="Explain"/> tells why.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out string address)
    {
        address = "";
        if (text is null || Explain(text) != EmailAddressError.None)
            return false;

        var trimmed = text.Trim();
        var at = trimmed.IndexOf('@');
        address = trimmed[..at] + trimmed[at..].ToLowerInvariant();
        return true;
    }

    /// <summary>Whether the text, trimmed, is a well-formed address.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) => Explain(text) == EmailAddressError.None;

    /// <summary>What is wrong with the text; <see cref="EmailAddressError.None"/> if nothing.</summary>
    public static EmailAddressError Explain(string? text)
    {
        var address = (text ?? "").Trim();
        if (address.Length == 0)
            return EmailAddressError.Empty;
        if (address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return EmailAddressError.Characters;

        var at = address.IndexOf('@');
        if (at < 0 || at != address.LastIndexOf('@'))
            return EmailAddressError.At;
        if (Encoding.UTF8.GetByteCount(address) > MaxLength || at > MaxLocalLength)
            return EmailAddressError.Length;

        var local = ExplainLocal(address[..at]);
        return local != EmailAddressError.None ? local : ExplainDomain(address[(at + 1)..]);
    }

    private static EmailAddressError ExplainLocal(string local)
    {
        if (local.Length == 0 || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return EmailAddressError.LocalPart;
        return local.All(IsLocalCharacter) ? EmailAddressError.None : EmailAddressError.Characters;
    }

    // atext of RFC 5322, section 3.2.3, and the dot between atoms.
    private static bool IsLocalCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c);

    private static EmailAddressError ExplainDomain(string domain)
    {
        if (!domain.All(c => char.IsLetterOrDigit(c) || c is '.' or '-'))
            return EmailAddressError.Characters;

        var labels = domain.Split('.');
        if (labels.Length < 2 || !IsDomainEnd(labels[^1]))
            return EmailAddressError.DomainEnd;
        return labels.All(IsLabel) ? EmailAddressError.None : EmailAddressError.Domain;
    }

    private static bool IsDomainEnd(string label) => label.Length >= 2 && !label.All(char.IsAsciiDigit);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && label[^1] != '-';
}
