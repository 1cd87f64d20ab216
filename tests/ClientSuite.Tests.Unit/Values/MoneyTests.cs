using ClientSuite.Values;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ClientSuite.Tests.Values;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("123.45", "BRL", 12345)]
    [InlineData("123.4", "USD", 12340)]
    [InlineData("-0.05", "EUR", -5)]
    [InlineData(" 7 ", "BRL", 700)]
    [InlineData("500", "JPY", 500)]
    [InlineData("500", "CLP", 500)]
    [InlineData("500", "PYG", 500)]
    [InlineData("1.234", "KWD", 1234)]
    [InlineData("92233720368547758.07", "BRL", long.MaxValue)]
    public void An_invariant_amount_is_read(string text, string currency, long minorUnits) =>
        Assert.Equal(new Money(minorUnits, currency), Money.Parse(text, currency));

    [Theory]
    [InlineData("1.234", "BRL")]
    [InlineData("1.0", "JPY")]
    [InlineData("1,5", "BRL")]
    [InlineData("1,234.00", "BRL")]
    [InlineData("1e3", "BRL")]
    [InlineData("+1", "BRL")]
    [InlineData("1.", "BRL")]
    [InlineData("", "BRL")]
    [InlineData(null, "BRL")]
    [InlineData("92233720368547758.08", "BRL")]
    [InlineData("1.00", "brl")]
    public void Anything_else_is_no_amount(string? text, string currency) => Assert.False(Money.TryParse(text, currency, out _));

    [Fact]
    public void Two_currencies_are_never_combined()
    {
        var real = new Money(100, "BRL");
        var dollar = new Money(100, "USD");
        Assert.Throws<InvalidOperationException>(() => real + dollar);
        Assert.Throws<InvalidOperationException>(() => real - dollar);
        Assert.Throws<InvalidOperationException>(() => real < dollar);
        Assert.NotEqual(real, dollar);
    }

    [Fact]
    public void Arithmetic_is_exact_and_checked()
    {
        var ten = new Money(1000, "BRL");
        Assert.Equal(new Money(2500, "BRL"), ten + (ten * 2) - new Money(500, "BRL"));
        Assert.Equal("-10.00", (-ten).ToString());
        Assert.True(ten > Money.Zero("BRL"));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, "BRL") + ten);
        Assert.Throws<ArgumentException>(() => new Money(1, "real"));
    }

    [Fact]
    public void What_is_written_is_read_again_in_every_currency() =>
        Prop.ForAll<long>(units => new[] { "BRL", "JPY", "KWD", "CLF" }.All(currency =>
        {
            var money = new Money(units, currency);
            return Money.Parse(money.ToString(), currency) == money;
        })).QuickCheckThrowOnFailure();
}
