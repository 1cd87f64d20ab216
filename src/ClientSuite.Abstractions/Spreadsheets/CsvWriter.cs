using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using ClientSuite.Values;

namespace ClientSuite.Spreadsheets;

/// <summary>
/// Streams RFC 4180: UTF-8 with a byte order mark (without it spreadsheets guess another encoding), CRLF, a header line.
/// Numbers, days and times are invariant (<c>123.45</c>, <c>2026-12-05</c>, <c>2026-12-05T08:14:00</c>). A text that a spreadsheet
/// would run (it begins with <c>= + - @</c>, tab, CR or LF) gets a <c>'</c> before it, which our own import takes off again.
/// </summary>
public sealed class CsvWriter : ITableWriter
{
    private const int BlockBytes = 64 * 1024;
    private const int LongestNumber = 64;

    private readonly PipeWriter _output;
    private readonly SearchValues<char> _quoted;
    private readonly byte _delimiter;
    private readonly int _columns;
    private int _column;

    /// <summary>Writes the header into the output's memory; nothing is sent before the first block is full.</summary>
    /// <param name="output">Stays open and uncompleted.</param>
    /// <param name="columns">At least one; widths do not matter.</param>
    /// <param name="delimiter">An ASCII character: comma, or semicolon for a spreadsheet set to Portuguese.</param>
    public CsvWriter(PipeWriter output, IReadOnlyList<TableColumn> columns, char delimiter = ',')
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        if (!char.IsAscii(delimiter) || delimiter is '"' or '\r' or '\n')
            throw new ArgumentOutOfRangeException(nameof(delimiter), delimiter, "Not an ASCII delimiter.");
        _output = output;
        _delimiter = (byte)delimiter;
        _quoted = SearchValues.Create([delimiter, '"', '\r', '\n']);
        _columns = columns.Count;
        _output.Write(Encoding.UTF8.Preamble);
        foreach (var column in columns)
            Write(column.Title);
        EndLine();
    }

    /// <inheritdoc/>
    public void Write(string? text)
    {
        StartCell();
        if (string.IsNullOrEmpty(text))
            return;

        var quotes = text.AsSpan().ContainsAny(_quoted);
        if (quotes)
            _output.Write("\""u8);
        if (CsvGuard.IsNeededBefore(text.AsSpan()))
            _output.Write("'"u8);
        Encoding.UTF8.GetBytes(quotes ? text.Replace("\"", "\"\"", StringComparison.Ordinal) : text, _output);
        if (quotes)
            _output.Write("\""u8);
    }

    /// <inheritdoc/>
    public void Write(long? number) => WriteInvariant(number);

    /// <inheritdoc/>
    public void Write(decimal? number) => WriteInvariant(number);

    /// <inheritdoc/>
    public void Write(Money? money) => WriteInvariant(money?.ToDecimal(), money is null ? "" : "F" + Money.MinorDigits(money.Value.Currency));

    /// <inheritdoc/>
    public void Write(DateOnly? day) => WriteInvariant(day, "yyyy-MM-dd");

    /// <inheritdoc/>
    public void Write(DateTime? time) => WriteInvariant(time, "yyyy-MM-ddTHH:mm:ss");

    /// <inheritdoc/>
    public ValueTask EndRowAsync(CancellationToken cancel)
    {
        while (_column < _columns)
            StartCell();
        EndLine();
        return _output.UnflushedBytes >= BlockBytes ? FlushAsync(cancel) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancel) => FlushAsync(cancel);

    /// <summary>Does nothing: there is nothing to release.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void StartCell()
    {
        if (_column == _columns)
            throw new InvalidOperationException($"The row has more cells than the {_columns} columns.");
        if (_column++ > 0)
            _output.Write([_delimiter]);
    }

    private void EndLine()
    {
        _output.Write("\r\n"u8);
        _column = 0;
    }

    private void WriteInvariant<T>(T? value, string format = "")
        where T : struct, IUtf8SpanFormattable
    {
        StartCell();
        if (value is null)
            return;
        value.Value.TryFormat(_output.GetSpan(LongestNumber), out var written, format, CultureInfo.InvariantCulture);
        _output.Advance(written);
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        var result = await _output.FlushAsync(cancel);
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("Nobody reads the file any more.");
    }
}
