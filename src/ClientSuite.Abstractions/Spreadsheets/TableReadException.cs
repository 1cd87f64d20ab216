using System.Globalization;

namespace ClientSuite.Spreadsheets;

/// <summary>A file cannot be read as a table, or not beyond a row. The message is for logs; people see the text of the code.</summary>
public sealed class TableReadException(string code, long? row = null, Exception? inner = null)
    : Exception(row is null ? code : string.Create(CultureInfo.InvariantCulture, $"{code} at row {row}"), inner)
{
    /// <summary>A stable text key, one of <see cref="TableProblem"/>.</summary>
    public string Code { get; } = code;

    /// <summary>The row as in <see cref="TableRow.Number"/>; null when the whole file is meant.</summary>
    public long? Row { get; } = row;
}

/// <summary>The text keys of all that can be wrong with a file or a row.</summary>
public static class TableProblem
{
    /// <summary>No header: the file is empty or has only blank rows.</summary>
    public const string Empty = "Table.Empty";

    /// <summary>Neither UTF-8, UTF-16 with its mark, nor Windows-1252; the row of the first byte that tells.</summary>
    public const string Encoding = "Table.Encoding";

    /// <summary>A NUL character: no text file.</summary>
    public const string Nul = "Table.Nul";

    /// <summary>A quoted cell never ends: the file was cut. The row where it begins.</summary>
    public const string UnclosedQuote = "Table.UnclosedQuote";

    /// <summary>More than <see cref="TableLimits.Columns"/>.</summary>
    public const string TooManyColumns = "Table.TooManyColumns";

    /// <summary>More than <see cref="TableLimits.Rows"/>.</summary>
    public const string TooManyRows = "Table.TooManyRows";

    /// <summary>More than <see cref="TableLimits.CellLength"/>; often a quote that is never closed.</summary>
    public const string CellTooLong = "Table.CellTooLong";

    /// <summary>Begins like a ZIP or an Office file, but is no workbook.</summary>
    public const string NotAWorkbook = "Table.NotAWorkbook";

    /// <summary>A workbook of before 2007 (.xls).</summary>
    public const string OldWorkbook = "Table.OldWorkbook";

    /// <summary>A workbook that asks for a password.</summary>
    public const string Encrypted = "Table.Encrypted";

    /// <summary>A workbook that would unpack to far more than it seems: refused unopened.</summary>
    public const string TooLarge = "Table.TooLarge";

    /// <summary>A workbook that is damaged; the row after which it is, if known.</summary>
    public const string Damaged = "Table.Damaged";

    /// <summary>Of one row: it has more cells than the header.</summary>
    public const string RowTooLong = "Table.RowTooLong";

    /// <summary>Of one row: it has fewer cells than the header.</summary>
    public const string RowTooShort = "Table.RowTooShort";

    /// <summary>Of one row: text after a closing quote, so that its cells cannot be told apart for certain.</summary>
    public const string StrayQuote = "Table.StrayQuote";
}
