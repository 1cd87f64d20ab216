using System.Collections.Frozen;
using System.Globalization;
using ClientSuite.Files;
using ClientSuite.Lists;
using ClientSuite.Recipes;
using ClientSuite.Tenancy;
using ClientSuite.Values;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace ClientSuite.Tenants;

/// <summary>The operator's list, over the snapshot in memory: 5,000 tenants are filtered and sorted in a few milliseconds. Into the databases it looks
/// only for the tenants on the page.</summary>
internal sealed class TenantListPage(ITenants tenants, ITenantUse uses, IRecipes recipes, IUserPreferences preferences, TenantClock clock, IStringLocalizer texts)
{
    private const string DefaultSort = "name";

    private static readonly FrozenDictionary<string, TenantUse> NothingKnown = FrozenDictionary<string, TenantUse>.Empty;

    private static readonly ListColumn[] Columns =
    [
        new("name", "tenants.title.one", ListColumnKind.Name, Sortable: true),
        new("state", "tenants.state", ListColumnKind.Status, Sortable: true, CssClass: "m-plan"),
        new("address", "tenants.address", Sortable: true, CssClass: "w-text"),
        new("recipe", "tenants.recipe", Sortable: true),
        new("category", "tenants.category", Sortable: true, Shown: false),
        new("database", "tenants.database", Sortable: true),
        new("features", "tenants.features", ListColumnKind.Number, Sortable: true),
        new(TenantFilter.Size, "tenants.size", ListColumnKind.Number, Sortable: true),
        new(TenantFilter.Activity, "tenants.activity", ListColumnKind.Code, Sortable: true, CssClass: "hide-s"),
        new("created", "tenants.created", ListColumnKind.Code, Sortable: true, CssClass: "hide-s"),
    ];

    private Dictionary<string, string> RecipeTitles => field ??= recipes.All.ToDictionary(r => r.Name, r => r.DisplayName, StringComparer.OrdinalIgnoreCase);

