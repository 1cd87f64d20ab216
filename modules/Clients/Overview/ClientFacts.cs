using System.Globalization;
using System.Text.Json.Nodes;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>A label and its value as people read it.</summary>
/// <param name="Label">Text key; what the tenant added has its own name.</param>
internal sealed record ClientFact(string Label, string Text, string? Href = null, bool IsCode = false);

internal static class ClientFacts
{
    /// <summary>What one looks for first.</summary>
    public static IReadOnlyList<ClientFact> Basic(ClientRow c, TenantClock clock) =>
    [
        .. c.IsCompany || c.LegalName.Length > 0 ? new ClientFact[] { new("clients.field.legalName", c.LegalName) } : [],
        new("clients.field.email", c.Email, c.Email.Length > 0 ? "mailto:" + c.Email : null),
        new("clients.field.phone", PhoneNumber.Format(c.Phone), c.Phone.Length > 0 ? "tel:" + c.Phone : null, IsCode: true),
        new("clients.field.address", Address(c)),
        new("clients.field.origin", c.Origin),
        new("clients.since", clock.ToLocal(c.CreatedUtc).ToString("d", CultureInfo.CurrentCulture), IsCode: true),
    ];

    /// <summary>Everything (000-22 to 000-32).</summary>
    public static IReadOnlyList<ClientFact> Whole(ClientRow c, TenantClock clock, IStringLocalizer texts) =>
    [
        new("clients.field.personKind", texts["clients.personKind." + ClientFields.JsonName(c.PersonKind)].Value),
        new("clients.field.tradeName", c.TradeName),
        new("clients.field.legalName", c.LegalName),
        new("clients.field.taxId", TaxId.Format(c.TaxId), IsCode: true),
        new("clients.field.emails", ClientFields.Shown("emails", c.Emails, texts)),
        new("clients.field.phones", ClientFields.Shown("phones", c.Phones, texts), IsCode: true),
        new("clients.field.postalCode", PostalCode.Format(c.PostalCode), IsCode: true),
        new("clients.field.street", string.Join(", ", new[] { c.Street, c.Number }.Where(t => t.Length > 0))),
        new("clients.field.complement", c.Complement),
        new("clients.field.district", c.District),
        new("clients.field.city", c.City),
        new("clients.field.state", BrazilianState.TryParse(c.State, out var state) ? state.Name : c.State),
        new("clients.field.birthDate", c.BirthDate?.ToString("d", CultureInfo.CurrentCulture) ?? "", IsCode: true),
        new("clients.field.origin", c.Origin),
        new("clients.field.center", c.Center),
        new("clients.field.blocked", Blocked(c.Blocked, c.BlockedReason, texts)),
        new("clients.since", clock.ToLocal(c.CreatedUtc).ToString("g", CultureInfo.CurrentCulture), IsCode: true),
        new("clients.lastLogin", c.LastLoginUtc is { } login ? clock.ToLocal(login).ToString("g", CultureInfo.CurrentCulture) : texts["clients.never"].Value, IsCode: true),
    ];

    /// <summary>"Sim · Fraude".</summary>
    public static string Blocked(bool isBlocked, string reason, IStringLocalizer texts) => texts[isBlocked ? "common.yes" : "common.no"].Value + (reason.Length > 0 ? " · " + reason : "");

    /// <summary>What the tenant asks besides (004-26), by the names that it gave.</summary>
    public static IEnumerable<ClientFact> Added(ClientRow c, AddedFieldNames names, TenantClock clock, IStringLocalizer texts) =>
        from field in JsonNode.Parse(c.Fields)?.AsObject() ?? []
        let value = HistoryValues.Say(null, field.Key, field.Value?.ToString(), clock, texts)
        where !string.IsNullOrEmpty(value)
        select new ClientFact(names.Of(Client.RecordType, field.Key), value);

    private static string Address(ClientRow c) => string.Join(", ", new[] { c.Street, c.Number, c.Complement, c.District, PostalCode.Format(c.PostalCode), c.Place }.Where(t => t.Length > 0));
}
