using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>What of a client tells whether it is another one too.</summary>
internal sealed record DuplicateCard(long Id, string TaxId, string Emails, string Phones, string NameSort)
{
    /// <summary>Keys of which one in common makes two clients worth a look; each begins with its kind.</summary>
    public IEnumerable<string> Keys()
    {
        if (TaxId.Length > 0)
        {
            yield return "d" + TaxId;
        }

        foreach (var email in new TextList(Emails).All)
        {
            yield return "e" + email.ToLowerInvariant();
        }

        foreach (var phone in PhoneKeys())
        {
            yield return "p" + phone;
        }

        if (NameSort.Length > 2)
        {
            yield return "n" + NameSort;
        }
    }

    /// <summary>A mobile number with and without its ninth digit is one.</summary>
    public IEnumerable<string> PhoneKeys() => new TextList(Phones).All.Select(phone => PhoneNumber.MatchKeys(phone).Order(StringComparer.Ordinal).First()).Distinct(StringComparer.Ordinal);
}

/// <summary>How alike two clients are. A document says all; two different documents speak against everything else, because families
/// and offices share an address, a number, a name.</summary>
internal static class DuplicateScore
{
    public const string ByTaxId = "taxId";
    public const string ByEmail = "email";
    public const string ByPhone = "phone";
    public const string ByName = "name";

    /// <summary>From here on a pair is shown.</summary>
    public const int Threshold = 40;

    public static (int Score, string Reasons) Of(DuplicateCard one, DuplicateCard other)
    {
        var reasons = new List<string>();
        var score = 0;
        void Add(string reason, int points, bool isSame)
        {
            if (isSame)
            {
                reasons.Add(reason);
                score += points;
            }
        }

        Add(ByTaxId, 100, one.TaxId.Length > 0 && one.TaxId == other.TaxId);
        Add(ByEmail, 45, new TextList(one.Emails).All.Intersect(new TextList(other.Emails).All, StringComparer.OrdinalIgnoreCase).Any());
        Add(ByPhone, 30, one.PhoneKeys().Intersect(other.PhoneKeys(), StringComparer.Ordinal).Any());
        Add(ByName, 40, one.NameSort.Length > 2 && one.NameSort == other.NameSort);
        if (one.TaxId.Length > 0 && other.TaxId.Length > 0 && one.TaxId != other.TaxId)
        {
            score -= 60;
        }

        return (Math.Clamp(score, 0, 100), string.Join(',', reasons));
    }
}
