using System.Globalization;
using ClientSuite.Spreadsheets;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Turns the cells of a row into a client's details: over those that exist, or from nothing. An empty cell changes
/// nothing.</summary>
internal sealed class ImportRows(ImportPlan plan, TenantClock clock, IStringLocalizer texts)
{
    private readonly (int Column, ImportField Field)[] _columns =
        [.. plan.Columns.Select((name, i) => (i, Field: ImportField.Find(name))).Where(c => c.Field is not null).Select(c => (c.i, c.Field!))]; // filtered just before

    private readonly int _key = plan.Match switch
    {
        ImportMatch.TaxId => Column(plan, "taxId"),
        ImportMatch.Email => Column(plan, "email"),
        ImportMatch.Id => Column(plan, "id"),
        _ => -1,
    };

    private readonly DateOnly _today = clock.Today;
    private readonly bool _saysKind = plan.Columns.Contains("personKind");

    /// <summary>What the row is found by, as stored; empty for a new client.</summary>
    public string KeyOf(string?[] cells)
    {
        var text = _key < 0 || _key >= cells.Length ? null : cells[_key]?.Trim();
        return string.IsNullOrEmpty(text) ? "" : plan.Match switch
        {
            ImportMatch.TaxId => TaxId.TryParse(text, out var bare, out _) ? bare : "",
            ImportMatch.Email => EmailAddress.TryParse(text, out var address) ? address : "",
            ImportMatch.Id => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id.ToString(CultureInfo.InvariantCulture) : "",
            _ => "",
        };
    }

    /// <summary>The row as it would make a new client.</summary>
    public ImportRow Prepare(TableRow row)
    {
        if (row.Problem is not null)
        {
            return new ImportRow(row, "", null, null, [new RejectedCell("", "", texts[row.Problem].Value)]);
        }

        var (details, created) = Read(row.Cells, null, out var rejected);
        return new ImportRow(row, KeyOf(row.Cells), details, created, rejected);
    }

    /// <summary>The details that the row stands for; <paramref name="rejected"/> says why they can't be.</summary>
    public (ClientDetails Details, DateTime? CreatedUtc) Read(string?[] cells, ClientDetails? existing, out IReadOnlyList<RejectedCell> rejected)
    {
        var form = existing is null ? new ClientForm() : ClientForm.From(existing);
        DateTime? created = null;
        var wrong = new List<RejectedCell>();
        foreach (var (column, field) in _columns)
        {
            var cell = column < cells.Length ? cells[column] : null;
            if (string.IsNullOrWhiteSpace(cell))
            {
                continue;
            }

            if (field.Set is not null)
            {
                field.Set(form, cell);
                if (field.Name == "taxId" && !_saysKind)
                {
                    form.PersonKind = null; // the document tells
                }
            }
            else if (field.Name == "createdUtc")
            {
                created = Instants.Parse(cell.Trim(), clock);
                if (created is null || created > clock.UtcNow)
                {
                    wrong.Add(Reject(cells, field.Name, texts["clients.import.error.created"].Value));
                }
            }
        }

        var details = form.Read([], _today, out var problems);
        rejected = [.. problems.Select(p => Reject(cells, Name(p.Field), texts[p.Key, p.Args].Value)), .. wrong];
        return (details, created);
    }

    /// <summary>What is wrong with a field, beside what the file says.</summary>
    public RejectedCell Reject(string?[] cells, string field, string reason)
    {
        var column = Array.FindIndex(_columns, c => c.Field.Fills(field));
        return new RejectedCell(texts["clients.field." + field].Value, column < 0 ? "" : Shown(cells, _columns[column].Column), reason);
    }

    /// <summary>The row cannot be found by its key.</summary>
    public RejectedCell RejectKey(string?[] cells, string reason) => Reject(cells, plan.Columns[_key] ?? "", reason); // only a row with a key is looked for

    public string NameOf(string?[] cells)
    {
        var column = Column(plan, "tradeName");
        return column < 0 ? "" : Shown(cells, column);
    }

    private static string Shown(string?[] cells, int column)
    {
        var text = column < cells.Length && TextCleaning.TryClean(cells[column], out var clean) ? clean : "";
        return text.Length <= 60 ? text : text[..60];
    }

    private static int Column(ImportPlan plan, string name)
    {
        for (var i = 0; i < plan.Columns.Count; i++)
        {
            if (plan.Columns[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Name(string field) => char.ToLowerInvariant(field[0]) + field[1..];
}

/// <summary>A row that was read ahead: what it is found by, and what it would make of a client that is not there yet.</summary>
internal sealed record ImportRow(TableRow Source, string Key, ClientDetails? Fresh, DateTime? Created, IReadOnlyList<RejectedCell> Rejected)
{
    private Client? _made = Fresh is null || Rejected.Count > 0 ? null : Client.Create(Fresh);

    /// <summary>The new client, made while the batch before was written; null to whoever asks again, because a batch changes what it took.</summary>
    public Client? TakeMade()
    {
        var made = _made;
        _made = null;
        return made;
    }
}
