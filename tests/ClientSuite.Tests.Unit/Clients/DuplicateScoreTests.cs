using ClientSuite.Clients;
using Xunit;

namespace ClientSuite.Tests.Clients;

public sealed class DuplicateScoreTests
{
    [Theory(DisplayName = "issue 3 §1: what makes two clients look like one")]
    [InlineData("52998224725", "", "", "a", "52998224725", "", "", "b", true)] // one document
    [InlineData("", "x@y.example", "", "a", "", "z@y.example\nx@y.example", "", "b", true)] // one of several addresses
    [InlineData("", "Ana@Y.example", "", "a", "", "ana@y.example", "", "b", true)] // whoever wrote it
    [InlineData("", "", "+5511987654321", "ana prado", "", "", "+551187654321", "ana prado", true)] // the ninth digit, and the name
    [InlineData("", "", "+5511987654321", "ana", "", "", "+5511987654321", "bia", false)] // a shared telephone alone
    [InlineData("", "", "", "ana prado", "", "", "", "ana prado", true)]
    [InlineData("52998224725", "x@y.example", "", "ana", "11144477735", "x@y.example", "", "bia", false)] // a family
    [InlineData("52998224725", "", "", "ana prado", "11144477735", "", "", "ana prado", false)] // namesakes
    public void Alike(string taxId, string emails, string phones, string name, string taxId2, string emails2, string phones2, string name2, bool isShown) =>
        Assert.Equal(isShown, DuplicateScore.Of(new(1, taxId, emails, phones, name), new(2, taxId2, emails2, phones2, name2)).Score >= DuplicateScore.Threshold);

    [Fact(DisplayName = "issue 3 §1: keys with and without the ninth digit are one; a landline keeps its digits")]
    public void Phone_keys()
    {
        Assert.Equal(new DuplicateCard(1, "", "", "+5511987654321", "").PhoneKeys(), new DuplicateCard(2, "", "", "+551187654321", "").PhoneKeys());
        Assert.NotEqual(new DuplicateCard(1, "", "", "+551133334444", "").PhoneKeys(), new DuplicateCard(2, "", "", "+5511933334444", "").PhoneKeys());
    }
}
