using ClientSuite.Values;

namespace ClientSuite.Spreadsheets;

/// <summary>A column of an exported table.</summary>
/// <param name="Title">Its heading, in the reader's language.</param>
/// <param name="Width">In characters; only where the format has widths.</param>
public sealed record TableColumn(string Title, int Width = 18);

/// <summary>
/// Writes one table to a stream, row by row, in constant memory. Cells are written from left to right; a row may end early but
/// holds no more cells than there are columns (<see cref="InvalidOperationException"/>). A null is an empty cell. Every time
/// is written as it is: convert instants to the tenant's zone first. No cell becomes a formula, whatever its text begins with.
/// </summary>
/// <remarks>
/// Without <see cref="CompleteAsync"/> the output stays visibly incomplete where the format allows it: an export that failed must not
/// look whole. Completing or disposing leaves the output itself open. For one caller at a time.
/// </remarks>
public interface ITableWriter : IAsyncDisposable
{
    /// <summary>A text; what the format cannot hold (control characters, half surrogate pairs) is left out or replaced.</summary>
    void Write(string? text);

    /// <summary>A whole number.</summary>
    void Write(long? number);

    /// <summary>A number with decimals.</summary>
    void Write(decimal? number);

    /// <summary>An amount, without its currency: give that a column of its own where it varies.</summary>
    void Write(Money? money);

    /// <summary>A day.</summary>
    void Write(DateOnly? day);

    /// <summary>A day and time on the reader's clock, to the second.</summary>
    void Write(DateTime? time);

    /// <summary>Ends the row, and waits while the reader of the output is behind.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or nobody reads the output any more.</exception>
    ValueTask EndRowAsync(CancellationToken cancel);

    /// <summary>Writes what the format needs at its end and hands everything to the output. Call it once, after the last row.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or nobody reads the output any more.</exception>
    ValueTask CompleteAsync(CancellationToken cancel);
}
