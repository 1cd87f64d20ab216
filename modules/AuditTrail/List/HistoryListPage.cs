using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ClientSuite.Access;
using ClientSuite.Data;
using ClientSuite.History;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.AuditTrail;

/// <summary>The tenant's history as a list, newest first, paged by key.</summary>
internal sealed class HistoryListPage(TenantDb db, HistoryWords words, HistoryLinks links, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private const int CountCap = 1000;
    private const int LinesShown = 3;
    private const string Newest = "-at";

    private static readonly ListColumn[] Columns =
    [
        new("user", "audittrail.user", CssClass: "w-city m-plan"),
        new("at", "audittrail.at", ListColumnKind.Code, CssClass: "m-st"),
        new("kind", "audittrail.kind", CssClass: "m-doc"),
        new("record", "audittrail.record", CssClass: "m-title w-text"),
        new("field", "audittrail.field", CssClass: "w-city"),
        new("old", "audittrail.old", CssClass: "w-text"),
        new("new", "audittrail.new", CssClass: "w-text"),
        new("erp", "audittrail.erp", ListColumnKind.Status, CssClass: "w-erp"),
        new("type", "audittrail.type", Shown: false),
        new("ip", "audittrail.ip", ListColumnKind.Code, Shown: false),
        new("correlation", "audittrail.correlation", ListColumnKind.Code, Shown: false),
    ];

    public async Task<IReadOnlyList<ListFilter>> FiltersAsync(CancellationToken cancel)
    {
        await words.ReadAsync(cancel);
        var users = await db.Set<User>().AsNoTracking().OrderBy(u => u.FullName).Take(200).Select(u => new { u.Id, u.FullName, u.UserName }).ToListAsync(cancel);
        // What the model tracks, so that a filter by field needs no walk over the history.
        var fields = db.Model.GetEntityTypes()
            .Where(t => typeof(ContentItem).IsAssignableFrom(t.ClrType) || t.ClrType.IsDefined(typeof(TrackedAttribute)))
            .SelectMany(t => t.GetProperties().Where(p => !p.IsPrimaryKey() && p.PropertyInfo is { } info && info.GetCustomAttribute<NoHistoryAttribute>() is null)
                .Select(p => (Type: (t.GetTableName() ?? "").Replace('_', '.'), Field: JsonNamingPolicy.CamelCase.ConvertName(p.Name))))
            .Where(f => !HistoryWords.IsInner(f.Field)).DistinctBy(f => f.Field, StringComparer.Ordinal)
            .Select(f => new ListChoice(f.Field, words.Field(f.Type, f.Field), IsText: true))
            .OrderBy(c => c.Title, StringComparer.CurrentCulture).ToList();
        string[] kinds = ["created", "updated", "deleted", "restored", "purged", "imported", "undone", "enabled", "disabled", "exported", "login", "loginFailed", "logout", "discarded", "resent"];
        return
        [
            new("user", "audittrail.user", ListFilterKind.Choice, [new("system", "audittrail.system"), .. users.Select(u => new ListChoice(u.Id.ToString(CultureInfo.InvariantCulture), u.FullName.Length > 0 ? u.FullName : u.UserName ?? "", IsText: true))]),
            new("at", "audittrail.period", ListFilterKind.Period),
            new("kind", "audittrail.kind", ListFilterKind.Choice, [.. kinds.Select(k => new ListChoice(k, words.Kind(k), IsText: true))]),
            new("field", "audittrail.field", ListFilterKind.Choice, fields),
            new("record", "audittrail.type", ListFilterKind.Choice, [.. words.Types.Select(t => new ListChoice(t.RecordType, t.Title)).OrderBy(c => c.Title, StringComparer.Ordinal)]),
        ];
    }

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        var filters = await FiltersAsync(cancel);
        var head = ListHead.Read(request, "history", Columns, filters, Newest, [new("all", texts["audittrail.views.all"].Value, "", IsOwn: false), new("logins", texts["audittrail.views.logins"].Value, "kind=login&kind=loginFailed", IsOwn: false)], preferences);
        var matching = HistoryFilter.Read(head.State, clock).Apply(db);
        var counted = request.Query["total"] == "exact" ? await matching.CountAsync(cancel) : await Ordered(matching, head.State).Take(CountCap + 1).CountAsync(cancel);
        var isCapped = counted > CountCap && request.Query["total"] != "exact";
        head = isCapped ? head : head.Within(counted);
        var (entries, hasMore, hasBefore) = await PageAsync(matching, head.State, cancel);
        var lines = await LinesAsync(entries, cancel);
        await links.ReadAsync(entries.ConvertAll(RecordRef.Of), cancel);
        var query = ListQuery.Write(head.State with { Page = 1, After = null, FromEnd = false, PageSize = 20 }, Newest).TrimStart('?');
        return new ListView
        {
            Id = "history",
            Title = "audittrail.title",
            Path = prefix + "/admin/history",
            Head = head,
            Filters = filters,
            Rows = [.. entries.Select(e => Row(e, lines, head.Columns, prefix))],
            Total = isCapped ? CountCap : counted,
            TotalIsCapped = isCapped,
            Next = hasMore ? Cursor(entries[^1]) : null,
            Previous = hasBefore ? Cursor(entries[0]) : null,
            SearchLabel = "audittrail.search",
            Secondary =
            [
                new("verify", "audittrail.verify", "shield-check", prefix + "/admin/history/verify", ListActionMethod.Dialog),
                new("csv", "audittrail.csv", "file-type-csv", Export(prefix, query, "csv")),
                new("xlsx", "audittrail.xlsx", "file-spreadsheet", Export(prefix, query, "xlsx")),
            ],
            EmptyText = "audittrail.empty",
            EmptyHint = "audittrail.empty.hint",
            EmptyIcon = "history",
        };
    }

    /// <summary>An order that an index gives together with the filter: a period has its own, the others end with the id.</summary>
    private static IQueryable<HistoryEntry> Ordered(IQueryable<HistoryEntry> matching, ListState state) =>
        state.Values("atFrom").Length + state.Values("atTo").Length > 0 ? matching.OrderByDescending(e => e.AtUtc) : matching.OrderByDescending(e => e.Id);

    public static string Cursor(HistoryEntry entry) => new HistoryCursor(entry.AtUtc, entry.Id).ToString();

    private static string Export(string? prefix, string query, string format) => $"{prefix}/admin/history/export?{(query.Length > 0 ? query + "&" : "")}format={format}";

    private static async Task<(List<HistoryEntry> Entries, bool HasMore, bool HasBefore)> PageAsync(IQueryable<HistoryEntry> matching, ListState state, CancellationToken cancel)
    {
        var cursor = HistoryCursor.Parse(state.After);
        var size = state.PageSize;
        if (state.FromEnd)
        {
            var older = cursor is { } c ? matching.Where(e => e.AtUtc > c.AtUtc || (e.AtUtc == c.AtUtc && e.Id > c.Id)) : matching;
            var page = await older.OrderBy(e => e.AtUtc).ThenBy(e => e.Id).Take(size + 1).ToListAsync(cancel);
            var hasBefore = page.Count > size;
            page = page[..Math.Min(size, page.Count)];
            page.Reverse();
            return (page, cursor is not null && page.Count > 0, hasBefore);
        }

        var newer = cursor is { } k ? matching.Where(e => e.AtUtc < k.AtUtc || (e.AtUtc == k.AtUtc && e.Id < k.Id)) : matching;
        var skip = cursor is null ? state.Skip : 0;
        var rows = await newer.OrderByDescending(e => e.AtUtc).ThenByDescending(e => e.Id).SkipVarying(skip).TakeVarying(size + 1).ToListAsync(cancel);
        return (rows[..Math.Min(size, rows.Count)], rows.Count > size, rows.Count > 0 && cursor is not null);
    }

    /// <summary>Lines of ordinary acts; of bulk acts, which may have 100,000, only how many.</summary>
    private async Task<PageLines> LinesAsync(List<HistoryEntry> entries, CancellationToken cancel)
    {
        var single = entries.Where(e => e.RecordId is not null).Select(e => e.Id).ToList();
        var bulk = entries.Where(e => e.RecordId is null).Select(e => e.Id).ToList();
        var lines = single.Count == 0 ? [] : await db.Set<HistoryLine>().AsNoTracking().Where(l => single.Contains(l.EntryId)).OrderBy(l => l.Id).Take(5000).ToListAsync(cancel);
        var counts = bulk.Count == 0 ? [] : await db.Set<HistoryLine>().Where(l => bulk.Contains(l.EntryId)).GroupBy(l => l.EntryId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var few = counts.Where(c => c.Value <= LinesShown).Select(c => c.Key).ToList();
        if (few.Count > 0)
        {
            lines.AddRange(await db.Set<HistoryLine>().AsNoTracking().Where(l => few.Contains(l.EntryId)).OrderBy(l => l.Id).ToListAsync(cancel));
        }

        return new PageLines(lines.Where(l => !HistoryWords.IsInner(l.Field)).ToLookup(l => l.EntryId), counts);
    }

    private ListRow Row(HistoryEntry entry, PageLines lines, IReadOnlyList<ListColumn> columns, string? prefix)
    {
        var page = $"{prefix}/admin/history/{entry.Id.ToString(CultureInfo.InvariantCulture)}";
        var name = words.Name(entry);
        var own = lines.Of[entry.Id].ToList();
        var bulk = lines.Counts.GetValueOrDefault(entry.Id);
        return new ListRow(entry.Id.ToString(CultureInfo.InvariantCulture), $"{words.Kind(entry.Kind)} {name}", page,
            [.. columns.Select(c => CellOf(c.Id, entry, name, own, bulk, page, prefix))],
            [new("details", "audittrail.details", "list-details", page)])
        { PeekHref = page };
    }

    private Cell CellOf(string column, HistoryEntry entry, string name, List<HistoryLine> lines, int bulk, string page, string? prefix) => column switch
    {
        "user" => Cell.Of(words.User(entry)),
        "at" => Cell.Code(clock.DayAndTime(entry.AtUtc)),
        "kind" => Cell.Of(words.Kind(entry.Kind)),
        "record" => links.Of(RecordRef.Of(entry)) is { } path
            ? new Cell { Kind = CellKind.Text, Text = name, Detail = $"{words.Type(entry.RecordType)} {entry.RecordId}", Href = prefix + path }
            : Cell.Of(name, words.Type(entry.RecordType)),
        "field" when bulk > LinesShown => Cell.Link(texts.Plural("audittrail.records", bulk), page),
        "field" => Stack(lines, l => words.Field(entry.RecordType, l.Field), page, isLast: true),
        "old" => Stack(lines, l => words.Value(entry.RecordType, l, l.OldValue), null, isLast: false),
        "new" => Stack(lines, l => words.Value(entry.RecordType, l, l.NewValue), null, isLast: false),
        "erp" => Cell.Status(HistoryWords.ErpMark(entry.ErpSync), words.Erp(entry.ErpSync)),
        "type" => Cell.Of(words.Type(entry.RecordType)),
        "ip" => Cell.Code(entry.RemoteIp),
        "correlation" => Cell.Code(entry.CorrelationId),
        _ => Cell.Empty,
    };

    /// <summary>One value per changed field, line by line, so that field, old and new stand beside each other.</summary>
    private Cell Stack(List<HistoryLine> lines, Func<HistoryLine, string?> text, string? more, bool isLast)
    {
        if (lines.Count == 0)
        {
            return Cell.Empty;
        }

        if (lines.Count == 1)
        {
            return Cell.Of(text(lines[0]));
        }

        var stack = new HtmlContentBuilder();
        foreach (var line in lines.Take(LinesShown))
        {
            var row = new TagBuilder("div");
            row.AddCssClass("cut history-line");
            var value = text(line);
            if (value?.Length > 24)
            {
                row.Attributes["title"] = value;
            }

            row.InnerHtml.Append(value ?? "—");
            stack.AppendHtml(row);
        }

        if (lines.Count > LinesShown)
        {
            var rest = new TagBuilder(isLast ? "a" : "div");
            rest.AddCssClass(isLast ? "link xs history-line" : "history-line");
            if (isLast)
            {
                rest.Attributes["href"] = more;
                rest.InnerHtml.Append(texts.Plural("audittrail.more", lines.Count - LinesShown));
            }

            stack.AppendHtml(rest);
        }

        return new Cell { Kind = CellKind.Html, Html = stack };
    }

    private sealed record PageLines(ILookup<long, HistoryLine> Of, Dictionary<long, int> Counts);
}
