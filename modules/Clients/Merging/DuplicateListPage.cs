using System.Globalization;
using ClientSuite.Data;
using ClientSuite.Lists;
using ClientSuite.Operations;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Clients;

/// <summary>The pairs that the last search found, the most likely first.</summary>
internal sealed class DuplicateListPage(TenantDb db, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private const string Likely = "-score";

    private static readonly ListColumn[] Columns =
    [
        new("one", "clients.duplicates.one", ListColumnKind.Name),
        new("other", "clients.duplicates.other", CssClass: "w-text m-doc"),
        new("reasons", "clients.duplicates.reasons", CssClass: "w-text m-plan"),
        new("score", "clients.duplicates.score", ListColumnKind.Number, Sortable: true, CssClass: "m-due"),
    ];

    private static readonly ListFilter[] Filters =
    [
        new("by", "clients.duplicates.reasons", ListFilterKind.Choice, [.. new[] { DuplicateScore.ByTaxId, DuplicateScore.ByEmail, DuplicateScore.ByPhone, DuplicateScore.ByName }.Select(r => new ListChoice(r, "clients.duplicates.by." + r))]),
        new("dismissed", "clients.duplicates.dismissed", ListFilterKind.Choice, [new("yes", "common.yes"), new("no", "common.no")]),
    ];

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        ListSavedView[] views = [new("all", texts["clients.duplicates.views.open"].Value, "", IsOwn: false), new("dismissed", texts["clients.duplicates.views.dismissed"].Value, "dismissed=yes", IsOwn: false)];
        var head = ListHead.Read(request, "clients-duplicates", Columns, Filters, Likely, views, preferences);
        var pairs = Pairs(head.State);
        var total = await pairs.CountAsync(cancel);
        head = head.Within(total);
        var ordered = head.State.Descending ? pairs.OrderByDescending(p => p.Pair.Score).ThenByDescending(p => p.Pair.Id) : pairs.OrderBy(p => p.Pair.Score).ThenBy(p => p.Pair.Id);
        var page = await ordered.SkipVarying(head.State.Skip).TakeVarying(head.State.PageSize).ToListAsync(cancel);
        var last = await db.Set<Operation>().AsNoTracking().Where(o => o.Kind == DuplicateSearch.OperationKind && o.State == OperationState.Succeeded).OrderByDescending(o => o.Id).Select(o => o.FinishedUtc).FirstOrDefaultAsync(cancel);
        return new ListView
        {
            Id = "clients-duplicates",
            Title = "clients.duplicates.title",
            Path = prefix + "/admin/clients/duplicates",
            Head = head,
            Filters = Filters,
            Rows = [.. page.Select(p => Row(p, head.Columns, prefix))],
            Total = total,
            Previous = head.State.Page > 1 ? "page" : null,
            Next = head.State.Page * head.State.PageSize < total ? "page" : null,
            Primary = new ListAction("search", "clients.duplicates.search", "search", prefix + "/admin/clients/duplicates?handler=Search", ListActionMethod.Post),
            Secondary = [new("merges", "clients.merges.title", "history", prefix + "/admin/clients/merges")],
            EmptyText = last is null ? "clients.duplicates.never" : "clients.duplicates.none",
            EmptyHint = "clients.duplicates.hint",
            EmptyIcon = "users-group",
            Lead = last is { } at ? Note(texts["clients.duplicates.last", clock.DayAndTime(at)].Value) : null,
            IsTall = true,
        };
    }

    private IQueryable<DuplicatePair> Pairs(ListState state)
    {
        var (duplicates, clients) = (db.Duplicates.AsNoTracking(), db.Clients.AsNoTracking());
        duplicates = state.Values("dismissed") is ["yes"] ? duplicates.Where(d => d.DismissedUtc != null) : duplicates.Where(d => d.DismissedUtc == null);
        if (state.Values("by") is { Length: > 0 } reasons)
        {
            var (taxId, email, phone, name) = (reasons.Contains(DuplicateScore.ByTaxId), reasons.Contains(DuplicateScore.ByEmail), reasons.Contains(DuplicateScore.ByPhone), reasons.Contains(DuplicateScore.ByName));
            duplicates = duplicates.Where(d => (taxId && d.Reasons.Contains(DuplicateScore.ByTaxId)) || (email && d.Reasons.Contains(DuplicateScore.ByEmail))
                || (phone && d.Reasons.Contains(DuplicateScore.ByPhone)) || (name && d.Reasons.Contains(DuplicateScore.ByName)));
        }

        return from d in duplicates
               join one in clients on d.OneId equals one.Id
               join other in clients on d.OtherId equals other.Id
               select new DuplicatePair
               {
                   Pair = d,
                   One = one.TradeName,
                   OneDetail = one.TaxId,
                   OneIsCompany = one.PersonKind == PersonKind.Legal,
                   Other = other.TradeName,
                   OtherDetail = other.TaxId,
               };
    }

    private ListRow Row(DuplicatePair pair, IReadOnlyList<ListColumn> columns, string? prefix)
    {
        var (one, other) = (Text(pair.Pair.OneId), Text(pair.Pair.OtherId));
        var compare = $"{prefix}/admin/clients/merge?one={one}&other={other}";
        List<ListAction> actions = [new("compare", "clients.merge.compare", "git-merge", compare)];
        actions.Add(pair.Pair.DismissedUtc is null
            ? new("dismiss", "clients.duplicates.dismiss", "x", $"{prefix}/admin/clients/duplicates?handler=Dismiss&number={Text(pair.Pair.Id)}", ListActionMethod.Post)
            : new("reopen", "clients.duplicates.reopen", "arrow-back-up", $"{prefix}/admin/clients/duplicates?handler=Reopen&number={Text(pair.Pair.Id)}", ListActionMethod.Post));
        return new ListRow(Text(pair.Pair.Id), $"{pair.One}, {pair.Other}", compare, [.. columns.Select(c => c.Id switch
        {
            "one" => new Cell { Kind = CellKind.Name, Text = pair.One, Href = $"{prefix}/admin/clients/{one}", IsCompany = pair.OneIsCompany, Detail = Detail(one, pair.OneDetail) },
            "other" => new Cell { Kind = CellKind.Text, Text = pair.Other, Href = $"{prefix}/admin/clients/{other}", Detail = Detail(other, pair.OtherDetail) },
            "reasons" => Cell.Of(string.Join(", ", pair.Pair.Reasons.Split(',').Select(r => texts["clients.duplicates.by." + r].Value))),
            _ => Cell.Code((pair.Pair.Score / 100m).ToString("P0", CultureInfo.CurrentCulture)),
        })], actions);
    }

    private static TagBuilder Note(string text)
    {
        var note = new TagBuilder("p");
        note.AddCssClass("list-note muted sm");
        note.InnerHtml.Append(text);
        return note;
    }

    private static string Detail(string id, string taxId) => taxId.Length > 0 ? $"ID {id} · {TaxId.Format(taxId)}" : "ID " + id;

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed class DuplicatePair
    {
        public required ClientDuplicate Pair { get; init; }
        public string One { get; init; } = "";
        public string OneDetail { get; init; } = "";
        public bool OneIsCompany { get; init; }
        public string Other { get; init; } = "";
        public string OtherDetail { get; init; } = "";
    }
}
