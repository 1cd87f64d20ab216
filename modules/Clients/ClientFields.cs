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
    public static ClientDetails Take(ClientDetails mine, ClientDetails theirs, IReadOnlySet<string> fields)
    {
        T Of<T>(string field, T own, T other) => fields.Contains(field) ? other : own;
        return new ClientDetails
        {
            PersonKind = Of("personKind", mine.PersonKind, theirs.PersonKind),
            TradeName = Of("tradeName", mine.TradeName, theirs.TradeName),
            LegalName = Of("legalName", mine.LegalName, theirs.LegalName),
            TaxId = Of("taxId", mine.TaxId, theirs.TaxId),
            Emails = Of("emails", mine.Emails, theirs.Emails),
            Phones = Of("phones", mine.Phones, theirs.Phones),
            BirthDate = Of("birthDate", mine.BirthDate, theirs.BirthDate),
            Blocked = Of("blocked", mine.Blocked, theirs.Blocked),
            BlockedReason = Of("blockedReason", mine.BlockedReason, theirs.BlockedReason),
            PostalCode = Of("postalCode", mine.PostalCode, theirs.PostalCode),
            Street = Of("street", mine.Street, theirs.Street),
            Number = Of("number", mine.Number, theirs.Number),
            Complement = Of("complement", mine.Complement, theirs.Complement),
            District = Of("district", mine.District, theirs.District),
            City = Of("city", mine.City, theirs.City),
            State = Of("state", mine.State, theirs.State),
            Country = Of("country", mine.Country, theirs.Country),
            Origin = Of("origin", mine.Origin, theirs.Origin),
            Center = Of("center", mine.Center, theirs.Center),
        };
    }

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
