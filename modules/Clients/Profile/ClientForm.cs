using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientSuite.Values;

namespace ClientSuite.Clients;

/// <summary>What is posted about a client, as people write it: by the form, the API and an import. <see cref="Read"/> checks it
/// and gives it the form in which it is stored.</summary>
internal sealed class ClientForm
{
    private static readonly DateOnly FirstBirth = new(1850, 1, 1);

    public string? PersonKind { get; set; }

    [MaxLength(Client.NameLength)]
    public string? TradeName { get; set; }

    [MaxLength(Client.NameLength)]
    public string? LegalName { get; set; }

    public string? TaxId { get; set; }

    [MaxLength(EmailAddress.MaxLength)]
    public string? Email { get; set; }

    /// <summary>Further addresses, one per line.</summary>
    public string? OtherEmails { get; set; }

    public string? Phone { get; set; }

    /// <summary>Further numbers, one per line.</summary>
    public string? OtherPhones { get; set; }

    public string? PostalCode { get; set; }

    [MaxLength(200)]
    public string? Street { get; set; }

    [MaxLength(20)]
    public string? Number { get; set; }

    [MaxLength(100)]
    public string? Complement { get; set; }

    [MaxLength(100)]
    public string? District { get; set; }

    [MaxLength(100)]
    public string? City { get; set; }

    public string? State { get; set; }

    public string? Country { get; set; }

    public string? BirthDate { get; set; }

    [MaxLength(60)]
    public string? Origin { get; set; }

    [MaxLength(60)]
    public string? Center { get; set; }

    public bool Blocked { get; set; }

    [MaxLength(300)]
    public string? BlockedReason { get; set; }

    /// <summary>Public id that the new client gets: chosen when the form is drawn, so that posting it twice makes one client.</summary>
    public string? NewId { get; set; }

    /// <summary>Version that the form was drawn from.</summary>
    public int Version { get; set; }

    /// <summary>The fields that a person adding a client must fill in (001-04), named as here; the legal name only for
    /// a legal person.</summary>
    public static IReadOnlyList<string> Asked { get; } =
        [nameof(TradeName), nameof(LegalName), nameof(TaxId), nameof(Email), nameof(Phone), nameof(PostalCode), nameof(Street), nameof(Number), nameof(District), nameof(City), nameof(State)];

    public static ClientForm From(ClientDetails details) => new()
    {
        PersonKind = ClientFields.JsonName(details.PersonKind),
        TradeName = details.TradeName,
        LegalName = details.LegalName,
        TaxId = Values.TaxId.Format(details.TaxId),
        Email = details.Emails.First,
        OtherEmails = string.Join('\n', details.Emails.All.Skip(1)),
        Phone = PhoneNumber.Format(details.Phones.First),
        OtherPhones = string.Join('\n', details.Phones.All.Skip(1).Select(PhoneNumber.Format)),
        PostalCode = Values.PostalCode.Format(details.PostalCode),
        Street = details.Street,
        Number = details.Number,
        Complement = details.Complement,
        District = details.District,
        City = details.City,
        State = details.State,
        Country = details.Country,
        BirthDate = details.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Origin = details.Origin,
        Center = details.Center,
        Blocked = details.Blocked,
        BlockedReason = details.BlockedReason,
    };

