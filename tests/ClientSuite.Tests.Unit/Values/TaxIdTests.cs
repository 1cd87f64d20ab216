using ClientSuite.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class TaxIdTests
{
    [Theory(DisplayName = "002-25: a CPF with right check digits is accepted with and without its mask")]
    [InlineData("529.982.247-25")]
    [InlineData("111.444.777-35")]
    [InlineData("123.456.789-09")]
    [InlineData("000.000.001-91")]
    [InlineData("987.654.321-00")]
    [InlineData("040.532.769-26")]
    [InlineData("249.715.637-92")]
    [InlineData("935.411.347-80")]
    public void A_valid_cpf_is_accepted_and_shown_masked(string masked)
    {
        Assert.True(TaxId.TryParse(masked, out var bare, out var kind));
        Assert.Equal(TaxIdKind.Cpf, kind);
        Assert.Equal(11, bare.Length);
        Assert.Equal(masked, TaxId.Format(bare));
        Assert.True(TaxId.IsCpf(bare));
        Assert.True(TaxId.IsCpf($" {masked}\u00A0"));
        Assert.False(TaxId.IsCnpj(masked));
    }

    [Theory(DisplayName = "002-25: a wrong CPF is refused with the reason")]
    [InlineData("529.982.247-24", TaxIdError.CheckDigit)]
    [InlineData("111.111.111-11", TaxIdError.Repeated)]
    [InlineData("123.456.789-0", TaxIdError.Length)]
    [InlineData("123.456.789-099", TaxIdError.Length)]
    [InlineData("123.456.78A-09", TaxIdError.Characters)]
    [InlineData("529.982.247-2\u0665", TaxIdError.Characters)]
    [InlineData(" .-", TaxIdError.Empty)]
    [InlineData(null, TaxIdError.Empty)]
    public void A_wrong_cpf_is_refused_with_the_reason(string? text, TaxIdError expected)
    {
        Assert.Equal(expected, TaxId.Explain(text, TaxIdKind.Cpf));
        Assert.False(TaxId.TryParse(text, out var bare, out _));
        Assert.Empty(bare);
    }

    [Fact]
    public void None_of_the_ten_repeated_cpf_is_accepted() =>
        Assert.All("0123456789", digit => Assert.Equal(TaxIdError.Repeated, TaxId.Explain(new string(digit, 11), TaxIdKind.Cpf)));

    [Theory]
    [InlineData("12.ABC.345/01DE-35")]
    [InlineData("A1.B2C.3D4/E5F6-68")]
    [InlineData("AB.CDE.FGH/IJKL-80")]
    [InlineData("ZZ.ZZZ.ZZZ/ZZZZ-62")]
    [InlineData("1A.2B3.C4D/0001-79")]
    [InlineData("AA.AAA.AAA/0001-91")]
    [InlineData("00.000.000/000A-04")]
    [InlineData("CL.IEN.TES/0001-20")]
    [InlineData("7X.KPQ.R9W/A0B1-61")]
    [InlineData("0A.0A0.A0A/0A0A-90")]
    [InlineData("9W.8V7.T6S/0002-53")]
    [InlineData("AB.C4A.678/0001-60")]
    [InlineData("11.222.333/0001-81")]
    [InlineData("11.444.777/0001-61")]
    [InlineData("00.000.000/0001-91")]
    [InlineData("33.000.167/0001-01")]
    [InlineData("60.701.019/0001-97")]
    [InlineData("12.345.678/0001-95")]
    [InlineData("34.028.316/0001-03")]
    [InlineData("59.952.259/0001-85")]
    public void A_valid_cnpj_is_accepted_in_any_case_and_mask(string masked)
    {
        Assert.True(TaxId.TryParse(masked.ToLowerInvariant(), out var bare, out var kind));
        Assert.Equal(TaxIdKind.Cnpj, kind);
        Assert.Equal(14, bare.Length);
        Assert.Equal(bare.ToUpperInvariant(), bare);
        Assert.Equal(masked, TaxId.Format(bare));
        Assert.True(TaxId.IsCnpj(bare));
    }

    [Theory]
    [InlineData("12.ABC.345/01DE-34", TaxIdError.CheckDigit)]
    [InlineData("12.ABC.345/01DE-3A", TaxIdError.Characters)]
    [InlineData("12.abç.345/01DE-35", TaxIdError.Characters)]
    [InlineData("00.000.000/0000-00", TaxIdError.Repeated)]
    [InlineData("12ABC34501DE3", TaxIdError.Length)]
    [InlineData("12ABC34501DE355", TaxIdError.Length)]
    [InlineData("529.982.247-25", TaxIdError.Length)]
    public void A_wrong_cnpj_is_refused_with_the_reason(string text, TaxIdError expected)
    {
        Assert.Equal(expected, TaxId.Explain(text, TaxIdKind.Cnpj));
        Assert.False(TaxId.IsCnpj(text));
    }

    [Theory]
    [InlineData("ABC", "ABC")]
    [InlineData("DE 123456789", "DE 123456789")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void An_unknown_text_is_shown_as_it_is(string? text, string shown) => Assert.Equal(shown, TaxId.Format(text));

    [Fact]
    public void Exactly_one_pair_of_check_digits_fits_any_root() =>
        Prop.ForAll(Gen.Elements("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray()).ArrayOf(12).ToArbitrary(), root =>
            Enumerable.Range(0, 100).Count(digits => TaxId.IsCnpj($"{new string(root)}{digits:00}")) == 1)
            .QuickCheckThrowOnFailure();
}
