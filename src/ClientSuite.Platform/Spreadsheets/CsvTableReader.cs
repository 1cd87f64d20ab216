using System.Text;

namespace ClientSuite.Spreadsheets;

/// <summary>
/// Text tables: comma, semicolon or tab, told from the first lines or from a first line <c>sep=;</c>; quoted cells may hold the delimiter, doubled quotes and
/// line ends. Takes off the apostrophe that our own export puts before texts which a spreadsheet would run.
/// </summary>
internal sealed class CsvTableReader : ITableReader
{
    private readonly StreamReader _text;
    private readonly CsvParser _parser;
    private readonly string[] _header;
    private long _rows;

    public CsvTableReader(Stream file)
    {
        var encoding = TextFileEncoding.Detect(file);
        _text = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024);
        var start = new char[32 * 1024];
        var length = _text.ReadBlock(start, 0, start.Length);
        ReadOnlyMemory<char> text = start.AsMemory(0, length);
        if (text.Span is ['\uFEFF', ..])
            text = text[1..];
        var delimiter = CsvDelimiter.Named(ref text, out var linesBefore) ?? CsvDelimiter.Guess(text.Span);
        _parser = new CsvParser(_text, text, delimiter, 1 + linesBefore);
        _header = ReadHeader();
    }

    public IReadOnlyList<string> Header => _header;

    public IEnumerable<TableRow> ReadRows()
    {
        while (Read() is { } cells)
        {
            if (IsBlank(cells))
                continue;
            if (++_rows > TableLimits.Rows)
                throw new TableReadException(TableProblem.TooManyRows, _parser.RecordLine);
            yield return Row(cells);
        }
    }

    public void Dispose() => _text.Dispose();

    private string[] ReadHeader()
    {
        while (Read() is { } cells)
        {
            if (!IsBlank(cells))
                return [.. cells.Select(cell => cell.Trim())];
        }

        throw new TableReadException(TableProblem.Empty);
    }

    private List<string>? Read()
    {
        try
        {
            return _parser.Read();
        }
        catch (DecoderFallbackException e)
        {
            throw new TableReadException(TableProblem.Encoding, _parser.RecordLine, e);
        }
    }

    private TableRow Row(List<string> cells)
    {
        var row = new string?[_header.Length];
        for (var i = 0; i < Math.Min(row.Length, cells.Count); i++)
            row[i] = cells[i].Length == 0 ? null : CsvGuard.Remove(cells[i]);

        var problem = _parser.HasStrayQuote ? TableProblem.StrayQuote
            : cells.Count > _header.Length ? TableProblem.RowTooLong
            : cells.Count < _header.Length ? TableProblem.RowTooShort
            : null;
        return new TableRow(_parser.RecordLine, row, problem);
    }

    private static bool IsBlank(List<string> cells) => cells.TrueForAll(string.IsNullOrWhiteSpace);
}