    /// <summary>The details, and what is wrong with them: then they must not be used. Fields are named as here.</summary>
    /// <param name="required">Fields that may not be empty besides the name.</param>
    /// <param name="today">The tenant's today: nobody is born after it.</param>
    /// <param name="problems">What is wrong; empty when all is well.</param>
    public ClientDetails Read(IReadOnlyList<string> required, DateOnly today, out IReadOnlyList<FieldProblem> problems)
    {
        var reading = new Reading(required);
        var taxId = reading.Clean(nameof(TaxId), TaxId, 40);
        var kind = reading.Kind(PersonKind, taxId);
        var details = new ClientDetails
        {
            PersonKind = kind,
            TradeName = reading.Text(nameof(TradeName), TradeName, Client.NameLength, isRequired: true),
            LegalName = kind == Clients.PersonKind.Legal ? reading.Text(nameof(LegalName), LegalName, Client.NameLength) : reading.Clean(nameof(LegalName), LegalName, Client.NameLength),
            TaxId = reading.TaxId(taxId, kind),
            Emails = reading.List(nameof(Email), Email, nameof(OtherEmails), OtherEmails, 10, reading.Email),
            Phones = reading.List(nameof(Phone), Phone, nameof(OtherPhones), OtherPhones, 10, reading.Phone),
            Street = reading.Text(nameof(Street), Street, 200),
            Number = reading.Text(nameof(Number), Number, 20),
            Complement = reading.Text(nameof(Complement), Complement, 100),
            District = reading.Text(nameof(District), District, 100),
            City = reading.Text(nameof(City), City, 100),
            Country = reading.Country(Country),
            BirthDate = reading.Day(nameof(BirthDate), BirthDate, FirstBirth, today),
            Origin = reading.Text(nameof(Origin), Origin, 60),
            Center = reading.Text(nameof(Center), Center, 60),
            Blocked = Blocked,
            BlockedReason = Blocked ? reading.Text(nameof(BlockedReason), BlockedReason, 300) : "",
        };
        details = details with
        {
            PostalCode = reading.PostalCode(PostalCode, details.Country),
            State = reading.State(State, details.Country),
        };
        problems = reading.Problems;
        return details;
    }

    /// <summary>Reads values one by one and collects what is wrong.</summary>
    private sealed class Reading(IReadOnlyList<string> required)
    {
        public List<FieldProblem> Problems { get; } = [];

        public string Text(string field, string? text, int length, bool isRequired = false)
        {
            var clean = Clean(field, text, length);
            if (clean.Length == 0 && (isRequired || required.Contains(field)) && !Problems.Exists(p => p.Field == field))
            {
                Problems.Add(new(field, "clients.error.required." + char.ToLowerInvariant(field[0]) + field[1..]));
            }

            return clean;
        }

        public string Clean(string field, string? text, int length)
        {
            if (!TextCleaning.TryClean(text, out var clean))
            {
                Problems.Add(new(field, "clients.error.text"));
                return "";
            }

            // A line end inside a name would break lists and files.
            clean = clean.ReplaceLineEndings(" ");
            if (clean.Length <= length)
            {
                return clean;
            }

            Problems.Add(new(field, "clients.error.tooLong", length));
            return "";
        }

        public PersonKind Kind(string? text, string taxId)
        {
            switch (text?.Trim().ToLowerInvariant())
            {
                case null or "":
                    return Values.TaxId.IsCnpj(taxId) ? Clients.PersonKind.Legal : Clients.PersonKind.Natural;
                case "natural":
                    return Clients.PersonKind.Natural;
                case "legal":
                    return Clients.PersonKind.Legal;
                default:
                    Problems.Add(new(nameof(PersonKind), "clients.error.personKind"));
                    return default;
            }
        }

        public string TaxId(string text, PersonKind kind)
        {
            const string field = nameof(ClientForm.TaxId);
            if (text.Length == 0)
            {
                return Text(field, text, 40);
            }

            var isCompany = kind == Clients.PersonKind.Legal;
            var error = Values.TaxId.Explain(text, isCompany ? TaxIdKind.Cnpj : TaxIdKind.Cpf);
            if (error == TaxIdError.None)
            {
                return Values.TaxId.TryParse(text, out var bare, out _) ? bare : "";
            }

            var isOther = isCompany ? Values.TaxId.IsCpf(text) : Values.TaxId.IsCnpj(text);
            Problems.Add(new(field, (isCompany, isOther, error) switch
            {
                (true, true, _) => "clients.error.taxId.isCpf",
                (false, true, _) => "clients.error.taxId.isCnpj",
                (true, _, TaxIdError.Length) => "clients.error.cnpj.length",
                (true, _, TaxIdError.Characters) => "clients.error.cnpj.characters",
                (true, _, _) => "clients.error.cnpj",
                (false, _, TaxIdError.Length) => "clients.error.cpf.length",
                (false, _, TaxIdError.Characters) => "clients.error.cpf.characters",
                (false, _, _) => "clients.error.cpf",
            }));
            return "";
        }

