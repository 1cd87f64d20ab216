using ClientSuite.Values;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class ContactTests
{
    [Theory]
    [InlineData("01001-000", "01001000")]
    [InlineData("32315040", "32315040")]
    [InlineData(" 30.140-071 ", "30140071")]
    public void A_postal_code_keeps_its_leading_zeros(string text, string expected)
    {
        Assert.True(PostalCode.TryParse(text, out var bare));
        Assert.Equal(expected, bare);
        Assert.Equal($"{expected[..5]}-{expected[5..]}", PostalCode.Format(bare));
    }

    [Theory]
    [InlineData("1001000")]
    [InlineData("010010000")]
    [InlineData("0100100A")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_but_eight_digits_is_no_postal_code(string? text) => Assert.False(PostalCode.TryParse(text, out _));

    [Fact]
    public void There_are_27_states_with_the_known_codes()
    {
        var codes = "AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO".Split(' ');
        Assert.Equal(codes.Order(), BrazilianState.All.Select(state => state.Code).Order());
        Assert.All(codes, code => Assert.True(BrazilianState.IsValid(code)));
    }

    [Theory]
    [InlineData("mg", "MG")]
    [InlineData(" Sao Paulo ", "SP")]
    [InlineData("PARÁ", "PA")]
    public void A_state_is_found_by_code_or_name(string text, string code)
    {
        Assert.True(BrazilianState.TryParse(text, out var state));
        Assert.Equal(code, state.Code);
        Assert.False(BrazilianState.IsValid(text));
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_state_is_not_found(string? text) => Assert.False(BrazilianState.TryParse(text, out _));

    [Theory]
    [InlineData("contato@aurora.com.br", "contato@aurora.com.br")]
    [InlineData("  Thais.Sa@Exemplo.COM ", "Thais.Sa@exemplo.com")]
    [InlineData("a+b_c@ação.com.br", "a+b_c@ação.com.br")]
    [InlineData("x@a-b.io", "x@a-b.io")]
    public void An_address_keeps_its_local_part_and_lowers_its_domain(string text, string expected)
    {
        Assert.True(EmailAddress.TryParse(text, out var address));
        Assert.Equal(expected, address);
    }

    [Theory]
    [InlineData(null, EmailAddressError.Empty)]
    [InlineData("  ", EmailAddressError.Empty)]
    [InlineData("nome", EmailAddressError.At)]
    [InlineData("a@b@c.com", EmailAddressError.At)]
    [InlineData("a b@c.com", EmailAddressError.Characters)]
    [InlineData("a\r\nBcc:x@c.com", EmailAddressError.Characters)]
    [InlineData("a\u0000@c.com", EmailAddressError.Characters)]
    [InlineData("joão@c.com", EmailAddressError.Characters)]
    [InlineData("a@c_d.com", EmailAddressError.Characters)]
    [InlineData("@c.com", EmailAddressError.LocalPart)]
    [InlineData("a..b@c.com", EmailAddressError.LocalPart)]
    [InlineData("a.@c.com", EmailAddressError.LocalPart)]
    [InlineData("nome@empresa", EmailAddressError.DomainEnd)]
    [InlineData("nome@empresa.", EmailAddressError.DomainEnd)]
    [InlineData("nome@", EmailAddressError.DomainEnd)]
    [InlineData("nome@10.0.0.1", EmailAddressError.DomainEnd)]
    [InlineData("a@.com", EmailAddressError.Domain)]
    [InlineData("a@-b.com", EmailAddressError.Domain)]
    public void A_wrong_address_is_refused_with_the_reason(string? text, EmailAddressError expected)
    {
        Assert.Equal(expected, EmailAddress.Explain(text));
        Assert.False(EmailAddress.IsValid(text));
    }

    [Fact]
    public void An_address_has_at_most_254_bytes()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 4)) + ".com";
        Assert.True(EmailAddress.IsValid(new string('a', 253 - domain.Length) + "@" + domain));
        Assert.Equal(EmailAddressError.Length, EmailAddress.Explain(new string('a', 254 - domain.Length) + "@" + domain));
        Assert.Equal(EmailAddressError.Length, EmailAddress.Explain(new string('a', 65) + "@b.com"));
    }
}
