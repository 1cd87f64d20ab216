using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients.Profile;

public sealed class ClientFormTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Fact(DisplayName = "000-24 A document is kept bare and upper case")]
    public void A_document_is_kept_bare()
    {
        var details = Read(AForm(f => f.TaxId = "529.982.247-25"));

        Assert.Equal("52998224725", details.TaxId);
        Assert.Equal(PersonKind.Natural, details.PersonKind);
    }

    [Fact]
    public void A_company_is_told_by_its_document_where_nothing_says_the_kind() =>
        Assert.Equal(PersonKind.Legal, Read(AForm(f => (f.PersonKind, f.TaxId) = (null, "12.abc.345/01de-35"))).PersonKind);

    [Theory]
    [InlineData("natural", "11222333000181", "clients.error.taxId.isCnpj")]
    [InlineData("legal", "52998224725", "clients.error.taxId.isCpf")]
    [InlineData("natural", "52998224726", "clients.error.cpf")]
    [InlineData("natural", "5299822472", "clients.error.cpf.length")]
    [InlineData("legal", "11222333000182", "clients.error.cnpj")]
    public void A_wrong_document_says_what_is_wrong(string kind, string taxId, string key) =>
        Assert.Equal(key, Only(AForm(f => (f.PersonKind, f.TaxId) = (kind, taxId))).Key);

    [Theory(DisplayName = "001-04 A form with a mandatory field empty is refused and points at the field")]
    [InlineData("legal")]
    [InlineData("natural")]
    public void A_mandatory_field_left_empty_is_pointed_out(string kind)
    {
        new ClientForm { PersonKind = kind }.Read(ClientForm.Asked, Today, out var problems);

        Assert.Equal(ClientForm.Asked.Where(f => kind == "legal" || f != nameof(ClientForm.LegalName)).Order(), problems.Select(p => p.Field).Order());
        Assert.All(problems, p => Assert.StartsWith("clients.error.required.", p.Key, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "001-05 Optional fields may stay empty")]
    public void Optional_fields_may_stay_empty()
    {
        AForm(f => (f.Complement, f.Origin, f.Center, f.BirthDate, f.OtherEmails) = (null, null, null, null, null)).Read(ClientForm.Asked, Today, out var problems);

        Assert.Empty(problems);
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_is_a_problem_of_its_field()
    {
        var problem = Only(AForm(f => f.TradeName = new string('x', 10_000)));

        Assert.Equal(("TradeName", "clients.error.tooLong"), (problem.Field, problem.Key));
    }

    [Fact]
    public void Names_keep_emoji_right_to_left_text_and_markup_as_they_are() =>
        Assert.Equal("🍞 مخبز <script>", Read(AForm(f => f.TradeName = " 🍞 مخبز <script> ")).TradeName);

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Equal("clients.error.text", Only(AForm(f => f.TradeName = "a\ud83c")).Key);

    [Theory]
    [InlineData("joao@joaopadaria", "clients.error.email.end")]
    [InlineData("joao", "clients.error.email.at")]
    [InlineData("jo ao@x.com", "clients.error.email.characters")]
    public void A_wrong_email_says_what_is_wrong(string email, string key) => Assert.Equal(key, Only(AForm(f => f.Email = email)).Key);

    [Fact(DisplayName = "000-29 Several e-mails and telephones are kept in order, each once")]
    public void Several_contacts_are_kept_in_order()
    {
        var details = Read(AForm(f => (f.Email, f.OtherEmails, f.Phone, f.OtherPhones) = ("a@x.com", "b@x.com\na@x.com", "(31) 98877-4512", "31 3333-4444")));

        Assert.Equal(["a@x.com", "b@x.com"], details.Emails.All);
        Assert.Equal(["+5531988774512", "+553133334444"], details.Phones.All);
    }

    [Theory]
    [InlineData("mg", "MG")]
    [InlineData("Minas Gerais", "MG")]
    public void A_state_is_kept_by_its_code(string typed, string code) => Assert.Equal(code, Read(AForm(f => f.State = typed)).State);

    [Fact]
    public void An_address_abroad_keeps_its_own_state_and_code()
    {
        var details = Read(AForm(f => (f.Country, f.State, f.PostalCode) = ("PT", "Lisboa", "1000-001")));

        Assert.Equal(("PT", "Lisboa", "1000-001"), (details.Country, details.State, details.PostalCode));
    }

    [Theory]
    [InlineData("1990-12-31")]
    [InlineData("31/12/1990")]
    public void A_day_is_read_in_both_notations(string text) => Assert.Equal(new DateOnly(1990, 12, 31), Read(AForm(f => f.BirthDate = text)).BirthDate);

    [Theory]
    [InlineData("31/02/1990", "clients.error.date")]
    [InlineData("2026-11-22", "clients.error.birthDate")]
    [InlineData("1849-12-31", "clients.error.birthDate")]
    public void A_day_that_cannot_be_is_refused(string text, string key) => Assert.Equal(key, Only(AForm(f => f.BirthDate = text)).Key);

    [Fact]
    public void A_form_made_from_details_reads_back_to_them()
    {
        var details = Read(AForm(f => (f.Blocked, f.BlockedReason, f.OtherPhones, f.BirthDate) = (true, "Fraude", "11 3333-4444", "1990-01-02")));

        Assert.Equal(details, Read(ClientForm.From(details)));
    }

    internal static ClientForm AForm(Action<ClientForm>? change = null)
    {
        var form = new ClientForm
        {
            PersonKind = "natural",
            TradeName = "João Padaria",
            LegalName = "João Ferreira da Silva",
            Email = "joao@joaopadaria.com.br",
            Phone = "(31) 98877-4512",
            PostalCode = "32315-040",
            Street = "Rua das Acácias",
            Number = "214",
            District = "Eldorado",
            City = "Contagem",
            State = "MG",
        };
        form.TaxId = "52998224725";
        change?.Invoke(form);
        return form;
    }

    private static ClientDetails Read(ClientForm form)
    {
        var details = form.Read([], Today, out var problems);
        Assert.Empty(problems);
        return details;
    }

    private static FieldProblem Only(ClientForm form)
    {
        form.Read([], Today, out var problems);
        return Assert.Single(problems);
    }
}
