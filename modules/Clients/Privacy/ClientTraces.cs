using System.Globalization;
using System.Text.Json;
using ClientSuite.Data;
using ClientSuite.Files;
using ClientSuite.Operations;
using ClientSuite.Privacy;
using ClientSuite.Spreadsheets;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Finds a client in the files that imports and downloads leave on the disk for 30 days, and deletes those files. A file that cannot be read
/// is deleted, too: nobody knows whom it names. What people searched by goes as well.</summary>
internal sealed class ClientTraces(TenantDb db, ITenantFiles files, ImportUploads uploads, ITableReaders readers, IAccessLog access)
{
    /// <summary>Operations whose files hold clients.</summary>
    public static readonly IReadOnlyList<string> Kinds = [ClientImport.OperationKind, ClientExportOperation.OperationKind, ClientBulk.OperationKind];

    private const int ShortestNumber = 8;
    private const int ShortestSearch = 3;

    public async Task RemoveAsync(Client client, CancellationToken cancel)
    {
        var marks = new Marks(client);
        foreach (var token in uploads.All().Where(t => Names(uploads.PathOf(t), marks)).ToList())
        {
            uploads.Remove(token);
        }

        foreach (var operation in await db.Set<Operation>().Where(o => Kinds.Contains(o.Kind)).ToListAsync(cancel))
        {
            Forget(operation, marks);
            var errors = OperationFiles.ErrorsPath(operation, files);
            if (File.Exists(errors) && Names(errors, marks))
            {
                File.Delete(errors);
            }

            var result = OperationFiles.ResultPath(operation, files);
            if (File.Exists(result) && Names(result, marks))
            {
                File.Delete(result);
                operation.ResultName = null;
            }
        }

        await ForgetSearchesAsync([client], cancel);
    }

    /// <summary>Takes clients out of the queries that the access log keeps, in one reading of it; before their records forget by what they were found.</summary>
    public Task ForgetSearchesAsync(IEnumerable<Client> clients, CancellationToken cancel)
    {
        var marks = clients.Select(c => new Marks(c)).ToList();
        return access.ForgetListsAsync(words => marks.Exists(m => m.FitIn(words) || m.AreFoundBy(words)), cancel);
    }

    /// <summary>What the operation's row itself says: the first rows that an import refused, the words that somebody searched by.</summary>
    private static void Forget(Operation operation, Marks marks)
    {
        switch (operation.Kind)
        {
            case ClientImport.OperationKind when ImportProgress.Read(operation.Progress) is { First.Count: > 0 } progress:
                progress.First.RemoveAll(r => marks.FitIn(r.Name) || r.Cells.Any(c => marks.Fit(c.Value) || marks.FitIn(c.Reason)));
                operation.Progress = progress.ToString();
                break;
            case ClientExportOperation.OperationKind when operation.ArgumentsAs<ExportArguments>() is var export && marks.FitIn(Words(export.Query)):
                operation.Arguments = JsonSerializer.Serialize(export with { Query = "" });
                break;
            case ClientBulk.OperationKind when operation.ArgumentsAs<BulkArguments>() is var bulk && marks.FitIn(Words(bulk.Selection.Query)):
                operation.Arguments = JsonSerializer.Serialize(bulk with { Selection = bulk.Selection with { Query = "" } });
                break;
        }
    }

    private static string Words(string query) => Uri.UnescapeDataString(query.Replace('+', ' '));

    private bool Names(string path, Marks marks)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 128 * 1024);
        try
        {
            using var table = readers.Open(file);
            return table.ReadRows().Any(row => row.Problem is not null || row.Cells.Any(marks.Fit));
        }
        catch (TableReadException)
        {
            return true;
        }
    }

    /// <summary>By what a cell is recognised.</summary>
    private sealed class Marks
    {
        private readonly HashSet<string> _whole;
        private readonly List<string> _addresses;
        private readonly List<string> _numbers;
        private readonly List<string> _names;

        public Marks(Client client)
        {
            var details = client.Details;
            _whole = [TextFolding.Fold(details.TradeName), TextFolding.Fold(details.LegalName), client.Id.ToString(CultureInfo.InvariantCulture), TextFolding.Fold(client.ContentItemId)];
            _whole.Remove("");
            _names = [.. new[] { TextFolding.Fold(details.TradeName), TextFolding.Fold(details.LegalName) }.Where(n => n.Length > 0)];
            _addresses = [.. details.Emails.All.Select(e => e.ToLowerInvariant())];
            _numbers = [.. details.Phones.All.Select(p => p.StartsWith("+55", StringComparison.Ordinal) ? p[3..] : p.TrimStart('+')).Append(details.TaxId).Where(n => n.Length >= ShortestNumber)];
        }

        /// <summary>True where a text mentions it, among others.</summary>
        public bool FitIn(string text) => Fit(text) || _names.Exists(n => TextFolding.Fold(text).Contains(n, StringComparison.Ordinal));

        /// <summary>True where a search for the words finds it, be it by a part of the name.</summary>
        public bool AreFoundBy(string search)
        {
            var words = TextFolding.Words(search);
            return words.Sum(w => w.Length) >= ShortestSearch && words.All(word => _names.Exists(n => n.Split(' ').Any(part => part.StartsWith(word, StringComparison.Ordinal)))
                || _addresses.Exists(a => a.Contains(word, StringComparison.Ordinal)) || _numbers.Exists(n => n.Contains(word, StringComparison.OrdinalIgnoreCase)));
        }

        public bool Fit(string? cell)
        {
            if (string.IsNullOrWhiteSpace(cell))
            {
                return false;
            }

            if (_whole.Contains(TextFolding.Fold(cell)) || _addresses.Exists(a => cell.Contains(a, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            var bare = string.Concat(cell.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
            return _numbers.Exists(n => bare.Contains(n, StringComparison.Ordinal));
        }
    }
}
