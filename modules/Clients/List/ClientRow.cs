using System.Linq.Expressions;

namespace ClientSuite.Clients;

/// <summary>A client as lists, the API and exports read it: untracked, in one query.</summary>
internal sealed class ClientRow
{
    public long Id { get; init; }
    public string ContentItemId { get; init; } = "";
    public PersonKind PersonKind { get; init; }
    public string TradeName { get; init; } = "";
    public string LegalName { get; init; } = "";
    public string TaxId { get; init; } = "";
    public string Email { get; init; } = "";
    public string Emails { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Phones { get; init; } = "";
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
    public DateTime CreatedUtc { get; init; }
    public DateTime ModifiedUtc { get; init; }
    public DateTime? LastLoginUtc { get; init; }
    public DateTime? DeletedUtc { get; init; }
    public string PhotoKey { get; init; } = "";
    public int Version { get; init; }
    public string Fields { get; init; } = "{}";

    public bool IsCompany => PersonKind == PersonKind.Legal;

    /// <summary>"Contagem, MG".</summary>
    public string Place => (City, State) switch
    {
        ("", _) => State,
        (_, "") => City,
        _ => $"{City}, {State}",
    };

    public static Expression<Func<Client, ClientRow>> Whole { get; } = c => new ClientRow
    {
        Id = c.Id,
        ContentItemId = c.ContentItemId,
        PersonKind = c.PersonKind,
        TradeName = c.TradeName,
        LegalName = c.LegalName,
        TaxId = c.TaxId,
        Email = c.Email,
        Emails = c.Emails,
        Phone = c.Phone,
        Phones = c.Phones,
        PostalCode = c.PostalCode,
        Street = c.Street,
        Number = c.Number,
        Complement = c.Complement,
        District = c.District,
        City = c.City,
        State = c.State,
        Country = c.Country,
        BirthDate = c.BirthDate,
        Origin = c.Origin,
        Center = c.Center,
        Blocked = c.Blocked,
        BlockedReason = c.BlockedReason,
        CreatedUtc = c.CreatedUtc,
        ModifiedUtc = c.ModifiedUtc,
        LastLoginUtc = c.LastLoginUtc,
        DeletedUtc = c.DeletedUtc,
        PhotoKey = c.PhotoKey,
        Version = c.Version,
        Fields = c.Fields,
    };

    public static ClientRow Of(Client client) => FromRecord(client);

    private static readonly Func<Client, ClientRow> FromRecord = Whole.Compile();

    /// <summary>What the list's own columns need: half the columns, twice the rows a second.</summary>
    public static Expression<Func<Client, ClientRow>> Listed { get; } = c => new ClientRow
    {
        Id = c.Id,
        PersonKind = c.PersonKind,
        TradeName = c.TradeName,
        LegalName = c.LegalName,
        TaxId = c.TaxId,
        Email = c.Email,
        Phone = c.Phone,
        City = c.City,
        State = c.State,
        Blocked = c.Blocked,
        CreatedUtc = c.CreatedUtc,
        ModifiedUtc = c.ModifiedUtc,
        DeletedUtc = c.DeletedUtc,
        PhotoKey = c.PhotoKey,
    };
}
