using System.Collections.Frozen;
using System.Globalization;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Groups;

/// <summary>The groups. A tenant has few: they are searched, narrowed and sorted here.</summary>
internal sealed class GroupListPage(TenantDb db, GroupCatalog catalog, IClientQueries queries, ICurrentUser user, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private const string ListId = "client-groups";
    private const string DefaultSort = "name";

    private static readonly FrozenDictionary<long, GroupCount> NotCounted = FrozenDictionary<long, GroupCount>.Empty;

    private static readonly ListColumn[] Columns =
    [
        new("name", "groups.field.name", Sortable: true, CssClass: "m-title w-text"),
        new("classification", "groups.field.classification", Sortable: true, CssClass: "m-plan w-text"),
        new("kind", "groups.field.kind", Sortable: true, CssClass: "m-doc"),
        new("clients", "groups.clients", ListColumnKind.Number, Sortable: true, CssClass: "m-due"),
        new("createdUtc", "groups.field.createdUtc", ListColumnKind.Code, Sortable: true, Shown: false),
        new("modifiedUtc", "groups.modifiedUtc", ListColumnKind.Code, Sortable: true),
    ];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        var inUse = await catalog.ReadAsync(queries, cancel);
        List<ListFilter> filters =
        [
            new("classification", "groups.field.classification", ListFilterKind.Choice, [.. GroupClassifications.Of(inUse).Select(c => new ListChoice(c, c, IsText: true))]),
            new("kind", "groups.field.kind", ListFilterKind.Choice, [new("static", "groups.field.kind.static"), new("rule", "groups.field.kind.rule")]),
            new("deleted", "groups.deleted", ListFilterKind.Choice, [new("yes", "common.yes")]),
        ];
        filters.RemoveAll(f => f.Choices.Count == 0);
        ListSavedView[] views = [new("all", texts["groups.views.all"].Value, "", IsOwn: false), new("deleted", texts["groups.views.deleted"].Value, "deleted=yes", IsOwn: false)];
        var head = ListHead.Read(request, ListId, Columns, filters, DefaultSort, views, preferences);
        var isTrash = head.State.Values("deleted") is ["yes"];
        var groups = isTrash ? await db.TrashedGroups.AsNoTracking().ToListAsync(cancel) : inUse;
        var matching = groups.Where(g => Matches(g, head.State)).ToList();
        var counts = isTrash || head.State.SortColumn != "clients" ? NotCounted : await catalog.CountsAsync(matching, cancel);
        var sorted = Sorted(matching, head.State, counts).ToList();
        head = head.Within(sorted.Count);
        var shown = sorted.Skip(head.State.Skip).Take(head.State.PageSize).ToList();
        if (!isTrash && counts.Count == 0)
        {
            counts = await catalog.CountsAsync(shown, cancel);
        }

        return new ListView
        {
            Id = ListId,
            Title = "groups.title",
            Path = prefix + GroupPaths.List,
            Head = head,
            Filters = filters,
            Rows = [.. shown.Select(g => Row(g, isTrash ? null : counts[g.Id], head.Columns, prefix))],
            Total = sorted.Count,
            SearchLabel = "groups.search",
            Primary = user.Has(Permissions.Manage) ? new("add", "groups.add", "plus", prefix + GroupPaths.List + "/new", ListActionMethod.Dialog, "N") : null,
            EmptyText = "groups.empty",
            EmptyHint = "groups.empty.hint",
            EmptyIcon = "tags",
        };
    }

    private static bool Matches(ClientGroup group, ListState state) =>
        (state.Q is not { } q || TextFolding.Words(q).All(w => group.NameKey.Contains(w, StringComparison.Ordinal) || TextFolding.Fold(group.Classification).Contains(w, StringComparison.Ordinal)))
        && (state.Values("classification") is not { Length: > 0 } classes || classes.Contains(group.Classification, StringComparer.CurrentCultureIgnoreCase))
        && (state.Values("kind") is not { Length: > 0 } kinds || kinds.Contains(group.Kind.ToString(), StringComparer.OrdinalIgnoreCase));

    private IEnumerable<ClientGroup> Sorted(IEnumerable<ClientGroup> groups, ListState state, IReadOnlyDictionary<long, GroupCount> counts)
    {
        var order = state.SortColumn switch
        {
            "clients" => groups.OrderBy(g => counts.GetValueOrDefault(g.Id).Count).ThenBy(g => counts.GetValueOrDefault(g.Id).IsCapped),
            "kind" => groups.OrderBy(KindOf, StringComparer.CurrentCulture).ThenBy(g => g.NameKey, StringComparer.Ordinal),
            "classification" => groups.OrderBy(g => TextFolding.Fold(g.Classification), StringComparer.Ordinal).ThenBy(g => g.NameKey, StringComparer.Ordinal),
            "createdUtc" => groups.OrderBy(g => g.CreatedUtc),
            "modifiedUtc" => groups.OrderBy(g => g.ModifiedUtc),
            _ => groups.OrderBy(g => g.NameKey, StringComparer.Ordinal),
        };
        return state.Descending ? order.ThenBy(g => g.Id).Reverse() : order.ThenBy(g => g.Id);
    }

    private ListRow Row(ClientGroup group, GroupCount? count, IReadOnlyList<ListColumn> columns, string? prefix)
    {
        var page = prefix + GroupPaths.Of(group.Id);
        return new ListRow(group.Id.ToString(CultureInfo.InvariantCulture), group.Name, group.IsDeleted ? null : page, [.. columns.Select(c => c.Id switch
        {
            "name" => Cell.Labels([new CellTag(group.Tone, group.Name)]) with { Href = group.IsDeleted ? null : page },
            "classification" => Cell.Of(group.Classification),
            "kind" => Cell.Of(KindOf(group)),
            "clients" when count is { } known => Cell.Link(known.Text, prefix + GroupPaths.ClientsOf(group.Id)),
            "createdUtc" => Time(group.CreatedUtc),
            "modifiedUtc" => Time(group.ModifiedUtc),
            _ => Cell.Empty,
        })], Actions(group, count, page));
    }

    private string KindOf(ClientGroup group) => texts["groups.field.kind." + group.Kind.ToString().ToLowerInvariant()].Value;

    private List<ListAction> Actions(ClientGroup group, GroupCount? count, string page) => (user.Has(Permissions.Manage), count) switch
    {
        (false, _) => [],
        (true, null) => [new("restore", "groups.restore", "restore", page + "/restore", ListActionMethod.Post)],
        _ =>
        [
            new("edit", "groups.edit", "pencil", page + "/edit", ListActionMethod.Dialog, "E"),
            new("delete", "groups.delete", "trash", page + "/delete", ListActionMethod.Dialog, "Del", Danger: true),
        ],
    };

    private Cell Time(DateTime utc)
    {
        var local = clock.ToLocal(utc);
        return Cell.Code(local.ToString("d", CultureInfo.CurrentCulture), local.ToString("g", CultureInfo.CurrentCulture));
    }
}

/// <summary>What the groups are sorted under.</summary>
internal static class GroupClassifications
{
    public static IReadOnlyList<string> Of(IReadOnlyList<ClientGroup> groups) =>
        [.. groups.Select(g => g.Classification).Where(c => c.Length > 0).Distinct(StringComparer.CurrentCultureIgnoreCase).Order(StringComparer.CurrentCultureIgnoreCase)];
}