    public async Task<ListView> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var prefix = request.PathBase.Value;
        var all = tenants.All;
        var filters = Filters(all);
        var head = ListHead.Read(request, "tenants", Columns, filters, DefaultSort, Views(), preferences);
        var found = TenantFilter.Read(head.State, clock).Apply(all).ToList();
        head = head.Within(found.Count);
        var known = head.State.SortColumn is TenantFilter.Size or TenantFilter.Activity ? await uses.KnownAsync(cancel) : NothingKnown;
        var rows = TenantFilter.Sort(found, head.State, known).Skip(head.State.Skip).Take(head.State.PageSize).ToList();
        var shown = head.Columns.Any(c => c.Id is TenantFilter.Size or TenantFilter.Activity) ? await uses.OfAsync(rows, cancel) : NothingKnown;
        return new ListView
        {
            Id = "tenants",
            Title = "tenants.title",
            Path = prefix + "/admin/tenants",
            Head = head,
            Filters = filters,
            Rows = [.. rows.Select(t => Row(t, shown.GetValueOrDefault(t.Name), head.Columns, request))],
            Total = found.Count,
            Previous = head.State.Page > 1 ? "page" : null,
            Next = head.State.Page * head.State.PageSize < found.Count ? "page" : null,
            SearchLabel = "tenants.search",
            Primary = new ListAction("add", "tenants.add", "plus", prefix + "/admin/tenants/new", ListActionMethod.Dialog, "N"),
            EmptyText = "tenants.empty",
            EmptyHint = "tenants.empty.hint",
            EmptyIcon = "building-store",
            IsTall = true,
            Lead = Figures(all),
        };
    }

    private List<ListFilter> Filters(IReadOnlyCollection<ShellSettings> all)
    {
        List<ListFilter> filters =
        [
            new("state", "tenants.state", ListFilterKind.Choice, [.. Enum.GetValues<TenantState>().Select(s => new ListChoice(s.ToString(), "tenants.state." + s.ToString().ToLowerInvariant()))]),
            new("recipe", "tenants.recipe", ListFilterKind.Choice, [.. all.Select(t => t.RecipeName).Where(r => r.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
                .Select(r => new ListChoice(r, RecipeTitles.GetValueOrDefault(r, r), IsText: true))]),
            new("database", "tenants.database", ListFilterKind.Choice, [new(DatabaseProviders.Sqlite, "SQLite", IsText: true), new(DatabaseProviders.Postgres, "PostgreSQL", IsText: true)]),
            new("created", "tenants.created", ListFilterKind.Period),
        ];
        var categories = all.Select(t => t.Category).Where(c => c.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Take(100).ToList();
        if (categories.Count > 0)
        {
            filters.Add(new("category", "tenants.category", ListFilterKind.Choice, [.. categories.Select(c => new ListChoice(c, c, IsText: true))]));
        }

        return filters;
    }

    private IEnumerable<ListSavedView> Views() =>
    [
        new("all", texts["tenants.views.all"].Value, "", IsOwn: false),
        new("running", texts["tenants.views.running"].Value, "state=Running", IsOwn: false),
        new("attention", texts["tenants.views.attention"].Value, "state=Invalid&state=Uninitialized&state=Initializing", IsOwn: false),
    ];

    private ListRow Row(ShellSettings tenant, TenantUse? use, IReadOnlyList<ListColumn> columns, HttpRequest request)
    {
        var page = $"{request.PathBase}/admin/tenants/{tenant.Name}";
        return new ListRow(tenant.Name, tenant.ShownName, page, [.. columns.Select(c => CellOf(c.Id, tenant, use, page, request))], Actions(tenant, page)) { PeekHref = page };
    }

    private Cell CellOf(string column, ShellSettings tenant, TenantUse? use, string page, HttpRequest request) => column switch
    {
        "name" => Cell.Name(tenant.ShownName, page, isCompany: true) with { Detail = tenant.Name },
        "state" => Cell.Status(tenant.StateMark, texts[tenant.StateKey].Value, tenant.InvalidReason),
        "address" => tenant.State == TenantState.Running && tenant.Urls(request) is [var url, ..] ? Cell.Link(tenant.ShownAddress, url) : Cell.Of(tenant.ShownAddress),
        "recipe" => Cell.Of(RecipeTitles.GetValueOrDefault(tenant.RecipeName, tenant.RecipeName), tenant.RecipeName),
        "category" => Cell.Of(tenant.Category),
        "database" => Cell.Of(tenant.DatabaseProvider == DatabaseProviders.Postgres ? "PostgreSQL" : "SQLite", tenant.Schema),
        "features" => Cell.Code(tenant.Features.Count.ToString("N0", CultureInfo.CurrentCulture)),
        TenantFilter.Size => use is null ? Cell.Empty : Cell.Code(FileSizes.Text(use.TotalBytes), texts["tenants.size.parts", FileSizes.Text(use.DatabaseBytes), FileSizes.Text(use.FileBytes)]),
        TenantFilter.Activity => use?.LastActivityUtc is { } at ? Cell.Code(clock.Day(at), clock.DayAndTime(at)) : Cell.Empty,
        "created" => Cell.Code(clock.Day(tenant.CreatedUtc), clock.DayAndTime(tenant.CreatedUtc)),
        _ => Cell.Empty,
    };

    private static List<ListAction> Actions(ShellSettings tenant, string page)
    {
        var actions = new List<ListAction> { new("edit", "tenants.edit", "pencil", page + "/edit", ListActionMethod.Dialog, "E") };
        if (tenant.State == TenantState.Uninitialized)
        {
            actions.Add(new("setup", "tenants.setup", "player-play", page + "/setup", ListActionMethod.Dialog));
        }

        if (tenant.CanEnable)
        {
            actions.Add(new("enable", "tenants.enable", "player-play", page + "/enable", ListActionMethod.Post));
        }

        if (tenant.CanDisable)
        {
            actions.Add(new("disable", "tenants.disable", "ban", page + "/disable", ListActionMethod.Post, null, "tenants.disable.ask", "tenants.disable.detail"));
        }

        if (tenant.CanRemove)
        {
            actions.Add(new("remove", "tenants.remove", "trash", page + "/remove", ListActionMethod.Dialog, "Del", Danger: true));
        }

        return actions;
    }

    private TagBuilder Figures(IReadOnlyCollection<ShellSettings> all)
    {
        var list = new TagBuilder("dl");
        list.AddCssClass("kpis");
        var states = all.CountBy(t => t.State).ToDictionary();
        foreach (var (key, value, isBad) in new[]
        {
            ("tenants.figures.running", states.GetValueOrDefault(TenantState.Running), false),
            ("tenants.figures.disabled", states.GetValueOrDefault(TenantState.Disabled), false),
            ("tenants.figures.invalid", states.GetValueOrDefault(TenantState.Invalid), true),
            ("tenants.figures.waiting", states.GetValueOrDefault(TenantState.Uninitialized) + states.GetValueOrDefault(TenantState.Initializing), false),
            ("tenants.figures.sets", all.Where(t => t.State == TenantState.Running).Select(t => string.Join(',', t.Features)).Distinct(StringComparer.Ordinal).Count(), false),
        })
        {
            var item = new TagBuilder("div");
            var term = new TagBuilder("dt");
            term.InnerHtml.Append(texts[key].Value);
            var number = new TagBuilder("dd");
            var text = value.ToString("N0", CultureInfo.CurrentCulture);
            if (isBad && value > 0)
            {
                var mark = new TagBuilder("span");
                mark.AddCssClass("st bad");
                mark.InnerHtml.Append(text);
                number.InnerHtml.AppendHtml(mark);
            }
            else
            {
                number.InnerHtml.Append(text);
            }

            item.InnerHtml.AppendHtml(term).AppendHtml(number);
            list.InnerHtml.AppendHtml(item);
        }

        return list;
    }
}

/// <summary>The filters of the list and of the API.</summary>
internal sealed record TenantFilter
{
    /// <summary>Column of the room that it takes.</summary>
    public const string Size = "size";

    /// <summary>Column of when it was last used.</summary>
    public const string Activity = "activity";

    public string? Q { get; init; }

    public IReadOnlyList<string> States { get; init; } = [];

    public IReadOnlyList<string> Recipes { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Databases { get; init; } = [];

    public DateTime? CreatedFromUtc { get; init; }

    public DateTime? CreatedBeforeUtc { get; init; }

    public static TenantFilter Read(ListState state, TenantClock clock) => new()
    {
        Q = state.Q,
        States = state.Values("state"),
        Recipes = state.Values("recipe"),
        Categories = state.Values("category"),
        Databases = state.Values("database"),
        CreatedFromUtc = Day(state.Values("createdFrom")) is { } from ? clock.StartOf(from) : null,
        CreatedBeforeUtc = Day(state.Values("createdTo")) is { } to ? clock.EndOf(to) : null,
    };

    public IEnumerable<ShellSettings> Apply(IEnumerable<ShellSettings> tenants)
    {
        var words = TextFolding.Words(Q);
        return tenants.Where(t =>
            (States.Count == 0 || States.Contains(t.State.ToString(), StringComparer.OrdinalIgnoreCase))
            && (Recipes.Count == 0 || Recipes.Contains(t.RecipeName, StringComparer.OrdinalIgnoreCase))
            && (Categories.Count == 0 || Categories.Contains(t.Category, StringComparer.OrdinalIgnoreCase))
            && (Databases.Count == 0 || Databases.Contains(t.DatabaseProvider, StringComparer.OrdinalIgnoreCase))
            && (CreatedFromUtc is null || t.CreatedUtc >= CreatedFromUtc)
            && (CreatedBeforeUtc is null || t.CreatedUtc < CreatedBeforeUtc)
            && (words.Count == 0 || Matches(t, words)));
    }

    /// <param name="tenants">The tenants.</param>
    /// <param name="state">Column and direction.</param>
    /// <param name="known">What is known of their use, for its two columns; those without come first.</param>
    public static IEnumerable<ShellSettings> Sort(IReadOnlyList<ShellSettings> tenants, ListState state, IReadOnlyDictionary<string, TenantUse> known)
    {
        IOrderedEnumerable<ShellSettings> By<T>(Func<ShellSettings, T> key) => state.Descending ? tenants.OrderByDescending(key) : tenants.OrderBy(key);
        IOrderedEnumerable<ShellSettings> ByText(Func<ShellSettings, string> key) =>
            state.Descending ? tenants.OrderByDescending(t => TextFolding.Fold(key(t)), StringComparer.Ordinal) : tenants.OrderBy(t => TextFolding.Fold(key(t)), StringComparer.Ordinal);
        var sorted = state.SortColumn switch
        {
            "state" => By(t => t.State),
            "address" => ByText(t => t.ShownAddress),
            "recipe" => ByText(t => t.RecipeName),
            "category" => ByText(t => t.Category),
            "database" => ByText(t => t.DatabaseProvider),
            "features" => By(t => t.Features.Count),
            Size => By(t => known.GetValueOrDefault(t.Name)?.TotalBytes ?? -1),
            Activity => By(t => known.GetValueOrDefault(t.Name)?.LastActivityUtc ?? DateTime.MinValue),
            "created" => By(t => t.CreatedUtc),
            _ => ByText(t => t.ShownName),
        };
        return sorted.ThenBy(t => t.Name, StringComparer.Ordinal);
    }

    private static bool Matches(ShellSettings tenant, IReadOnlyList<string> words)
    {
        var text = TextFolding.Fold(string.Join(' ', tenant.Name, tenant.SiteName, tenant.RequestUrlHost, tenant.PathBase, tenant.Category, tenant.Description));
        return words.All(w => text.Contains(w, StringComparison.Ordinal));
    }

    private static DateOnly? Day(string[] values) =>
        values is [var value, ..] && DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