        public TextList List(string field, string? first, string moreField, string? more, int most, Func<string, string, string> read)
        {
            var head = Text(field, first, 300);
            var values = new List<string>();
            if (head.Length > 0)
            {
                values.Add(read(field, head));
            }

            if (!string.IsNullOrWhiteSpace(more))
            {
                var lines = more.Split(['\n', '\r', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                if (lines.Length >= most)
                {
                    Problems.Add(new(moreField, "clients.error.tooMany", most));
                    return TextList.Empty;
                }

                values.AddRange(lines.Select(line => read(moreField, Clean(moreField, line, 300))));
            }

            return TextList.Of(values.Where(v => v.Length > 0));
        }

        public string Email(string field, string text)
        {
            if (EmailAddress.TryParse(text, out var address))
            {
                return address;
            }

            Problems.Add(new(field, EmailAddress.Explain(text) switch
            {
                EmailAddressError.DomainEnd => "clients.error.email.end",
                EmailAddressError.At => "clients.error.email.at",
                EmailAddressError.Length => "clients.error.email.length",
                EmailAddressError.Characters => "clients.error.email.characters",
                _ => "clients.error.email",
            }));
            return "";
        }

        public string Phone(string field, string text)
        {
            if (PhoneNumber.TryParse(text, out var number))
            {
                return number;
            }

            Problems.Add(new(field, "clients.error.phone"));
            return "";
        }

        public string Country(string? text)
        {
            var code = Clean(nameof(ClientForm.Country), text, 60).ToUpperInvariant();
            if (code is "" or "BRASIL" or "BRAZIL")
            {
                return "BR";
            }

            if (code.Length == 2 && code.All(char.IsAsciiLetterUpper))
            {
                return code;
            }

            Problems.Add(new(nameof(ClientForm.Country), "clients.error.country"));
            return "BR";
        }

        public string State(string? text, string country)
        {
            const string field = nameof(ClientForm.State);
            var state = Text(field, text, 60);
            if (state.Length == 0 || country != "BR")
            {
                return state;
            }

            if (BrazilianState.TryParse(state, out var known))
            {
                return known.Code;
            }

            Problems.Add(new(field, "clients.error.state"));
            return "";
        }

        public string PostalCode(string? text, string country)
        {
            const string field = nameof(ClientForm.PostalCode);
            var code = Text(field, text, country == "BR" ? 20 : 12);
            if (code.Length == 0 || country != "BR")
            {
                return code;
            }

            if (Values.PostalCode.TryParse(code, out var bare))
            {
                return bare;
            }

            Problems.Add(new(field, "clients.error.postalCode"));
            return "";
        }

        public DateOnly? Day(string field, string? text, DateOnly first, DateOnly last)
        {
            var clean = Clean(field, text, 40);
            if (clean.Length == 0)
            {
                return null;
            }

            if (!Days.TryParse(clean, out var day))
            {
                Problems.Add(new(field, "clients.error.date"));
                return null;
            }

            if (day >= first && day <= last)
            {
                return day;
            }

            Problems.Add(new(field, "clients.error.birthDate"));
            return null;
        }
    }
}

/// <summary>Days as the API (<c>2026-12-05</c>), Brazilian files (<c>05/12/2026</c>) and workbooks write them.</summary>
internal static class Days
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "dd/MM/yy", "dd-MM-yyyy", "dd.MM.yyyy"];

    public static bool TryParse(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text.Length > 10 && text[10] is 'T' or ' ' ? text[..10] : text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
