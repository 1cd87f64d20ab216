using System.Globalization;
using System.Text;
using ClientSuite.Spreadsheets;

namespace ClientSuite.Clients;

/// <summary>The file of rejected rows: their number, the reason and the cells as they came, so that it can be corrected and
/// imported again. Resumable: a run that goes on cuts off what was not committed.</summary>
internal sealed class ImportErrors : IDisposable
{
    private readonly FileStream _file;
    private readonly StringBuilder _lines = new();

    public ImportErrors(string path, long committed, IEnumerable<string> header)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _file.SetLength(Math.Min(committed, _file.Length));
        _file.Position = _file.Length;
        if (_file.Length == 0)
        {
            _lines.Append('\uFEFF');
            Line(header);
        }
    }

    public void Add(long row, string reason, IEnumerable<string?> cells) => Line([row.ToString(CultureInfo.InvariantCulture), reason, .. cells]);

    /// <summary>Writes what was added, and answers the length to commit.</summary>
    public async Task<long> FlushAsync(CancellationToken cancel)
    {
        if (_lines.Length > 0)
        {
            await _file.WriteAsync(Encoding.UTF8.GetBytes(_lines.ToString()), cancel);
            await _file.FlushAsync(cancel);
            _lines.Clear();
        }

        return _file.Length;
    }

    /// <summary>Forgets what was added and not written.</summary>
    public void Clear() => _lines.Clear();

    public void Dispose() => _file.Dispose();

    private void Line(IEnumerable<string?> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst)
            {
                _lines.Append(',');
            }

            isFirst = false;
            var text = cell ?? "";
            if (CsvGuard.IsNeededBefore(text.AsSpan()))
            {
                text = "'" + text;
            }

            _lines.Append(text.AsSpan().IndexOfAny("\",\r\n;") >= 0 ? "\"" + text.Replace("\"", "\"\"") + "\"" : text);
        }

        _lines.Append("\r\n");
    }
}
