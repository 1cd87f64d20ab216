using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ClientSuite.Spreadsheets;

/// <summary>The cells of a sheet as UTF-8, into memory that is used again for each block.</summary>
internal sealed class XlsxXml(int capacity)
{
    private const int MaxCellText = 32_767;
    private const int LongestNumber = 64;

    // The serial numbers count a 29 February 1900 that never was: ECMA-376, part 1, section 18.17.4.1.
    public static readonly DateOnly FirstDay = new(1900, 3, 1);

    private static readonly int Epoch = new DateOnly(1899, 12, 30).DayNumber;

    // An underscore may begin _x0000_, which stands for a character: ECMA-376, part 1, section 22.9.2.19.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        string.Concat(Enumerable.Range(0, ' ').Select(code => (char)code)) + "&<>_\uFFFE\uFFFF");

    private readonly ArrayBufferWriter<byte> _buffer = new(capacity);

    public int Count => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Raw(ReadOnlySpan<byte> xml) => _buffer.Write(xml);

    public void StartRow(int row)
    {
        Raw("<row r=\""u8);
        Number(row);
        Raw("\">"u8);
    }

    public void NumberCell(ReadOnlySpan<byte> column, int row, byte style, long value)
    {
        StartCell(column, row, style);
        Raw("\"><v>"u8);
        Number(value);
        Raw("</v></c>"u8);
    }

    public void NumberCell(ReadOnlySpan<byte> column, int row, byte style, decimal value)
    {
        StartCell(column, row, style);
        Raw("\"><v>"u8);
        value.TryFormat(_buffer.GetSpan(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        _buffer.Advance(written);
        Raw("</v></c>"u8);
    }

    public void NumberCell(ReadOnlySpan<byte> column, int row, byte style, double value)
    {
        StartCell(column, row, style);
        Raw("\"><v>"u8);
        value.TryFormat(_buffer.GetSpan(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        _buffer.Advance(written);
        Raw("</v></c>"u8);
    }

    public void TextCell(ReadOnlySpan<byte> column, int row, byte style, string text)
    {
        var cut = text.AsSpan();
        if (cut.Length > MaxCellText)
            cut = cut[..(char.IsHighSurrogate(cut[MaxCellText - 1]) ? MaxCellText - 1 : MaxCellText)];

        StartCell(column, row, style);
        Raw(NeedsItsSpaces(cut) ? "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8 : "\" t=\"inlineStr\"><is><t>"u8);
        Escaped(cut);
        Raw("</t></is></c>"u8);
    }

    public void Escaped(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var next)
        {
            Utf8(text[..next]);
            Escape(text[next..]);
            text = text[(next + 1)..];
        }

        Utf8(text);
    }

    public static double Serial(DateOnly day) => day.DayNumber - Epoch;

    public static double Serial(DateTime time) =>
        Serial(DateOnly.FromDateTime(time)) + Math.Floor(time.TimeOfDay.TotalSeconds) / TimeSpan.SecondsPerDay;

    public static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Invariant(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Invariant(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>0 is A, 25 Z, 26 AA.</summary>
    public static byte[] Letters(int column)
    {
        var letters = "";
        for (; column >= 0; column = column / 26 - 1)
            letters = (char)('A' + column % 26) + letters;
        return Encoding.ASCII.GetBytes(letters);
    }

    private static bool NeedsItsSpaces(ReadOnlySpan<char> text) =>
        text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));

    private void StartCell(ReadOnlySpan<byte> column, int row, byte style)
    {
        Raw("<c r=\""u8);
        Raw(column);
        Number(row);
        if (style == XlsxStyle.None)
            return;
        Raw("\" s=\""u8);
        Number(style);
    }

    private void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.GetSpan(LongestNumber), out var written);
        _buffer.Advance(written);
    }

    // Lone surrogates become U+FFFD here.
    private void Utf8(ReadOnlySpan<char> text) => _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(text.Length * 3)));

    private void Escape(ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '&':
                Raw("&amp;"u8);
                break;
            case '<':
                Raw("&lt;"u8);
                break;
            case '>':
                Raw("&gt;"u8);
                break;
            case '_':
                Raw(IsCharacterCode(text) ? "_x005F_"u8 : "_"u8);
                break;
            case '\t':
                Raw("\t"u8);
                break;
            case '\n':
                Raw("\n"u8);
                break;
            case '\r' when text is not ['\r', '\n', ..]:
                Raw("\n"u8);
                break;
            default:
                // XML 1.0, section 2.2, has no other control characters, not even escaped.
                break;
        }
    }

    private static bool IsCharacterCode(ReadOnlySpan<char> text) =>
        text is ['_', 'x', var a, var b, var c, var d, '_', ..]
        && char.IsAsciiHexDigit(a) && char.IsAsciiHexDigit(b) && char.IsAsciiHexDigit(c) && char.IsAsciiHexDigit(d);
}
