using ClientSuite.Access;
using ClientSuite.Spreadsheets;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients.Import;

/// <summary>Second step: which column fills which field.</summary>
[RequirePermission(Permissions.Import)]
internal sealed class MappingModel(ImportUploads uploads, ImportStart start, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    private const int ExampleRows = 50;

    private ImportUpload? _upload;

    [BindProperty(SupportsGet = true)]
    public string Token { get; set; } = "";

    [BindProperty]
    public List<string?> Fields { get; set; } = [];

    [BindProperty]
    public string Match { get; set; } = "taxId";

    public IReadOnlyList<ColumnView> Columns { get; private set; } = [];

    public IEnumerable<ImportField> Choices => ImportField.All.Where(f => f.IsOpenTo(user));

    public string? Problem { get; private set; }

    public string FileName => _upload?.Name ?? "";

    public string Lead => texts["clients.import.mapping.lead", Columns.Count(c => c.Field is not null), Columns.Count, FileName].Value;

    public string Action => $"{Request.PathBase}/admin/clients/import/{Token}";

    public string StartHref => Request.PathBase + "/admin/clients/import";

    public string ListHref => Request.PathBase + "/admin/clients";

    public IReadOnlyList<(string Value, string Title, string Hint)> Matches { get; } =
    [
        ("taxId", "clients.import.match.taxId", "clients.import.match.taxId.hint"),
        ("email", "clients.import.match.email", "clients.import.match.email.hint"),
        ("id", "clients.import.match.id", "clients.import.match.id.hint"),
        ("none", "clients.import.match.none", "clients.import.match.none.hint"),
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Match = Columns.Any(c => c.Field == "taxId") ? "taxId" : Columns.Any(c => c.Field == "id") ? "id" : Columns.Any(c => c.Field == "email") ? "email" : "none";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || _upload is null)
        {
            return NotFound();
        }

        Columns = [.. Columns.Select((c, i) => c with { Note = null, Field = i < Fields.Count && ImportField.Find(Fields[i]) is { } field ? field.Name : null })];
        var match = ImportPlan.ReadMatch(Match) ?? ImportMatch.TaxId;
        var plan = new ImportPlan(Token, [.. Columns.Select(c => c.Field)], match, DryRun: true, "");
        if (plan.Forbidden(user) is not null)
        {
            Columns = [.. Columns.Select(Open)];
            return this.Invalid();
        }

        if (plan.Problem() is { } problem)
        {
            Problem = texts[problem.Key, [.. problem.Args.Select(a => a is string name && ImportField.Find(name) is { } field ? texts[field.Label].Value : a)]].Value;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var operation = await start.StartAsync(_upload, plan, cancel);
        return this.GoTo($"/admin/clients/import/{Token}/check/{operation.PublicId}");
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        _upload = await uploads.FindAsync(Token, cancel);
        if (_upload is null)
        {
            return false;
        }

        try
        {
            using var table = uploads.Open(Token);
            var rows = table.ReadRows().Take(ExampleRows).Select(r => r.Cells).ToList();
            var fields = ImportField.Columns(table.Header, new Dictionary<string, string?>(StringComparer.Ordinal), ImportField.Labels(texts));
            Columns = [.. table.Header.Select((header, i) => Open(new ColumnView(header, fields[i],
                string.Join(" · ", rows.Select(r => i < r.Length ? r[i] : null).Where(c => !string.IsNullOrWhiteSpace(c)).Distinct().Take(3)))))];
            return true;
        }
        catch (TableReadException)
        {
            return false;
        }
    }

    /// <summary>A column that would fill what the user may not change is left out and says so.</summary>
    private ColumnView Open(ColumnView column) => ImportField.Find(column.Field)?.IsOpenTo(user) == false
        ? column with { Field = null, Note = texts["clients.import.error.block", column.Header].Value }
        : column;
}

/// <summary>A column of the file on the mapping page.</summary>
internal sealed record ColumnView(string Header, string? Field, string Examples)
{
    /// <summary>Why the column is left out, where its reader may not choose.</summary>
    public string? Note { get; init; }
}
