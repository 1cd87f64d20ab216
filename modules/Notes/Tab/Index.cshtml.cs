using System.Globalization;
using System.Linq.Expressions;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

/// <summary>The client's notes, comments or alerts, newest first; pinned notes lead (000-57 to 000-60, 004-59 to 004-69, 004-86 to 004-90).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db, ClientFrame client, ISearchIndex index, NoteThreads threads, ICurrentUser user, IStringLocalizer texts) : PageModel
{
    private const int PageSize = 50;
    private const int MostCategories = 100;

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<ThreadLine> Lines { get; private set; } = [];

    public IReadOnlyList<string> Categories { get; private set; } = [];

    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public string? MoreHref { get; private set; }

    public bool CanEdit => user.Has(Permissions.Edit);

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Category);

    public string Here => client.Path + "/notes" + Request.QueryString;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Show = Show is "comments" or "alerts" ? Show : "notes";
        Counts["notes"] = await db.Notes.CountAsync(n => n.ClientId == client.Id, cancel);
        Counts["comments"] = await new NoteOwner(client.Id).Of(db.Comments).CountAsync(cancel);
        Counts["alerts"] = await db.Alerts.CountAsync(a => a.ClientId == client.Id && a.IsActive, cancel);
        switch (Show)
        {
            case "comments":
                var comments = await PageAsync(new NoteOwner(client.Id).Of(db.Comments.AsNoTracking()), null, cancel);
                Lines = await threads.LinesAsync(comments, (c, line) => threads.Of(c, line) with { Acts = [new("highlight", c.IsHighlighted ? "star-off" : "star", texts[c.IsHighlighted ? "notes.plain" : "notes.highlight"].Value)] }, cancel);
                break;
            case "alerts":
                var alerts = await PageAsync(db.Alerts.AsNoTracking().Where(a => a.ClientId == client.Id), a => a.IsActive, cancel);
                Lines = await threads.LinesAsync(alerts, (a, line) => line with
                {
                    Text = a.Description,
                    Icon = Marks.Icon(a.Type),
                    Tags = [new("", texts["notes.field.type." + a.Type.ToString().ToLowerInvariant()].Value), threads.Tag(a.Priority), new(a.IsActive ? "ok" : "off", texts[a.IsActive ? "notes.active" : "notes.inactive"].Value)],
                    Acts = [new("activate", a.IsActive ? "bell-off" : "bell", texts[a.IsActive ? "notes.deactivate" : "notes.activate"].Value)],
                }, cancel);
                break;
            default:
                Categories = await db.Notes.Where(n => n.ClientId == client.Id && n.Category != "").Select(n => n.Category).Distinct().OrderBy(c => c).Take(MostCategories).ToListAsync(cancel);
                var notes = await PageAsync(Narrow(db.Notes.AsNoTracking().Where(n => n.ClientId == client.Id)), n => n.IsPinned, cancel);
                Lines = await threads.LinesAsync(notes, (n, line) => line with
                {
                    Text = n.Text,
                    Icon = n.IsPinned ? "pinned" : null,
                    At = n.RecordDate?.ToString("d", CultureInfo.CurrentCulture) ?? "",
                    Tags = n.Category.Length > 0 ? [new("info", n.Category)] : [],
                    Words = n.Words,
                    Acts = [new("pin", n.IsPinned ? "pinned-off" : "pin", texts[n.IsPinned ? "notes.unpin" : "notes.pin"].Value)],
                }, cancel);
                break;
        }
    }

    private IQueryable<InternalNote> Narrow(IQueryable<InternalNote> notes)
    {
        notes = string.IsNullOrEmpty(Category) ? notes : notes.Where(n => n.Category == Category);
        return !string.IsNullOrWhiteSpace(Q) && index.Matching(db, InternalNote.RecordType, Q, withSensitive: false) is { } matching ? notes.Where(n => matching.Contains(n.Id)) : notes;
    }

    /// <summary>Newest first. What leads stands before all else on the first page, however old it is; where too much leads, the rest keeps its place.</summary>
    private async Task<List<T>> PageAsync<T>(IQueryable<T> records, Expression<Func<T, bool>>? leads, CancellationToken cancel) where T : ContentItem
    {
        var lead = leads is null ? [] : await records.Where(leads).OrderByDescending(r => r.Id).Take(PageSize).ToListAsync(cancel);
        var led = lead.ConvertAll(r => r.Id);
        var page = await records.Where(r => (Before == null || r.Id < Before) && !EF.Parameter(led).Contains(r.Id)).OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(cancel);
        if (page.Count > PageSize)
        {
            page.RemoveAt(PageSize);
            MoreHref = FormattableString.Invariant($"{client.Path}/notes?show={Show}&q={Uri.EscapeDataString(Q ?? "")}&category={Uri.EscapeDataString(Category ?? "")}&before={page[^1].Id}");
        }

        return [.. Before is null ? lead : [], .. page];
    }
}
