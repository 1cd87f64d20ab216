using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>Makes the list pages (clients, trash) from the URL: state in, <see cref="ListView"/> out.</summary>
internal sealed class ClientListPage(ClientList list, ICurrentUser user, IEnumerable<ClientRowLink> links, IEnumerable<ClientListLink> listLinks, BulkTasks bulk, IAddedFields added, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private readonly List<ClientRowLink> _links = [.. links.Where(l => l.Permission is null || user.Has(l.Permission)).OrderBy(l => l.Order)];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var filters = await FiltersAsync(request, cancel);
        ListSavedView[] views = [new("all", texts["clients.views.all"].Value, "", IsOwn: false), new("blocked", texts["clients.views.blocked"].Value, "blocked=yes", IsOwn: false)];
        var head = ListHead.Read(request, "clients", Columns(), filters, ClientSort.Default, views, preferences);
        head = head with { State = ClientListFilters.Offered(head.State) };
        (var page, head, var unreadable) = await PageAsync(request, head, deleted: false, cancel);
        var prefix = request.PathBase.Value;
        var contributed = await ContributedAsync(head.Columns, page.Rows, cancel);
        var from = ListQuery.Write(head.State with { Page = 1, After = null, FromEnd = false, PageSize = 20 }, ClientSort.Default).TrimStart('?');
        var view = new ListView
        {
            Id = "clients",
            Title = "clients.title",
            Path = prefix + "/admin/clients",
            Head = head,
            Filters = filters,
            Rows = [.. page.Rows.Select(row => Row(row, head.Columns, contributed, prefix, from))],
            Total = page.Total ?? page.Rows.Count,
            TotalIsCapped = page.TotalIsCapped,
            Next = page.Next,
            Previous = page.Previous,
            Lead = unreadable.Count > 0 ? Alert(unreadable) : null,
            SearchLabel = "clients.search",
            Primary = user.Has(Permissions.Edit) ? new ListAction("add", "clients.add", "plus", prefix + "/admin/clients/new", ListActionMethod.Dialog, "N") : null,
            Secondary = Secondary(prefix, from, head.State.Narrows()),
            BulkActions = BulkActions(prefix),
            EmptyText = "clients.empty",
            EmptyHint = "clients.empty.hint",
            EmptyIcon = "users",
        };
        return view;
    }

    public async Task<ListView> ReadTrashAsync(HttpRequest request, CancellationToken cancel)
    {
        ListColumn[] columns =
        [
            new("id", "clients.id", ListColumnKind.Code, Sortable: true),
            new("tradeName", "clients.field.tradeName", ListColumnKind.Name, Sortable: true),
            new("taxId", "clients.field.taxId", ListColumnKind.Code),
            new("email", "clients.field.email"),
            new("deletedUtc", "clients.deletedUtc", ListColumnKind.Code),
        ];
        var head = ListHead.Read(request, "clients-trash", columns, await FiltersAsync(request, cancel), "-id", [new("all", texts["clients.views.all"].Value, "", IsOwn: false)], preferences);
        (var page, head, var unreadable) = await PageAsync(request, head, deleted: true, cancel);
        var prefix = request.PathBase.Value;
        return new ListView
        {
            Id = "clients-trash",
            Title = "clients.trash",
            Path = prefix + "/admin/clients/trash",
            Head = head,
            Rows = [.. page.Rows.Select(row => new ListRow(Text(row.Id), row.TradeName, null, [.. head.Columns.Select(c => c.Id switch
            {
                "id" => Cell.Code(Text(row.Id)),
                "tradeName" => new Cell { Kind = CellKind.Name, Text = row.TradeName, IsCompany = row.IsCompany },
                "taxId" => Cell.Code(TaxId.Format(row.TaxId)),
                "email" => Cell.Of(row.Email),
                _ => Time(row.DeletedUtc),
            })], TrashActions(row, prefix)))],
            Total = page.Total ?? page.Rows.Count,
            TotalIsCapped = page.TotalIsCapped,
            Next = page.Next,
            Previous = page.Previous,
            Lead = unreadable.Count > 0 ? Alert(unreadable) : null,
            SearchLabel = "clients.search",
            BulkActions = [new("restore", "clients.restore", "restore", prefix + "/admin/clients/bulk/restore?handler=Preview", ListActionMethod.Dialog)],
            EmptyText = "clients.trash.empty",
            EmptyHint = "clients.trash.empty.hint",
            EmptyIcon = "trash",
        };
    }

    /// <summary>What narrows the rows must be known to the head, or the list's links and bulk actions would be about more than is shown: the filters on offer, and
    /// fields that admins added, by which only an address narrows.</summary>
    private async Task<IReadOnlyList<ListFilter>> FiltersAsync(HttpRequest request, CancellationToken cancel)
    {
        var names = await added.NamesAsync(cancel);
        return [.. await ClientListFilters.ReadAsync(list.Columns, list.ColumnContext, cancel), .. request.Query.Where(q => q.Key.StartsWith(ClientFilter.FieldPrefix, StringComparison.Ordinal))
            .Select(q => new ListFilter(q.Key, names.Of(Client.RecordType, q.Key), ListFilterKind.Choice, [.. q.Value.OfType<string>().Select(v => new ListChoice(v.Trim(), v.Trim(), IsText: true))]))];
    }

    /// <summary>What cannot be read of the list's address, in words.</summary>
    private TagBuilder Alert(IReadOnlyList<FieldProblem> unreadable)
    {
        var alert = new TagBuilder("div");
        alert.AddCssClass("note-strip bad");
        alert.Attributes["role"] = "alert";
        alert.InnerHtml.Append(string.Join(' ', unreadable.DistinctBy(p => p.Field).Select(p => ClientListFilters.Say(p, texts))));
        return alert;
    }

    /// <summary>A page, where it stands, and what of its address cannot be read.</summary>
    private async Task<(ClientPage Page, ListHead Head, IReadOnlyList<FieldProblem> Unreadable)> PageAsync(HttpRequest request, ListHead head, bool deleted, CancellationToken cancel)
    {
        var state = head.State;
        var filter = ClientFilter.Read(request.Query, list.Columns, out var problems) with { Deleted = deleted };
        if (problems.Count > 0)
        {
            return (new ClientPage([]) { Total = 0 }, head, problems); // not the whole list under a filter that says otherwise
        }

        var paging = new ClientPaging(state.Sort, state.PageSize)
        {
            Page = state.Page,
            After = state.After,
            FromEnd = state.FromEnd,
            Total = request.Query["total"] == "exact" ? TotalMode.Exact : TotalMode.Capped,
        };
        try
        {
            var page = await list.PageAsync(filter, paging, ClientRow.Listed, cancel);
            var there = page is { Rows.Count: 0, TotalIsCapped: false, Total: { } total } ? head.Within(total) : head;
            return there.State.Page < state.Page ? await PageAsync(request, there, deleted, cancel) : (page, head, problems);
        }
        catch (BadCursorException)
        {
            return (await list.PageAsync(filter, paging with { After = null, FromEnd = false, Page = 1 }, ClientRow.Listed, cancel), head, problems);
        }
    }

    private List<ListColumn> Columns()
    {
        List<(int Order, ListColumn Column)> columns =
        [
            (10, new("id", "clients.id", ListColumnKind.Code, Sortable: true)),
            (20, new("tradeName", "clients.field.tradeName", ListColumnKind.Name, Sortable: true)),
            (30, new("legalName", "clients.field.legalName", Sortable: true, CssClass: "w-legal")),
            (40, new("taxId", "clients.field.taxId", ListColumnKind.Code, Sortable: true, CssClass: "m-doc")),
            (50, new("email", "clients.field.email", Sortable: true, CssClass: "w-mail")),
            (60, new("phone", "clients.field.phone", ListColumnKind.Code, Sortable: true)),
            (70, new("city", "clients.place", Sortable: true, CssClass: "w-city")),
            (80, new("status", "clients.status", ListColumnKind.Status, Sortable: true)),
            (100, new("createdUtc", "clients.field.createdUtc", ListColumnKind.Code, Sortable: true)),
            (110, new("modifiedUtc", "clients.modifiedUtc", ListColumnKind.Code, Sortable: true)),
        ];
        columns.RemoveAll(c => list.Columns.Any(x => x.Id == c.Column.Id));
        columns.AddRange(list.Columns.Select(c => (c.Order, new ListColumn(c.Id, c.Title, c.Kind, c.IsSortable, c.IsShown))));
        return [.. columns.OrderBy(c => c.Order).Select(c => c.Column)];
    }

    private List<ListAction> Secondary(string? prefix, string query, bool isNarrowed)
    {
        var actions = new List<ListAction>();
        if (isNarrowed)
        {
            actions.AddRange(listLinks.Where(l => l.Permission is null || user.Has(l.Permission))
                .Select(l => new ListAction(l.Id, l.Title, l.Icon, $"{prefix}{l.Path}?{l.Parameter}={Uri.EscapeDataString(query)}", ListActionMethod.Dialog)));
        }

        if (user.Has(Permissions.Import))
        {
            actions.Add(new("import", "clients.import", "file-import", prefix + "/admin/clients/import"));
        }

        if (user.Has(Permissions.Export))
        {
            actions.Add(new("download", "clients.download", "download", $"{prefix}/admin/clients/export?{(query.Length > 0 ? query + "&" : "")}format=xlsx"));
        }

        return actions;
    }

    private List<ListAction> BulkActions(string? prefix)
    {
        var actions = new List<ListAction>();
        if (user.Has(Permissions.Merge))
        {
            actions.Add(new("merge", "clients.merge.selected", "git-merge", prefix + "/admin/clients/merge/selected", ListActionMethod.Dialog) { Rows = 2 });
        }

        if (user.Has(Permissions.Block))
        {
            actions.Add(new("block", "clients.block", "lock", prefix + "/admin/clients/bulk/block?handler=Preview", ListActionMethod.Dialog));
            actions.Add(new("unblock", "clients.unblock", "lock-open", prefix + "/admin/clients/bulk/unblock?handler=Preview", ListActionMethod.Dialog));
        }

        if (user.Has(Permissions.Edit))
        {
            actions.Add(new("change", "clients.bulk.change", "edit", prefix + "/admin/clients/bulk/change?handler=Preview", ListActionMethod.Dialog));
        }

        actions.AddRange(bulk.Contributed.Select(a => new ListAction(a.Id, a.Title, a.Icon, $"{prefix}/admin/clients/bulk/{a.Id}?handler=Preview", ListActionMethod.Dialog)));
        if (user.Has(Permissions.Export))
        {
            actions.Add(new("export", "clients.download", "download", prefix + "/admin/clients/export?format=xlsx"));
        }

        if (user.Has(Permissions.Delete))
        {
            actions.Add(new("delete", "clients.delete", "trash", prefix + "/admin/clients/bulk/delete?handler=Preview", ListActionMethod.Dialog, Danger: true));
        }

        return actions;
    }

    private async Task<Dictionary<string, IReadOnlyDictionary<long, Cell>>> ContributedAsync(IReadOnlyList<ListColumn> columns, IReadOnlyList<ClientRow> rows, CancellationToken cancel)
    {
        var cells = new Dictionary<string, IReadOnlyDictionary<long, Cell>>(StringComparer.Ordinal);
        var ids = rows.Select(r => r.Id).ToList();
        foreach (var column in list.Columns.Where(c => ids.Count > 0 && columns.Any(x => x.Id == c.Id)))
        {
            cells[column.Id] = await column.CellsAsync(list.ColumnContext, ids, cancel);
        }

        return cells;
    }

    private ListRow Row(ClientRow row, IReadOnlyList<ListColumn> columns, Dictionary<string, IReadOnlyDictionary<long, Cell>> contributed, string? prefix, string from)
    {
        var page = $"{prefix}/admin/clients/{Text(row.Id)}";
        var href = from.Length == 0 ? page : page + "?from=" + Uri.EscapeDataString(from);
        return new ListRow(Text(row.Id), row.TradeName, href, [.. columns.Select(c => CellOf(c.Id, row, contributed, href, prefix))], Actions(page)) { PeekHref = href };
    }

    private Cell CellOf(string column, ClientRow row, Dictionary<string, IReadOnlyDictionary<long, Cell>> contributed, string href, string? prefix)
    {
        if (contributed.TryGetValue(column, out var cells))
        {
            return cells.GetValueOrDefault(row.Id) ?? (column == "status" ? Status() : Cell.Empty);
        }

        return column switch
        {
            "id" => Cell.Code(Text(row.Id)),
            "tradeName" => Cell.Name(row.TradeName, href, row.IsCompany, row.Blocked ? [new CellTag("bad", texts["clients.blocked"].Value, "lock")] : []) with { PhotoHref = ClientPhotos.PathOf(row.Id, row.PhotoKey) is { } photo ? prefix + photo : null },
            "legalName" => Cell.Of(row.LegalName),
            "taxId" => Cell.Code(TaxId.Format(row.TaxId)),
            "email" => Cell.Of(row.Email),
            "phone" => Cell.Code(PhoneNumber.Format(row.Phone)),
            "city" => Cell.Of(row.Place),
            "status" => Status(),
            "createdUtc" => Time(row.CreatedUtc),
            "modifiedUtc" => Time(row.ModifiedUtc),
            _ => Cell.Empty,
        };
    }

    /// <summary>Without a module of plans nobody has one (001-28).</summary>
    private Cell Status() => Cell.Status("off", texts["clients.status.inactive"].Value);

    private Cell Time(DateTime? utc)
    {
        if (utc is null)
        {
            return Cell.Empty;
        }

        var local = clock.ToLocal(utc.Value);
        return Cell.Code(local.ToString("d", System.Globalization.CultureInfo.CurrentCulture), local.ToString("g", System.Globalization.CultureInfo.CurrentCulture));
    }

    private List<ListAction> Actions(string page)
    {
        var actions = new List<ListAction>();
        if (user.Has(Permissions.Edit))
        {
            actions.Add(new("edit", "clients.edit", "pencil", page + "/edit", ListActionMethod.Dialog, "E"));
        }

        actions.AddRange(_links.Select(l => new ListAction(l.Id, l.Title, l.Icon, page + "/" + l.Tab)));

        if (user.Has(Permissions.Delete))
        {
            actions.Add(new("delete", "clients.delete", "trash", page + "/delete", ListActionMethod.Post, "Del", "clients.delete.ask", "clients.delete.detail", Danger: true));
        }

        return actions;
    }

    private List<ListAction> TrashActions(ClientRow row, string? prefix)
    {
        var page = $"{prefix}/admin/clients/trash/{Text(row.Id)}";
        var actions = new List<ListAction> { new("restore", "clients.restore", "restore", page + "/restore", ListActionMethod.Post) };
        if (user.Has(Permissions.Purge))
        {
            actions.Add(new("purge", "clients.purge", "trash-x", page + "/purge", ListActionMethod.Dialog, Danger: true));
        }

        return actions;
    }

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
