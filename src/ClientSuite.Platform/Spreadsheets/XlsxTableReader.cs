using System.Globalization;
using System.Numerics;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ClientSuite.Spreadsheets;

/// <summary>
/// The first visible sheet of a workbook, whose ZIP directory is judged before anything is unpacked. A cell with an error (#N/A)
/// is empty: ExcelDataReader 3.6 does not tell the two apart.
/// </summary>
internal sealed class XlsxTableReader : ITableReader
{
    private readonly IExcelDataReader _sheet;
    private readonly string[] _header;
    private long _line;
    private long _rows;

    // ExcelDataReader asks for Windows-1252 even where a workbook has no use for it.
    static XlsxTableReader() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public XlsxTableReader(Stream file)
    {
        XlsxPackage.Check(file);
        _sheet = Guarded(() => Open(file));
        _header = ReadHeader();
    }

    public IReadOnlyList<string> Header => _header;

    public IEnumerable<TableRow> ReadRows()
    {
        while (NextRow())
        {
            var cells = new string?[_header.Length];
            var problem = ReadCells(cells);
            if (problem is null && Array.TrueForAll(cells, cell => cell is null))
                continue;
            if (++_rows > TableLimits.Rows)
                throw new TableReadException(TableProblem.TooManyRows, _line);
            yield return new TableRow(_line, cells, problem);
        }
    }

    public void Dispose() => _sheet.Dispose();

    private static IExcelDataReader Open(Stream file)
    {
        var reader = ExcelReaderFactory.CreateOpenXmlReader(file);
        while (reader.VisibleState != "visible")
        {
            if (!reader.NextResult())
                throw new TableReadException(TableProblem.Empty);
        }

        return reader;
    }

    private string[] ReadHeader()
    {
        while (NextRow())
        {
            List<string> header = [.. Enumerable.Range(0, _sheet.FieldCount).Select(i => (Text(i) ?? "").Trim())];
            var last = header.FindLastIndex(name => name.Length > 0);
            if (last >= TableLimits.Columns)
                throw new TableReadException(TableProblem.TooManyColumns, _line);
            if (last >= 0)
                return [.. header[..(last + 1)]];
        }

        throw new TableReadException(TableProblem.Empty);
    }

    private bool NextRow()
    {
        if (!Guarded(_sheet.Read))
            return false;
        _line++;
        return true;
    }

    private string? ReadCells(string?[] cells)
    {
        string? problem = null;
        for (var i = 0; i < _sheet.FieldCount; i++)
        {
            var text = Text(i);
            if (i < cells.Length)
                cells[i] = text;
            else if (text is not null)
                problem ??= TableProblem.RowTooLong;
        }

        return problem;
    }

    private string? Text(int column)
    {
        var text = _sheet.GetValue(column) switch
        {
            null => null,
            string value => value,
            double value => Number(value),
            DateTime value => Moment(value),
            TimeSpan value => value.ToString("c", CultureInfo.InvariantCulture),
            bool value => value ? "true" : "false",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
        if (text?.Length > TableLimits.CellLength)
            throw new TableReadException(TableProblem.CellTooLong, _line);
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string Moment(DateTime value) =>
        value.ToString(value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    // The 15 digits that a spreadsheet shows; the file may hold 0.30000000000000004 for 0.3.
    private static string Number(double value)
    {
        const double MaxDecimal = 7e28;
        if (Math.Abs(value) >= MaxDecimal)
            return new BigInteger(value).ToString(CultureInfo.InvariantCulture);
        var shown = decimal.Parse(value.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return shown.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException e)
        {
            throw new TableReadException(TableProblem.Encrypted, inner: e);
        }
        catch (HeaderException e)
        {
            throw new TableReadException(TableProblem.NotAWorkbook, inner: e);
        }
        catch (Exception e) when (e is ExcelReaderException or XmlException or InvalidDataException or FormatException or OverflowException
            or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or EndOfStreamException)
        {
            // ExcelDataReader lets what a damaged part provokes through as it is.
            throw new TableReadException(TableProblem.Damaged, _line == 0 ? null : _line, e);
        }
    }
}
