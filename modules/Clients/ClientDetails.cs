namespace ClientSuite.Clients;

/// <summary>All that a person may say about a client, checked and in the form in which it is stored: texts trimmed and never
/// null, documents bare, telephones E.164. <see cref="ClientForm"/> makes one; <see cref="Client.Apply"/> takes it.</summary>
internal sealed record ClientDetails
{
    public PersonKind PersonKind { get; init; }
    public string TradeName { get; init; } = "";
    public string LegalName { get; init; } = "";
    public string TaxId { get; init; } = "";

    /// <summary>The first is the client's e-mail.</summary>
    public TextList Emails { get; init; } = TextList.Empty;

    /// <summary>The first is the client's telephone.</summary>
    public TextList Phones { get; init; } = TextList.Empty;

    public string PostalCode { get; init; } = "";
    public string Street { get; init; } = "";
    public string Number { get; init; } = "";
    public string Complement { get; init; } = "";
    public string District { get; init; } = "";
    public string City { get; init; } = "";
    public string State { get; init; } = "";
    public string Country { get; init; } = "";
    public DateOnly? BirthDate { get; init; }
    public string Origin { get; init; } = "";
    public string Center { get; init; } = "";
    public bool Blocked { get; init; }
    public string BlockedReason { get; init; } = "";

    /// <summary>True where both are blocked alike; a difference is only for who has <see cref="Permissions.Block"/>.</summary>
    public bool IsBlockedAs(ClientDetails other) => Blocked == other.Blocked && BlockedReason == other.BlockedReason;
}

/// <summary>A short list of texts kept in one column, one per line: it compares, orders and reads in the history as it is.</summary>
internal readonly record struct TextList(string Lines)
{
    public static TextList Empty => new("");

    public string First => Lines.Length == 0 ? "" : Lines.IndexOf('\n') is var end and >= 0 ? Lines[..end] : Lines;

    public IReadOnlyList<string> All => Lines.Length == 0 ? [] : Lines.Split('\n');

    public static TextList Of(IEnumerable<string> texts) => new(string.Join('\n', texts.Distinct(StringComparer.Ordinal)));
}
