using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClientSuite.Values;

/// <summary>
/// An amount in whole minor units (cents) of one currency. Sums of two currencies are refused with
/// <see cref="InvalidOperationException"/>; a result beyond 64 bits throws <see cref="OverflowException"/>. The default value
/// has no currency: never store it.
/// </summary>
/// <param name="MinorUnits">Signed; 12345 is 123.45 in BRL and 12345 in JPY.</param>
/// <param name="Currency">ISO 4217 code, three upper-case letters; anything else throws <see cref="ArgumentException"/>.</param>
public readonly record struct Money(long MinorUnits, string Currency) : IComparable<Money>
{
    /// <summary>ISO 4217 code, three upper-case letters.</summary>
    public string Currency { get; } = IsCode(Currency)
        ? Currency
        : throw new ArgumentException($"'{Currency}' is not an ISO 4217 code.", nameof(Currency));

    /// <summary>Nothing, in this currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <summary>How many decimals the currency has, from 0 to 4; 2 for codes that this table does not name.</summary>
    // ISO 4217, table A.1 (2024): all others have two.
    public static int MinorDigits(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND"
            or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is not such an amount.</exception>
    public static Money Parse(string text, string currency) =>
        TryParse(text, currency, out var money) ? money : throw new FormatException($"'{text}' is not an amount in {currency}.");

    /// <summary>
    /// Reads an invariant amount: an optional minus, digits, and optionally a point with at most as many decimals as the
    /// currency has. No thousands, exponent, sign of the currency or rounding; spaces at the ends are ignored.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, string currency, out Money money)
    {
        money = default;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var trimmed = text.AsSpan().Trim();
        var point = trimmed.IndexOf('.');
        if (!IsCode(currency) || trimmed.StartsWith("+") || point == trimmed.Length - 1 || (point >= 0 && trimmed.Length - 1 - point > MinorDigits(currency)))
            return false;
        if (!decimal.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out var amount))
            return false;

        var units = amount * Scale(currency);
        if (units is < long.MinValue or > long.MaxValue)
            return false;
        money = new Money((long)units, currency);
        return true;
    }

    /// <summary>The amount in whole units of the currency, exact.</summary>
    public decimal ToDecimal() => MinorUnits / Scale(Currency);

    /// <summary>The invariant amount with all its decimals and without the currency: <c>123.45</c>, <c>-0.05</c>, <c>500</c>.</summary>
    public override string ToString() => ToDecimal().ToString("F" + MinorDigits(Currency), CultureInfo.InvariantCulture);

    /// <summary>Orders by amount; two currencies have no order.</summary>
    public int CompareTo(Money other) => MinorUnits.CompareTo(InThisCurrency(other));

    public static Money operator +(Money left, Money right) => left with { MinorUnits = checked(left.MinorUnits + left.InThisCurrency(right)) };

    public static Money operator -(Money left, Money right) => left with { MinorUnits = checked(left.MinorUnits - left.InThisCurrency(right)) };

    public static Money operator -(Money money) => money with { MinorUnits = checked(-money.MinorUnits) };

    public static Money operator *(Money money, long times) => money with { MinorUnits = checked(money.MinorUnits * times) };

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    private long InThisCurrency(Money other) => other.Currency == Currency
        ? other.MinorUnits
        : throw new InvalidOperationException($"An amount in {other.Currency} cannot be combined with one in {Currency}.");

    // Powers of ten as decimals: dividing by one of scale 0 keeps the quotient exact up to 28 digits.
    private static decimal Scale(string currency) => MinorDigits(currency) switch { 0 => 1m, 2 => 100m, 3 => 1_000m, _ => 10_000m };

    private static bool IsCode([NotNullWhen(true)] string? currency) => currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper);
}
