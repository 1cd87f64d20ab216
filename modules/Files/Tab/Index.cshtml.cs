using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Values;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Files.Tab;

/// <summary>The documents of a client, a folder at a time (002-67 to 002-70).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(ClientFrame client, TenantDb db, IFileIntake intake, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
{
    private const int PageSize = 100;
    private const int MostCategories = 100;

    [BindProperty(SupportsGet = true, Name = "folder")]
    public string Folder { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    /// <summary>Part of a name, in whatever folder.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "category")]
    public string? Category { get; set; }

    public IReadOnlyList<string> Categories { get; private set; } = [];

    public bool IsSearch => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Category);

    public IReadOnlyList<Crumb> Crumbs { get; private set; } = [];

    public IReadOnlyList<FolderRow> Folders { get; private set; } = [];

    public IReadOnlyList<DocumentRow> Rows { get; private set; } = [];

    /// <summary>"12 arquivos · 3,4 MB".</summary>
    public string Sum { get; private set; } = "";

    public bool HasTrash { get; private set; }

    public bool CanEdit => user.Has(Permissions.Edit);

    public bool CanDelete => user.Has(Permissions.Delete);

    public bool CanShare => user.Has(Permissions.Share);

    public string MaxFile => FileSizes.Text(intake.Limits.MaxFileBytes);

    public string Here => HrefOf(Folder, Number);

    public string UploadHref => client.Path + "/documents/upload?folder=" + Uri.EscapeDataString(Folder);

    public string? NextHref { get; private set; }

    public string? PreviousHref => Number > 1 ? HrefOf(Folder, Number - 1) : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Folder ??= "";
        Number = Math.Clamp(Number, 1, 10_000);
        var mine = db.Documents.AsNoTracking().Where(d => d.ClientId == client.Id);
        var folders = await mine.GroupBy(d => d.Folder).Select(g => new { Folder = g.Key, Count = g.Count(), Bytes = g.Sum(d => d.SizeBytes) }).ToListAsync(cancel);
        Sum = texts.Plural("files.sum", folders.Sum(f => f.Count)) + " · " + FileSizes.Text(folders.Sum(f => f.Bytes));
        HasTrash = await db.TrashedDocuments.AnyAsync(d => d.ClientId == client.Id, cancel);
        var prefix = Folder.Length == 0 ? "" : Folder + "/";
        Categories = await mine.Where(d => d.Category != "").Select(d => d.Category).Distinct().OrderBy(c => c).Take(MostCategories).ToListAsync(cancel);
        if (Number == 1 && !IsSearch)
        {
            Folders = [.. folders.Where(f => f.Folder.Length > prefix.Length && f.Folder.StartsWith(prefix, StringComparison.Ordinal))
                .GroupBy(f => f.Folder[prefix.Length..].Split('/')[0], StringComparer.Ordinal)
                .Select(g => new FolderRow(g.Key, HrefOf(prefix + g.Key, 1), texts.Plural("files.count", g.Sum(f => f.Count))))
                .OrderBy(f => f.Name, StringComparer.CurrentCultureIgnoreCase)];
        }

        var rows = await (IsSearch ? Matching(mine) : mine.Where(d => d.Folder == Folder)).OrderBy(d => d.NameSort).ThenBy(d => d.Id).SkipVarying((Number - 1) * PageSize).Take(PageSize + 1).ToListAsync(cancel);
        NextHref = rows.Count > PageSize ? HrefOf(Folder, Number + 1) : null;
        Rows = [.. rows.Take(PageSize).Select(RowOf)];
        var parts = (IsSearch ? "" : Folder).Split('/', StringSplitOptions.RemoveEmptyEntries);
        Crumbs = [.. parts.Select((part, at) => new Crumb(part, at == parts.Length - 1 ? null : HrefOf(string.Join('/', parts[..(at + 1)]), 1)))];
    }

    private IQueryable<Document> Matching(IQueryable<Document> documents)
    {
        if (!string.IsNullOrEmpty(Category))
        {
            documents = documents.Where(d => d.Category == Category);
        }

        foreach (var word in TextFolding.SortKey(Q ?? "", FileNames.MaxLength).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            documents = documents.Where(d => d.NameSort.Contains(word));
        }

        return documents;
    }

    private DocumentRow RowOf(Document d)
    {
        var local = clock.ToLocal(d.ModifiedUtc);
        return new DocumentRow(d.Id, d.Name, d.Category, FileSizes.Text(d.SizeBytes), local.ToString("d", CultureInfo.CurrentCulture), local.ToString("g", CultureInfo.CurrentCulture), d.Number, IsSearch ? d.Folder : "",
            FileIcons.Of(d.ContentType), string.Create(CultureInfo.InvariantCulture, $"{client.Path}/documents/{d.Id}"));
    }

    private string HrefOf(string folder, int page)
    {
        var query = new List<string>(4);
        if (IsSearch)
        {
            query.Add("q=" + Uri.EscapeDataString(Q ?? "") + "&category=" + Uri.EscapeDataString(Category ?? ""));
        }

        if (folder.Length > 0)
        {
            query.Add("folder=" + Uri.EscapeDataString(folder));
        }

        if (page > 1)
        {
            query.Add(string.Create(CultureInfo.InvariantCulture, $"p={page}"));
        }

        return client.Path + "/documents" + (query.Count == 0 ? "" : "?" + string.Join('&', query));
    }
}

/// <summary>A step of the path; the last one leads nowhere.</summary>
internal sealed record Crumb(string Name, string? Href);

/// <summary>A folder with how much is below it.</summary>
internal sealed record FolderRow(string Name, string Href, string Count);

/// <summary>A document as the table shows it.</summary>
internal sealed record DocumentRow(long Id, string Name, string Category, string Size, string Modified, string ModifiedTitle, int Number, string Folder, string Icon, string Page);
