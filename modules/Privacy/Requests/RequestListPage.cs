using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Search;
using ClientSuite.Tenancy;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Privacy;

/// <summary>The tenant's requests as a list: the open ones by their deadline, then the closed.</summary>
internal sealed class RequestListPage(TenantDb db, ISearchIndex index, IClientDirectory clients, ICurrentUser user, RequestWords words, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    public const string Path = "/admin/privacy/requests";

    private const string Newest = "-received";

    private static readonly ListColumn[] Columns =
    [
        new("type", "privacy.request.type", CssClass: "m-title w-text"),
        new("requester", "privacy.request.requester", CssClass: "m-doc w-text"),
        new("client", "privacy.request.client", CssClass: "w-text"),
        new("state", "privacy.request.state", ListColumnKind.Status, CssClass: "m-st"),
        new("due", "privacy.request.due", ListColumnKind.Code, CssClass: "m-due"),
        new("received", "privacy.request.receivedOn", ListColumnKind.Code),
        new("assigned", "privacy.request.assigned", CssClass: "w-city"),
    ];

    private static readonly ListFilter[] Filters =
    [
        new("state", "privacy.request.state", ListFilterKind.Choice, [new("open", "privacy.filter.open"), new("late", "privacy.filter.late"), new("closed", "privacy.filter.closed")]),
        new("type", "privacy.request.type", ListFilterKind.Choice, [.. Enum.GetValues<RequestType>().Select(t => new ListChoice(t.ToString(), "privacy.type." + t))]),
        new("received", "privacy.request.receivedOn", ListFilterKind.Period),
    ];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        ListSavedView[] views = [new("all", texts["privacy.views.all"].Value, "", IsOwn: false), new("open", texts["privacy.views.open"].Value, "state=open", IsOwn: false), new("late", texts["privacy.views.late"].Value, "state=late", IsOwn: false)];
        var head = ListHead.Read(request, "privacy-requests", Columns, Filters, Newest, views, preferences);
        var matching = Narrow(head.State);
        var total = await matching.CountAsync(cancel);
        head = head.Within(total);
        var found = await matching.OrderBy(r => r.ClosedUtc == null ? 0 : 1).ThenBy(r => r.ClosedUtc == null ? r.DueOn : DateOnly.MaxValue).ThenByDescending(r => r.Id).SkipVarying(head.State.Skip).TakeVarying(head.State.PageSize + 1).ToListAsync(cancel);
        var rows = found.Take(head.State.PageSize).ToList();
        var names = await clients.Names(db).ByIdAsync(rows.Select(r => r.ClientId).OfType<long>(), cancel);
        var people = rows.Select(r => r.AssignedToId).OfType<long>().Distinct().ToList();
        var assigned = await db.Set<User>().Where(u => EF.Parameter(people).Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.FullName.Length > 0 ? u.FullName : u.UserName ?? "", cancel);
        return new ListView
        {
            Id = "privacy-requests",
            Title = "privacy.requests",
            Path = prefix + Path,
            Head = head,
            Filters = Filters,
            Rows = [.. rows.Select(r => Row(r, head.Columns, prefix, names, assigned))],
            Total = total,
            SearchLabel = "privacy.requests.search",
            Primary = user.Has(Permissions.Manage) ? new("add", "privacy.request.add", "plus", prefix + Path + "/edit", ListActionMethod.Dialog) : null,
            Secondary = user.Has(Permissions.Manage)
                ? [new("purposes", "privacy.purposes", "clipboard-list", prefix + "/admin/privacy/purposes"), new("access", "privacy.access", "eye", prefix + "/admin/privacy/access"), new("retention", "privacy.retention", "clock", prefix + "/admin/privacy/retention")]
                : [],
            EmptyText = "privacy.requests.empty",
            EmptyHint = "privacy.requests.empty.hint",
            EmptyIcon = "shield",
        };
    }

    private IQueryable<DataRequest> Narrow(ListState state)
    {
        var requests = db.DataRequests.AsNoTracking();
        var today = clock.Today;
        var states = state.Values("state");
        if (states.Length > 0)
        {
            var (open, late, closed) = (states.Contains("open"), states.Contains("late"), states.Contains("closed"));
            requests = requests.Where(r => (closed && r.ClosedUtc != null) || (open && r.ClosedUtc == null) || (late && r.ClosedUtc == null && r.DueOn < today));
        }

        var types = state.Values("type").Select(t => Enum.TryParse<RequestType>(t, ignoreCase: true, out var type) ? type : (RequestType?)null).OfType<RequestType>().ToList();
        if (types.Count > 0)
        {
            requests = requests.Where(r => types.Contains(r.Type));
        }

        if (Day(state, "receivedFrom") is { } from)
        {
            requests = requests.Where(r => r.ReceivedOn >= from);
        }

        if (Day(state, "receivedTo") is { } to)
        {
            requests = requests.Where(r => r.ReceivedOn <= to);
        }

        if (state.Q is { } q && index.Matching(db, DataRequest.RecordType, q, withSensitive: false) is { } found)
        {
            requests = requests.Where(r => found.Contains(r.Id));
        }

        return requests;
    }

    private static DateOnly? Day(ListState state, string name) =>
        state.Values(name) is [var value, ..] && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private ListRow Row(DataRequest request, IReadOnlyList<ListColumn> columns, string? prefix, Dictionary<long, string> names, Dictionary<long, string> assigned)
    {
        var page = string.Create(CultureInfo.InvariantCulture, $"{prefix}{Path}/{request.Id}");
        return new ListRow(request.Id.ToString(CultureInfo.InvariantCulture), words.Type(request.Type), page, [.. columns.Select(c => CellOf(c.Id, request, page, prefix, names, assigned))],
            [new("details", "privacy.request.open", "list-details", page)]);
    }

    private Cell CellOf(string column, DataRequest request, string page, string? prefix, Dictionary<long, string> names, Dictionary<long, string> assigned) => column switch
    {
        "type" => Cell.Link(words.Type(request.Type), page),
        "requester" => Cell.Of(request.RequesterName, request.RequesterContact),
        "client" => request.ClientId is { } client && names.TryGetValue(client, out var name) ? Cell.Link(name, FormattableString.Invariant($"{prefix}/admin/clients/{client}/privacy")) : Cell.Empty,
        "state" => Cell.Status(words.Mark(request), words.State(request)),
        "due" => Cell.Code(request.DueOn.ToString("d", CultureInfo.CurrentCulture)),
        "received" => Cell.Code(request.ReceivedOn.ToString("d", CultureInfo.CurrentCulture)),
        "assigned" => Cell.Of(request.AssignedToId is { } who ? assigned.GetValueOrDefault(who) : null),
        _ => Cell.Empty,
    };
}
