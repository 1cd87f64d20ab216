using System.Text;

namespace ClientSuite.Spreadsheets;

/// <summary>Splits text into records by RFC 4180, and knows on which line each begins.</summary>
internal sealed class CsvParser(TextReader text, ReadOnlyMemory<char> start, char delimiter, long firstLine)
{
    private const int End = -1;

    private readonly char[] _block = new char[32 * 1024];
    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private ReadOnlyMemory<char> _rest = start;
    private long _line = firstLine;

    /// <summary>The line on which the last record began.</summary>
    public long RecordLine { get; private set; } = firstLine;

    /// <summary>Whether the last record has text between a closing quote and the next delimiter.</summary>
    public bool HasStrayQuote { get; private set; }

    /// <summary>The next record's cells, in a list that the next call reuses; null at the end.</summary>
    public List<string>? Read()
    {
        if (Peek() == End)
            return null;

        RecordLine = _line;
        HasStrayQuote = false;
        _cells.Clear();
        do
        {
            if (_cells.Count == TableLimits.Columns)
                throw new TableReadException(TableProblem.TooManyColumns, RecordLine);
            if (Peek() == '"')
                ReadQuoted();
            ReadPlain();
            _cells.Add(_cell.ToString());
            _cell.Clear();
        }
        while (EndsWithDelimiter());
        return _cells;
    }

    private void ReadQuoted()
    {
        var begunOn = _line;
        Skip(1);
        while (true)
        {
            if (Peek() == End)
                throw new TableReadException(TableProblem.UnclosedQuote, begunOn);

            var quote = _rest.Span.IndexOf('"');
            Keep(quote < 0 ? _rest.Length : quote, begunOn);
            if (quote < 0)
                continue;
            Skip(1);
            if (Peek() != '"')
                break;
            Keep(1, begunOn);
        }

        HasStrayQuote |= Peek() is var next && next != End && next != delimiter && next is not ('\r' or '\n');
    }

    private void ReadPlain()
    {
        while (Peek() != End)
        {
            var end = _rest.Span.IndexOfAny(delimiter, '\r', '\n');
            Keep(end < 0 ? _rest.Length : end, _line);
            if (end >= 0)
                return;
        }
    }

    private bool EndsWithDelimiter()
    {
        var next = Peek();
        if (next == End)
            return false;
        Skip(1);
        if (next == delimiter)
            return true;
        if (next == '\r' && Peek() == '\n')
            Skip(1);
        _line++;
        return false;
    }

    private void Keep(int length, long begunOn)
    {
        if (_cell.Length + length > TableLimits.CellLength)
            throw new TableReadException(TableProblem.CellTooLong, begunOn);
        var kept = _rest.Span[..length];
        _cell.Append(kept);
        _line += kept.Count('\n');
        Skip(length);
    }

    private void Skip(int length) => _rest = _rest[length..];

    private int Peek()
    {
        if (_rest.IsEmpty)
            _rest = _block.AsMemory(0, text.Read(_block, 0, _block.Length));
        return _rest.IsEmpty ? End : _rest.Span[0];
    }
}
