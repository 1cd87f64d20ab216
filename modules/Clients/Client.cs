using System.ComponentModel.DataAnnotations;
using ClientSuite.Data;
using ClientSuite.Privacy;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>A client of the tenant. Texts are never null, so that both databases sort them alike.</summary>
internal sealed partial class Client : ContentItem, ISearchable, IClientRecord
{
    /// <summary>Type of record in history and search: the table's name.</summary>
    public const string RecordType = "Clients.Client";

    public const int NameLength = 200;
    public const int SortLength = 200;

    public PersonKind PersonKind { get; private set; }

    /// <summary>Nome fantasia, or the person's name.</summary>
    [MaxLength(NameLength)]
    public string TradeName { get; private set; } = "";

    /// <summary>Razão social, or the person's full name.</summary>
    [MaxLength(NameLength)]
    public string LegalName { get; private set; } = "";

    [NoHistory, MaxLength(SortLength)]
    public string NameSort { get; private set; } = "";

    [NoHistory, MaxLength(SortLength)]
    public string LegalNameSort { get; private set; } = "";

    /// <summary>CPF or CNPJ, bare.</summary>
    [MaxLength(14)]
    public string TaxId { get; private set; } = "";

    [NoHistory, MaxLength(254)]
    public string Email { get; private set; } = "";

    /// <summary>Every address, one per line; the first is <see cref="Email"/>.</summary>
    [MaxLength(2600)]
    public string Emails { get; private set; } = "";

    /// <summary>E.164.</summary>
    [NoHistory, MaxLength(16)]
    public string Phone { get; private set; } = "";

    /// <summary>Every number, one per line; the first is <see cref="Phone"/>.</summary>
    [MaxLength(200)]
    public string Phones { get; private set; } = "";

    [MaxLength(12)]
    public string PostalCode { get; private set; } = "";

    [MaxLength(200)]
    public string Street { get; private set; } = "";

    [MaxLength(20)]
    public string Number { get; private set; } = "";

    [MaxLength(100)]
    public string Complement { get; private set; } = "";

    [MaxLength(100)]
    public string District { get; private set; } = "";

    [MaxLength(100)]
    public string City { get; private set; } = "";

    /// <summary>UF in Brazil.</summary>
    [MaxLength(60)]
    public string State { get; private set; } = "";

    /// <summary>ISO 3166-1, two letters.</summary>
    [MaxLength(2)]
    public string Country { get; private set; } = "";

    [NoHistory, MaxLength(100)]
    public string CitySort { get; private set; } = "";

    [Personal]
    public DateOnly? BirthDate { get; private set; }

    /// <summary>How the client came.</summary>
    [MaxLength(60)]
    public string Origin { get; private set; } = "";

    /// <summary>Which office looks after the client.</summary>
    [MaxLength(60)]
    public string Center { get; private set; } = "";

    /// <summary>When the client last signed in, UTC; null before the first time.</summary>
    [NoHistory(KeepsVersion = true)]
    public DateTime? LastLoginUtc { get; private set; }

    public long? HistoryClientId => Id;

    public bool IsCompany => PersonKind == PersonKind.Legal;

    /// <summary>Key of the client's events.</summary>
    public string EventKey => FormattableString.Invariant($"client:{Id}");

    public ClientDetails Details => new()
    {
        PersonKind = PersonKind,
        TradeName = TradeName,
        LegalName = LegalName,
        TaxId = TaxId,
        Emails = new(Emails),
        Phones = new(Phones),
        PostalCode = PostalCode,
        Street = Street,
        Number = Number,
        Complement = Complement,
        District = District,
        City = City,
        State = State,
        Country = Country,
        BirthDate = BirthDate,
        Origin = Origin,
        Center = Center,
        Blocked = Blocked,
        BlockedReason = BlockedReason,
    };

    public static Client Create(ClientDetails details)
    {
        var client = new Client();
        client.Apply(details);
        return client;
    }

    /// <summary>Takes over checked details; whoever keeps some of them starts from <see cref="Details"/>.</summary>
    public void Apply(ClientDetails details)
    {
        MustBeSomebody();
        PersonKind = details.PersonKind;
        TradeName = details.TradeName;
        LegalName = details.LegalName;
        DisplayText = details.TradeName;
        NameSort = TextFolding.SortKey(details.TradeName, SortLength);
        LegalNameSort = TextFolding.SortKey(details.LegalName, SortLength);
        TaxId = details.TaxId;
        Email = details.Emails.First;
        Emails = details.Emails.Lines;
        Phone = details.Phones.First;
        Phones = details.Phones.Lines;
        PostalCode = details.PostalCode;
        Street = details.Street;
        Number = details.Number;
        Complement = details.Complement;
        District = details.District;
        City = details.City;
        State = details.State;
        Country = details.Country;
        CitySort = TextFolding.SortKey(details.City, 100);
        BirthDate = details.BirthDate;
        Origin = details.Origin;
        Center = details.Center;
        Blocked = details.Blocked;
        BlockedReason = details.Blocked ? details.BlockedReason : "";
    }

    /// <summary>Somebody of the client signed in.</summary>
    public void SignedIn(DateTime utc) => LastLoginUtc = LastLoginUtc > utc ? LastLoginUtc : utc;

    /// <summary>A second object with the same values: what a bulk change compares with.</summary>
    public Client Copy() => (Client)MemberwiseClone();

    /// <summary>Takes over the values of fields that admins added; null leaves them.</summary>
    public void SetFields(System.Text.Json.Nodes.JsonObject? fields)
    {
        if (fields is not null)
        {
            MustBeSomebody();
            Fields = fields.ToJsonString();
        }
    }

    public SearchText GetSearchText() => new(TradeName,
        [LegalName, TaxId, Emails, .. new TextList(Phones).All.Select(PhoneDigits), Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    /// <summary>Digits alone: what is left of a number in any notation.</summary>
    private static string PhoneDigits(string e164) => e164.TrimStart('+');
}
