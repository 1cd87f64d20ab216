using System.Text;

namespace ClientSuite.Lists;

/// <summary>Addresses of a list in other states. Every one is a plain GET that reproduces the state.</summary>
public static class ListUrls
{
    /// <summary>Up to here pages have numbers; beyond, the arrows read by cursor, because a deep offset is slow.</summary>
    private const int NumberedRows = 1_000;

    /// <summary>The list with <paramref name="change"/> applied to its state; <paramref name="change"/> starts from the first page.</summary>
    public static string Url(this ListView list, Func<ListState, ListState> change) =>
        list.Path + Query(list, change(FirstPage(list.State)));

    /// <summary>The list as it is, without its page: what "select all matching" and exports refer to. Without <c>?</c>.</summary>
    public static string MatchingQuery(this ListView list) =>
        Query(list, FirstPage(list.State) with { PageSize = DefaultPageSize }, withView: false).TrimStart('?');

    /// <summary>The list with its exact total.</summary>
    public static string ExactTotalUrl(this ListView list)
    {
        var url = list.Path + Query(list, list.State);
        return url + (url.Contains('?') ? '&' : '?') + "total=exact";
    }

    /// <summary>Sorted by <paramref name="column"/>: ascending first, and the other way when it is sorted already.</summary>
    public static string SortUrl(this ListView list, ListColumn column) =>
        list.Url(s => s with { Sort = s.SortColumn == column.Id && !s.Descending ? "-" + column.Id : column.Id });

    /// <summary>Without one filter.</summary>
    public static string WithoutFilterUrl(this ListView list, ListFilter filter) =>
        list.Url(s => s with { Filters = s.Filters.Where(f => !filter.Parameters().Contains(f.Key)).ToDictionary() });

    /// <summary>Without search and filters; the sort stays.</summary>
    public static string WithoutFiltersUrl(this ListView list) =>
        list.Path + Query(list, FirstPage(list.State) with { Q = null, Filters = new Dictionary<string, string[]>() }, withView: false);

    /// <summary>A saved view as its owner stored it.</summary>
    public static string ViewUrl(this ListView list, ListSavedView view) =>
        list.Path + (view.Query.Length == 0 ? "" : "?" + view.Query + "&view=" + Uri.EscapeDataString(view.Id));

    /// <summary>Names that the filter has in the URL: its id, or two for a period.</summary>
    public static IReadOnlyList<string> Parameters(this ListFilter filter) =>
        filter.Kind == ListFilterKind.Period ? [filter.Id + "From", filter.Id + "To"] : [filter.Id];

    /// <summary>Values of the filter in the list's state; empty when it does not narrow.</summary>
    public static string[] Values(this ListState state, string parameter) =>
        state.Filters.TryGetValue(parameter, out var values) ? values : [];

    /// <summary>True when any search or filter narrows the list.</summary>
    public static bool Narrows(this ListState state) => !string.IsNullOrWhiteSpace(state.Q) || state.Filters.Count > 0;

    /// <summary>True when the filter narrows the list.</summary>
    public static bool IsSet(this ListState state, ListFilter filter) => filter.Parameters().Any(p => state.Values(p).Length > 0);

    /// <summary>Where the four arrows lead and which rows are shown.</summary>
    public static ListPager Pager(this ListView list)
    {
        var state = list.State;
        var byCursor = state.After is not null || state.FromEnd;
        var pageIsKnown = !state.FromEnd || state.Page > 1;
        var hasBefore = state.FromEnd ? list.Previous is not null : state.Page > 1 || list.Previous is not null;
        var hasAfter = list.Next is not null || (!byCursor && state.Page < list.PageCount);

        string? previous = null, next = null, last = null;
        if (hasBefore)
        {
            var page = Math.Max(1, state.Page - 1);
            previous = list.Path + Query(list, byCursor && list.Previous is not null
                ? state with { Page = page, After = list.Previous, FromEnd = true }
                : state with { Page = page, After = null, FromEnd = false });
        }

        if (hasAfter)
        {
            var isDeep = byCursor || state.Page * state.PageSize >= NumberedRows;
            var page = pageIsKnown ? state.Page + 1 : state.Page;
            next = list.Path + Query(list, state with { Page = page, After = isDeep ? list.Next : null, FromEnd = false });
            last = list.Path + Query(list, !list.TotalIsCapped && list.Total <= NumberedRows
                ? state with { Page = list.PageCount, After = null, FromEnd = false }
                : state with { Page = list.TotalIsCapped ? 1 : list.PageCount, After = null, FromEnd = true });
        }

        var first = hasBefore ? list.Url(s => s) : null;
        var from = ((state.Page - 1) * state.PageSize) + 1;
        var isExactEnd = state is { FromEnd: true, After: null } && !list.TotalIsCapped;
        return new(first, previous, next, last,
            isExactEnd ? list.Total - list.Rows.Count + 1 : pageIsKnown ? from : null,
            isExactEnd ? list.Total : pageIsKnown ? from + list.Rows.Count - 1 : null,
            pageIsKnown ? state.Page : null);
    }

    private const int DefaultPageSize = 20;

    private static ListState FirstPage(ListState state) => state with { Page = 1, After = null, FromEnd = false };

    private static string Query(ListView list, ListState state, bool withView = true)
    {
        var query = new StringBuilder();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        Add("q", state.Q);
        foreach (var (name, values) in state.Filters)
        {
            foreach (var value in values)
            {
                Add(name, value);
            }
        }

        Add("sort", state.Sort);
        Add("page", state.Page > 1 ? state.Page.ToString(System.Globalization.CultureInfo.InvariantCulture) : null);
        Add("pageSize", state.PageSize == DefaultPageSize ? null : state.PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("after", state.After);
        Add("end", state.FromEnd ? "1" : null);
        Add("view", withView ? list.CurrentView : null);
        return query.ToString();
    }
}

/// <summary>The footer of a list.</summary>
/// <param name="First">First page; null greys the arrow out.</param>
/// <param name="Previous">Page before, or null.</param>
/// <param name="Next">Page after, or null.</param>
/// <param name="Last">Last page, or null.</param>
/// <param name="From">Number of the first row shown, or null when a cursor page does not know it.</param>
/// <param name="To">Number of the last row shown, or null likewise.</param>
/// <param name="Page">Number of the page, or null likewise.</param>
public sealed record ListPager(string? First, string? Previous, string? Next, string? Last, int? From, int? To, int? Page);
