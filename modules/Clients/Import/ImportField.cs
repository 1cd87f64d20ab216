using System.Collections.Frozen;
using ClientSuite.Access;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>A field that a column of a file can fill.</summary>
/// <param name="Name">Name in the API's <c>mapping</c>.</param>
/// <param name="Set">Puts a cell into the form; null where the import reads it itself.</param>
internal sealed record ImportField(string Name, Action<ClientForm, string>? Set)
{
    public string Label => "clients.field." + Name;

    /// <summary>Permission that filling it needs besides the import's; null for none.</summary>
    public string? Permission { get; private init; }

    public bool IsOpenTo(ICurrentUser user) => Permission is null || user.Has(Permission);

    /// <summary>True for the field itself and for those that a column with several values fills.</summary>
    public bool Fills(string field) => field == Name || Name switch
    {
        "emails" => field is "email" or "otherEmails",
        "phones" => field is "phone" or "otherPhones",
        _ => false,
    };

    public static IReadOnlyList<ImportField> All { get; } =
    [
        new("id", null),
        new("personKind", (f, t) => f.PersonKind = Kind(t)),
        new("tradeName", (f, t) => f.TradeName = t),
        new("legalName", (f, t) => f.LegalName = t),
        new("taxId", (f, t) => f.TaxId = t),
        new("email", (f, t) => f.Email = t),
        new("emails", (f, t) => (f.Email, f.OtherEmails) = Split(t)),
        new("phone", (f, t) => f.Phone = t),
        new("phones", (f, t) => (f.Phone, f.OtherPhones) = Split(t)),
        new("postalCode", (f, t) => f.PostalCode = t),
        new("street", (f, t) => f.Street = t),
        new("number", (f, t) => f.Number = t),
        new("complement", (f, t) => f.Complement = t),
        new("district", (f, t) => f.District = t),
        new("city", (f, t) => f.City = t),
        new("state", (f, t) => f.State = t),
        new("country", (f, t) => f.Country = t),
        new("birthDate", (f, t) => f.BirthDate = t),
        new("origin", (f, t) => f.Origin = t),
        new("center", (f, t) => f.Center = t),
        new("blocked", (f, t) => f.Blocked = IsYes(t)) { Permission = Permissions.Block },
        new("blockedReason", (f, t) => f.BlockedReason = t) { Permission = Permissions.Block },
        new("createdUtc", null),
    ];

    private static readonly FrozenDictionary<string, string> Synonyms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["createdat"] = "createdUtc",
        ["created"] = "createdUtc",
        ["datacadastro"] = "createdUtc",
        ["datadecadastro"] = "createdUtc",
        ["cadastro"] = "createdUtc",
        ["cpf"] = "taxId",
        ["cnpj"] = "taxId",
        ["cpfcnpj"] = "taxId",
        ["cpfoucnpj"] = "taxId",
        ["documento"] = "taxId",
        ["document"] = "taxId",
        ["nome"] = "tradeName",
        ["name"] = "tradeName",
        ["nombre"] = "tradeName",
        ["cliente"] = "tradeName",
        ["fantasia"] = "tradeName",
        ["empresa"] = "legalName",
        ["fone"] = "phone",
        ["celular"] = "phone",
        ["tel"] = "phone",
        ["whatsapp"] = "phone",
        ["mobile"] = "phone",
        ["telefonecelular"] = "phone",
        ["mail"] = "email",
        ["correio"] = "email",
        ["correo"] = "email",
        ["municipio"] = "city",
        ["uf"] = "state",
        ["endereco"] = "street",
        ["rua"] = "street",
        ["address"] = "street",
        ["direccion"] = "street",
        ["zip"] = "postalCode",
        ["zipcode"] = "postalCode",
        ["nascimento"] = "birthDate",
        ["aniversario"] = "birthDate",
        ["codigo"] = "id",
        ["clientid"] = "id",
        ["idcliente"] = "id",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ImportField? Find(string? name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The field that a header names: a field's name in any case style, its label in any of the three languages, or a
    /// word that people use; null when there is none.</summary>
    public static string? Guess(string header, IReadOnlyDictionary<string, string> labels)
    {
        var key = Key(header);
        return All.FirstOrDefault(f => Key(f.Name) == key)?.Name ?? labels.GetValueOrDefault(key) ?? Synonyms.GetValueOrDefault(key);
    }

    /// <summary>The field of each column, null where it has none: what the caller says, then what the headers name. A field that the
    /// caller gave away is guessed for no other column, and of two columns that guess the same the first one has it.</summary>
    public static List<string?> Columns(IReadOnlyList<string> header, Dictionary<string, string?> said, IReadOnlyDictionary<string, string> labels)
    {
        var taken = header.Select(h => said.GetValueOrDefault(h)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. header.Select(h => said.TryGetValue(h, out var field) ? field : Guess(h, labels) is { } guess && taken.Add(guess) ? guess : null)];
    }

    /// <summary>Fields by their labels in the three languages.</summary>
    public static IReadOnlyDictionary<string, string> Labels(IStringLocalizer texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = System.Globalization.CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in new[] { "pt-BR", "en", "es" })
            {
                System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
                foreach (var field in All)
                {
                    labels.TryAdd(Key(texts[field.Label].Value), field.Name);
                }
            }
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = reader;
        }

        return labels;
    }

    /// <summary>Letters and digits alone, folded: <c>trade_name</c>, <c>TradeName</c> and <c>Trade name</c> are one.</summary>
    private static string Key(string text) => new([.. TextFolding.Fold(text).Where(char.IsLetterOrDigit)]);

    private static string Kind(string text) => Key(text) switch
    {
        "legal" or "juridica" or "pessoajuridica" or "personajuridica" or "company" or "empresa" or "pj" or "cnpj" => "legal",
        "natural" or "fisica" or "pessoafisica" or "personafisica" or "person" or "pf" or "cpf" => "natural",
        _ => text,
    };

    private static bool IsYes(string text) => Key(text) is "sim" or "s" or "yes" or "y" or "si" or "true" or "1" or "x" or "bloqueado" or "blocked";

    private static (string?, string?) Split(string text)
    {
        var parts = text.Split([';', '\n', '|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (parts.FirstOrDefault(), string.Join('\n', parts.Skip(1)));
    }
}
