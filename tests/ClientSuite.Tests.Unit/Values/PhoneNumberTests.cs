using ClientSuite.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("(31) 98765-4321", "+5531987654321")]
    [InlineData("31 98877-4512", "+5531988774512")]
    [InlineData("(37)3221-0090", "+553732210090")]
    [InlineData("+55 34 99120-1234", "+5534991201234")]
    [InlineData("+553133334444", "+553133334444")]
    [InlineData("5531987654321", "+5531987654321")]
    [InlineData("553133334444", "+553133334444")]
    [InlineData("031 3333.4444", "+553133334444")]
    [InlineData("031987654321", "+5531987654321")]
    [InlineData("0 15 31 98765-4321", "+5531987654321")]
    [InlineData("005531987654321", "+5531987654321")]
    [InlineData("(55) 98765-4321", "+5555987654321")]
    [InlineData("(31) 8765-4321", "+5531987654321")]
    [InlineData("+1 202 555 0100", "+12025550100")]
    [InlineData("00351 912 345 678", "+351912345678")]
    public void Any_notation_becomes_E164(string text, string expected)
    {
        Assert.True(PhoneNumber.TryParse(text, out var e164));
        Assert.Equal(expected, e164);
        Assert.True(PhoneNumber.IsE164(e164));
    }

    [Theory]
    [InlineData("98765-4321")]
    [InlineData("(20) 98765-4321")]
    [InlineData("(31) 18765-4321")]
    [InlineData("(31) 88765-4321")]
    [InlineData("+55 20 98765-4321")]
    [InlineData("0800 123 4567")]
    [InlineData("4004-1234")]
    [InlineData("+0 123 456 789")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("31 98765-4321 ramal 2")]
    [InlineData("1+1")]
    [InlineData("+")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_number_is_refused(string? text)
    {
        Assert.False(PhoneNumber.TryParse(text, out var e164));
        Assert.Empty(e164);
    }

    [Theory]
    [InlineData("+5531987654321", "(31) 98765-4321")]
    [InlineData("+553133334444", "(31) 3333-4444")]
    [InlineData("+12025550100", "+1 202 555 0100")]
    [InlineData("+351912345678", "+351 912 345 678")]
    [InlineData("+4930123456", "+49 301 234 56")]
    [InlineData("0800 123", "0800 123")]
    [InlineData(null, "")]
    public void Numbers_are_shown_as_people_write_them(string? e164, string shown) => Assert.Equal(shown, PhoneNumber.Format(e164));

    [Theory]
    [InlineData("+5531987654321", "+5531987654321 +553187654321")]
    [InlineData("+553187654321", "+553187654321 +5531987654321")]
    [InlineData("+553133334444", "+553133334444")]
    [InlineData("+5511912345678", "+5511912345678")]
    [InlineData("+12025550100", "+12025550100")]
    public void A_mobile_matches_with_and_without_its_ninth_digit_and_a_landline_only_itself(string e164, string keys) =>
        Assert.Equal(keys.Split(' '), PhoneNumber.MatchKeys(e164));

    [Fact]
    public void There_are_67_area_codes()
    {
        Assert.Equal(67, PhoneNumber.AreaCodes.Distinct().Count());
        Assert.All(PhoneNumber.AreaCodes, area => Assert.True(PhoneNumber.TryParse(area + "987654321", out _)));
    }

    [Fact]
    public void What_is_shown_parses_to_the_same_number() =>
        Prop.ForAll(Gen.Choose(1, 999_999_999).Select(n => "+" + n + "1234567"[..(n % 6 + 1)]).ToArbitrary(), text =>
            !PhoneNumber.TryParse(text, out var e164) || (PhoneNumber.TryParse(PhoneNumber.Format(e164), out var again) && again == e164))
            .QuickCheckThrowOnFailure();
}
