using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using ClientSuite.Values;

namespace ClientSuite.Spreadsheets;

/// <summary>
/// Streams a workbook (ECMA-376, Office Open XML) as it is produced: 1,048,575 rows under a bold, frozen header, then the next
/// sheet with the same header. Texts longer than a cell can hold (32,767) are cut; integers of more than 15 digits and days
/// before March 1900 are written as text, since a spreadsheet would change them.
/// </summary>
/// <remarks>
/// ZipArchive writes synchronously, which a web response refuses, so it writes into <see cref="PipeWriter"/>'s memory and only the flush
/// after each block, which is asynchronous, reaches the network.
/// </remarks>
public sealed class XlsxWriter : ITableWriter
{
    internal const int SheetRows = 1_048_576;

    private const int BlockBytes = 64 * 1024;
    private const int MaxColumns = 16_384;

    private readonly PipeWriter _output;
    private readonly PipeStream _stream;
    private readonly ZipArchive _zip;
    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly byte[][] _columnLetters;
    private readonly string _sheetName;
    private readonly int _sheetRows;
    private readonly XlsxXml _xml = new(BlockBytes * 2);
    private Stream? _sheet;
    private int _sheets;
    private int _row;
    private int _column = -1;
    private bool _completed;

    /// <summary>Starts the workbook in memory; nothing is sent before the first block is full.</summary>
    /// <param name="output">Stays open and uncompleted.</param>
    /// <param name="sheetName">In the reader's language; characters that a sheet's name may not have become spaces.</param>
    /// <param name="columns">1 to 16,384.</param>
    public XlsxWriter(PipeWriter output, string sheetName, IReadOnlyList<TableColumn> columns)
        : this(output, sheetName, columns, SheetRows)
    {
    }

