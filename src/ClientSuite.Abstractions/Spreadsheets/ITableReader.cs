namespace ClientSuite.Spreadsheets;

/// <summary>A row of an imported table.</summary>
/// <param name="Number">
/// Counted from 1 with the header, as a person finds it: the line on which it begins in a text file, the row in a sheet.
/// </param>
/// <param name="Cells">As many as the header has; null is an empty cell. A new array for each row.</param>
/// <param name="Problem">
/// Null, or the text key of <see cref="TableProblem"/> that says why this row should be rejected; the rows after it are sound.
/// </param>
public readonly record struct TableRow(long Number, string?[] Cells, string? Problem = null);

/// <summary>
/// One table from an uploaded file, read forwards once in memory that does not grow with its rows (a workbook's shared texts
/// excepted). A workbook's days come as <c>2026-12-05</c>, its times as <c>2026-12-05T08:14:00</c>, its numbers invariant and
/// without exponent; what a text file holds, as it stands. Rows without any content are left out. For one caller at a time.
/// </summary>
public interface ITableReader : IDisposable
{
    /// <summary>The names in the first row with content, trimmed; an unnamed column is empty, names may repeat.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>The rows below the header; a second call goes on where the first one stopped.</summary>
    /// <exception cref="TableReadException">While enumerating: the file cannot be read from here on.</exception>
    IEnumerable<TableRow> ReadRows();
}

/// <summary>Opens an uploaded table, whatever its kind: what counts is the content, not the file's name.</summary>
public interface ITableReaders
{
    /// <summary>Reads what is needed to know kind, encoding, delimiter and header: a text file once to its end.</summary>
    /// <param name="file">Seekable, as every stored upload is; read from its beginning, closed with the reader, left open on refusal.</param>
    /// <exception cref="TableReadException">Neither a text table nor a workbook, damaged, dangerous, encrypted or without a header.</exception>
    ITableReader Open(Stream file);
}

/// <summary>What a table read from outside may have. Beyond it the file is refused.</summary>
public static class TableLimits
{
    /// <summary>Columns of the header.</summary>
    public const int Columns = 200;

    /// <summary>UTF-16 units in one cell: what a spreadsheet can hold.</summary>
    public const int CellLength = 32_767;

    /// <summary>Rows below the header.</summary>
    public const int Rows = 1_000_000;
}
