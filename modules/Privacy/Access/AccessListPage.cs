using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Texts;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>The access log as a list, newest first, paged by key.</summary>
internal sealed class AccessListPage(TenantDb db, IClientDirectory clients, IEnumerable<IClientTab> tabs, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    public const string Path = "/admin/privacy/access";

    private const int CountCap = 1000;
    private const string Newest = "-at";

    private static readonly ListColumn[] Columns =
    [
        new("client", "privacy.access.client", CssClass: "m-title w-text"),
        new("user", "privacy.access.user", CssClass: "m-doc w-text"),
        new("kind", "privacy.access.kind", CssClass: "m-plan"),
        new("detail", "privacy.access.detail", CssClass: "w-city"),
        new("at", "privacy.access.at", ListColumnKind.Code, CssClass: "m-due"),
        new("ip", "privacy.access.ip", ListColumnKind.Code),
    ];

    private static readonly ListFilter[] Filters =
    [
        new("client", "privacy.access.clientId", ListFilterKind.Number, []),
        new("user", "privacy.access.user", ListFilterKind.Text, []),
        new("kind", "privacy.access.kind", ListFilterKind.Choice, [.. Enum.GetValues<AccessKind>().Select(k => new ListChoice(k.ToString(), "privacy.kind." + k))]),
        new("at", "privacy.access.period", ListFilterKind.Period, []),
    ];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        var head = ListHead.Read(request, "privacy-access", Columns, Filters, Newest, [new("all", texts["privacy.access.all"].Value, "", IsOwn: false)], preferences);
        var matching = await NarrowAsync(head.State, cancel);
        var counted = await matching.OrderByDescending(a => a.Id).Take(CountCap + 1).CountAsync(cancel);
        head = counted > CountCap ? head : head.Within(counted);
        var size = head.State.PageSize;
        var cursor = long.TryParse(head.State.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : (long?)null;
        List<AccessEntry> rows;
        bool hasMore, hasBefore;
        if (head.State.FromEnd)
        {
            rows = await matching.Where(a => cursor == null || a.Id > cursor).OrderBy(a => a.Id).Take(size + 1).ToListAsync(cancel);
            (hasBefore, hasMore) = (rows.Count > size, cursor is not null && rows.Count > 0);
            rows = [.. rows.Take(size).Reverse()];
        }
        else
        {
            var skip = cursor is null ? head.State.Skip : 0;
            rows = await matching.Where(a => cursor == null || a.Id < cursor).OrderByDescending(a => a.Id).SkipVarying(skip).TakeVarying(size + 1).ToListAsync(cancel);
            (hasMore, hasBefore) = (rows.Count > size, rows.Count > 0 && cursor is not null);
            rows = [.. rows.Take(size)];
        }

        var names = await clients.Names(db).ByIdAsync(rows.Select(r => r.ClientId).OfType<long>(), cancel);
        return new ListView
        {
            Id = "privacy-access",
            Title = "privacy.access",
            Path = prefix + Path,
            Head = head,
            Filters = Filters,
            Rows = [.. rows.Select(a => new ListRow(a.Id.ToString(CultureInfo.InvariantCulture), Name(a, names), null, [.. head.Columns.Select(c => CellOf(c.Id, a, names, prefix))], []))],
            Total = Math.Min(counted, CountCap),
            TotalIsCapped = counted > CountCap,
            Next = hasMore ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null,
            Previous = hasBefore ? rows[0].Id.ToString(CultureInfo.InvariantCulture) : null,
            SearchLabel = "privacy.access.search",
            EmptyText = "privacy.access.empty",
            EmptyHint = "privacy.access.empty.hint",
            EmptyIcon = "eye",
        };
    }

    private async Task<IQueryable<AccessEntry>> NarrowAsync(ListState state, CancellationToken cancel)
    {
        var entries = db.AccessEntries.AsNoTracking();
        if (state.Values("client") is [var client, ..] && long.TryParse(client, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            entries = entries.Where(a => a.ClientId == id);
        }

        var kinds = state.Values("kind").Select(k => Enum.TryParse<AccessKind>(k, ignoreCase: true, out var kind) ? kind : (AccessKind?)null).OfType<AccessKind>().ToList();
        if (kinds.Count > 0)
        {
            entries = entries.Where(a => kinds.Contains(a.Kind));
        }

        if (Day(state, "atFrom") is { } from)
        {
            var start = clock.StartOf(from);
            entries = entries.Where(a => a.AtUtc >= start);
        }

        if (Day(state, "atTo") is { } to)
        {
            var end = clock.EndOf(to);
            entries = entries.Where(a => a.AtUtc < end);
        }

        foreach (var text in state.Values("user").Append(state.Q ?? "").Select(t => t.Trim()).Where(t => t.Length > 0))
        {
            var people = await PeopleAsync(text, cancel);
            entries = entries.Where(a => (a.UserId != null && EF.Parameter(people).Contains(a.UserId.Value)) || a.UserName.Contains(text) || a.Filter.Contains(text));
        }

        return entries;
    }

    /// <summary>Staff by any part of their names, whatever case and accents; whoever is no more is found by the name as it was written then.</summary>
    private async Task<List<long>> PeopleAsync(string text, CancellationToken cancel)
    {
        var words = TextFolding.Words(text);
        var names = await db.Set<User>().Select(u => new { u.Id, u.FullName, u.UserName }).ToListAsync(cancel);
        return [.. names.Where(n => TextFolding.Fold($"{n.FullName} {n.UserName}") is var name && words.All(w => name.Contains(w, StringComparison.Ordinal))).Select(n => n.Id)];
    }

    /// <summary>A page of the client by the name of its tab, the others by what they are.</summary>
    private string PageName(string detail) =>
        detail.Length == 0 ? ""
        : tabs.FirstOrDefault(t => t.Id == (detail == "overview" ? "" : detail)) is { } tab ? texts[tab.Title].Value
        : texts["privacy.access.page." + detail] is { ResourceNotFound: false } known ? known.Value
        : texts["privacy.access.page"].Value;

    private static DateOnly? Day(ListState state, string name) =>
        state.Values(name) is [var value, ..] && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private string Name(AccessEntry entry, Dictionary<long, string> names) => entry.Clients is { } count ? texts.Plural("privacy.access.list", count) : entry.ClientId is { } id ? names.GetValueOrDefault(id, "") : texts["privacy.access.erased"].Value;

    private Cell CellOf(string column, AccessEntry entry, Dictionary<long, string> names, string? prefix) => column switch
    {
        "client" => entry.ClientId is { } id && names.TryGetValue(id, out var name) ? Cell.Link(name, FormattableString.Invariant($"{prefix}/admin/clients/{id}")) : Cell.Of(Name(entry, names)),
        "user" => Cell.Of(entry.UserName.Length > 0 ? entry.UserName : texts["privacy.access.link"].Value),
        "kind" => Cell.Of(texts["privacy.kind." + entry.Kind].Value),
        "detail" => entry.Clients is null ? Cell.Of(PageName(entry.Detail)) : Cell.Of(entry.Filter.Length > 0 ? entry.Filter : texts["privacy.access.list.all"].Value, entry.Detail),
        "at" => Cell.Code(clock.DayAndTime(entry.AtUtc)),
        "ip" => Cell.Code(entry.RemoteIp),
        _ => Cell.Empty,
    };
}
