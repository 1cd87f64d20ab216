using System.Globalization;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>A field that people fill in.</summary>
/// <param name="Name">Name in the API and in the history.</param>
/// <param name="Get">Its value as stored.</param>
internal sealed record ClientField(string Name, Func<ClientDetails, string> Get)
{
    /// <summary>Text key of its label.</summary>
    public string Label => "clients.field." + Name;
}

/// <summary>The fields of a client, in the order of the form.</summary>
internal static class ClientFields
{
    public static IReadOnlyList<ClientField> All { get; } =
    [
        new("personKind", d => JsonName(d.PersonKind)),
        new("tradeName", d => d.TradeName),
        new("legalName", d => d.LegalName),
        new("taxId", d => d.TaxId),
        new("emails", d => d.Emails.Lines),
        new("phones", d => d.Phones.Lines),
        new("birthDate", d => d.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""),
        new("blocked", d => d.Blocked ? "true" : "false"),
        new("blockedReason", d => d.BlockedReason),
        new("postalCode", d => d.PostalCode),
        new("street", d => d.Street),
        new("number", d => d.Number),
        new("complement", d => d.Complement),
        new("district", d => d.District),
        new("city", d => d.City),
        new("state", d => d.State),
        new("country", d => d.Country),
        new("origin", d => d.Origin),
        new("center", d => d.Center),
    ];

    public static IReadOnlyList<string> Changed(ClientDetails before, ClientDetails after) =>
        [.. All.Where(f => f.Get(before) != f.Get(after)).Select(f => f.Name)];

    /// <summary>Details of which some fields are taken from others.</summary>
    public static ClientDetails Take(ClientDetails mine, ClientDetails theirs, IReadOnlySet<string> fields) =>
        All.Where(f => fields.Contains(f.Name)).Aggregate(mine, (details, field) => With(details, field.Name, field.Get(theirs)));

    /// <summary>A field's value as the history writes it, in the form of <see cref="ClientField.Get"/>.</summary>
    public static string Stored(string field, string? inHistory) => field == "personKind" ? (inHistory ?? "").ToLowerInvariant() : inHistory ?? (field == "blocked" ? "false" : "");

    /// <summary>Details with one field replaced by a stored value.</summary>
    public static ClientDetails With(ClientDetails details, string field, string value) => field switch
    {
        "personKind" => details with { PersonKind = value == "legal" ? PersonKind.Legal : PersonKind.Natural },
        "tradeName" => details with { TradeName = value },
        "legalName" => details with { LegalName = value },
        "taxId" => details with { TaxId = value },
        "emails" => details with { Emails = new(value) },
        "phones" => details with { Phones = new(value) },
        "birthDate" => details with { BirthDate = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null },
        "blocked" => details with { Blocked = value == "true" },
        "blockedReason" => details with { BlockedReason = value },
        "postalCode" => details with { PostalCode = value },
        "street" => details with { Street = value },
        "number" => details with { Number = value },
        "complement" => details with { Complement = value },
        "district" => details with { District = value },
        "city" => details with { City = value },
        "state" => details with { State = value },
        "country" => details with { Country = value },
        "origin" => details with { Origin = value },
        "center" => details with { Center = value },
        _ => details,
    };

    public static string JsonName(PersonKind kind) => kind == PersonKind.Legal ? "legal" : "natural";

    /// <summary>A stored value as people read it: masked, with the words of the reader's language.</summary>
    public static string Shown(string field, string? stored, Microsoft.Extensions.Localization.IStringLocalizer texts) => (field, stored) switch
    {
        (_, null or "") => "",
        ("personKind", _) => texts["clients.personKind." + stored.ToLowerInvariant()].Value,
        ("taxId", _) => TaxId.Format(stored),
        ("postalCode", _) => PostalCode.Format(stored),
        ("phones" or "phone", _) => string.Join(", ", stored.Split('\n').Select(PhoneNumber.Format)),
        ("emails", _) => string.Join(", ", stored.Split('\n')),
        ("blocked", _) => texts[stored == "true" ? "common.yes" : "common.no"].Value,
        ("birthDate", _) when DateOnly.TryParseExact(stored, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d", CultureInfo.CurrentCulture),
        _ => stored,
    };
}