    internal XlsxWriter(PipeWriter output, string sheetName, IReadOnlyList<TableColumn> columns, int sheetRows)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns.Count, MaxColumns, nameof(columns));
        _output = output;
        _columns = columns;
        _sheetName = sheetName;
        _sheetRows = sheetRows;
        _columnLetters = [.. Enumerable.Range(0, columns.Count).Select(XlsxXml.Letters)];
        _stream = new PipeStream(output);
        _zip = new ZipArchive(_stream, ZipArchiveMode.Create, leaveOpen: true);
        WritePart("_rels/.rels", XlsxParts.Relationships);
        WritePart("xl/styles.xml", XlsxParts.Styles);
        StartSheet();
    }

    /// <inheritdoc/>
    public void Write(string? text)
    {
        // "=1+1" in a string cell is text; the style keeps it text when the sheet is saved again as CSV.
        if (TakesCell(!string.IsNullOrEmpty(text)))
            _xml.TextCell(Letters, _row, CsvGuard.IsNeededBefore(text![0]) ? XlsxStyle.QuotedText : XlsxStyle.None, text);
    }

    /// <inheritdoc/>
    public void Write(long? number)
    {
        // A spreadsheet computes in doubles and keeps 15 digits.
        const long MaxExact = 999_999_999_999_999;
        if (!TakesCell(number is not null))
            return;
        if (number is >= -MaxExact and <= MaxExact)
            _xml.NumberCell(Letters, _row, XlsxStyle.Integer, number.Value);
        else
            _xml.TextCell(Letters, _row, XlsxStyle.QuotedText, XlsxXml.Invariant(number!.Value));
    }

    /// <inheritdoc/>
    public void Write(decimal? number)
    {
        if (TakesCell(number is not null))
            _xml.NumberCell(Letters, _row, XlsxStyle.None, number!.Value);
    }

    /// <inheritdoc/>
    public void Write(Money? money)
    {
        if (TakesCell(money is not null))
            _xml.NumberCell(Letters, _row, XlsxStyle.ForMoney(Money.MinorDigits(money!.Value.Currency)), money.Value.ToDecimal());
    }

    /// <inheritdoc/>
    public void Write(DateOnly? day)
    {
        if (!TakesCell(day is not null))
            return;
        if (day >= XlsxXml.FirstDay)
            _xml.NumberCell(Letters, _row, XlsxStyle.Day, (long)XlsxXml.Serial(day.Value));
        else
            _xml.TextCell(Letters, _row, XlsxStyle.None, XlsxXml.Invariant(day!.Value));
    }

    /// <inheritdoc/>
    public void Write(DateTime? time)
    {
        if (!TakesCell(time is not null))
            return;
        if (DateOnly.FromDateTime(time!.Value) >= XlsxXml.FirstDay)
            _xml.NumberCell(Letters, _row, XlsxStyle.Time, XlsxXml.Serial(time.Value));
        else
            _xml.TextCell(Letters, _row, XlsxStyle.None, XlsxXml.Invariant(time.Value));
    }

    /// <inheritdoc/>
    public async ValueTask EndRowAsync(CancellationToken cancel)
    {
        StartRowIfNone();
        _xml.Raw("</row>"u8);
        _column = -1;
        if (_xml.Count >= BlockBytes)
            await SendAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        _completed = true;
        if (_column >= 0)
            _xml.Raw("</row>"u8);
        EndSheet();
        WritePart("xl/workbook.xml", XlsxParts.Workbook(_sheetName, _sheets));
        WritePart("xl/_rels/workbook.xml.rels", XlsxParts.WorkbookRelationships(_sheets));
        WritePart("[Content_Types].xml", XlsxParts.ContentTypes(_sheets));
        _zip.Dispose();
        await FlushAsync(cancel);
    }

    /// <summary>Releases the compressor. Without <see cref="CompleteAsync"/> the file has no directory, so nothing opens it.</summary>
    public ValueTask DisposeAsync()
    {
        _stream.Discard();
        _sheet?.Dispose();
        _zip.Dispose();
        return ValueTask.CompletedTask;
    }

    private ReadOnlySpan<byte> Letters => _columnLetters[_column - 1];

    private bool TakesCell(bool hasValue)
    {
        StartRowIfNone();
        if (_column == _columns.Count)
            throw new InvalidOperationException($"Row {_row} has more cells than the {_columns.Count} columns.");
        _column++;
        return hasValue;
    }

    private void StartRowIfNone()
    {
        if (_column >= 0)
            return;
        if (_row == _sheetRows)
        {
            EndSheet();
            StartSheet();
        }

        _row++;
        _column = 0;
        _xml.StartRow(_row);
    }

    private void StartSheet()
    {
        _sheets++;
        _sheet = _zip.CreateEntry(XlsxParts.SheetPath(_sheets), CompressionLevel.Fastest).Open();
        _xml.Raw(XlsxParts.SheetStart(_columns));
        _row = 1;
        _xml.StartRow(_row);
        for (var i = 0; i < _columns.Count; i++)
            _xml.TextCell(_columnLetters[i], _row, XlsxStyle.Header, _columns[i].Title);
        _xml.Raw("</row>"u8);
    }

    private void EndSheet()
    {
        _xml.Raw(XlsxParts.SheetEnd);
        Compress();
        _sheet!.Dispose();
        _sheet = null;
    }

    private void WritePart(string path, ReadOnlySpan<byte> content)
    {
        using var part = _zip.CreateEntry(path, CompressionLevel.Fastest).Open();
        part.Write(content);
    }

    private void Compress()
    {
        _sheet!.Write(_xml.Written);
        _xml.Clear();
    }

    private ValueTask SendAsync(CancellationToken cancel)
    {
        Compress();
        return FlushAsync(cancel);
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        var result = await _output.FlushAsync(cancel);
        if (result.IsCompleted || result.IsCanceled)
            throw new OperationCanceledException("Nobody reads the workbook any more.");
    }

    private sealed class PipeStream(PipeWriter output) : Stream
    {
        private bool _discards;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void Discard() => _discards = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!_discards)
                output.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
