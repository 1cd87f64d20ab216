using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Notes.Tab;

/// <summary>The client's notes, comments or alerts, newest first; pinned notes lead (000-57 to 000-60, 004-59 to 004-69, 004-86 to 004-90).</summary>
[RequirePermission(Permissions.View)]
internal sealed class IndexModel(TenantDb db, ClientFrame client, ISearchIndex index, ICurrentUser user, TenantClock clock, IStringLocalizer texts) : PageModel
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
        Counts["comments"] = await db.Comments.CountAsync(c => c.ClientId == client.Id, cancel);
        Counts["alerts"] = await db.Alerts.CountAsync(a => a.ClientId == client.Id && a.IsActive, cancel);
        var names = new Dictionary<long, string>();
        switch (Show)
        {
            case "comments":
                var comments = await PageAsync(db.Comments.AsNoTracking().Where(c => c.ClientId == client.Id), [], names, cancel);
                Lines = [.. comments.Select(c => Line(c, names, c.Text) with { Tags = Tags(c), Acts = [new("highlight", c.IsHighlighted ? "star-off" : "star", texts[c.IsHighlighted ? "notes.plain" : "notes.highlight"].Value)] })];
                break;
            case "alerts":
                var ofClient = db.Alerts.AsNoTracking().Where(a => a.ClientId == client.Id);
                var alerts = await PageAsync(ofClient.Where(a => !a.IsActive), await LeadAsync(ofClient.Where(a => a.IsActive), cancel), names, cancel);
                Lines = [.. alerts.Select(a => Line(a, names, a.Description) with
                {
                    Icon = Marks.Icon(a.Type),
                    Tags = [new("", texts["notes.field.type." + Key(a.Type)].Value), Tag(a.Priority), new(a.IsActive ? "ok" : "off", texts[a.IsActive ? "notes.active" : "notes.inactive"].Value)],
                    Acts = [new("activate", a.IsActive ? "bell-off" : "bell", texts[a.IsActive ? "notes.deactivate" : "notes.activate"].Value)],
                })];
                break;
            default:
                Categories = await db.Notes.Where(n => n.ClientId == client.Id && n.Category != "").Select(n => n.Category).Distinct().OrderBy(c => c).Take(MostCategories).ToListAsync(cancel);
                var narrowed = Narrow(db.Notes.AsNoTracking().Where(n => n.ClientId == client.Id));
                var notes = await PageAsync(narrowed.Where(n => !n.IsPinned), await LeadAsync(narrowed.Where(n => n.IsPinned), cancel), names, cancel);
                Lines = [.. notes.Select(n => Line(n, names, n.Text) with
                {
                    Icon = n.IsPinned ? "pinned" : null,
                    At = n.RecordDate?.ToString("d", CultureInfo.CurrentCulture) ?? "",
                    Tags = n.Category.Length > 0 ? [new("info", n.Category)] : [],
                    Words = n.Words,
                    Acts = [new("pin", n.IsPinned ? "pinned-off" : "pin", texts[n.IsPinned ? "notes.unpin" : "notes.pin"].Value)],
                })];
                break;
        }
    }

    private IQueryable<InternalNote> Narrow(IQueryable<InternalNote> notes)
    {
        notes = string.IsNullOrEmpty(Category) ? notes : notes.Where(n => n.Category == Category);
        return !string.IsNullOrWhiteSpace(Q) && index.Matching(db, InternalNote.RecordType, Q, withSensitive: false) is { } matching ? notes.Where(n => matching.Contains(n.Id)) : notes;
    }

    /// <summary>What stands first on the first page, however old it is.</summary>
    private async Task<List<T>> LeadAsync<T>(IQueryable<T> records, CancellationToken cancel) where T : ContentItem =>
        Before is null ? await records.OrderByDescending(r => r.Id).Take(PageSize).ToListAsync(cancel) : [];

    private async Task<List<T>> PageAsync<T>(IQueryable<T> records, List<T> lead, Dictionary<long, string> names, CancellationToken cancel) where T : ContentItem
    {
        var page = await records.Where(r => Before == null || r.Id < Before).OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(cancel);
        if (page.Count > PageSize)
        {
            page.RemoveAt(PageSize);
            MoreHref = FormattableString.Invariant($"{client.Path}/notes?show={Show}&q={Uri.EscapeDataString(Q ?? "")}&category={Uri.EscapeDataString(Category ?? "")}&before={page[^1].Id}");
        }

        page = [.. lead, .. page];
        var owners = page.Select(r => r.OwnerId).OfType<long>().Distinct().ToList();
        foreach (var owner in await db.Set<User>().Where(u => owners.Contains(u.Id)).Select(u => new { u.Id, Name = u.FullName == "" ? u.UserName : u.FullName }).ToListAsync(cancel))
        {
            names[owner.Id] = owner.Name ?? "";
        }

        return page;
    }

    private ThreadLine Line(ContentItem record, Dictionary<long, string> names, string text) =>
        new(record.Id, record.OwnerId is { } owner ? names.GetValueOrDefault(owner, "") : texts["notes.system"].Value, clock.DayAndTime(record.CreatedUtc), text);

    private List<CellTag> Tags(Comment comment)
    {
        List<CellTag> tags = comment.Priority == Priority.Normal ? [] : [Tag(comment.Priority)];
        tags.Add(comment.IsPrivate ? new("", texts["notes.private"].Value, "lock") : new("info", texts["notes.shared"].Value, "users"));
        if (comment.IsHighlighted)
        {
            tags.Add(new("warn", texts["notes.highlighted"].Value, "star"));
        }

        return tags;
    }

    private CellTag Tag(Priority priority) => new(Marks.Of(priority), texts["notes.field.priority." + Key(priority)].Value);

    private static string Key<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>A note, comment or alert as the tab shows it.</summary>
internal sealed record ThreadLine(long Id, string Who, string At, string Text)
{
    public string? Icon { get; init; }

    public IReadOnlyList<CellTag> Tags { get; init; } = [];

    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<ThreadAct> Acts { get; init; } = [];
}

/// <summary>A switch of a line.</summary>
internal sealed record ThreadAct(string Id, string Icon, string Text);
