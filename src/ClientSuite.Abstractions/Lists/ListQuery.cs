using System.Globalization;
using ClientSuite.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ClientSuite.Lists;

/// <summary>Reads and writes a list's URL.</summary>
public static class ListQuery
{
    /// <summary>Page sizes of the admin (002-84).</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [20, 50, 100];

    /// <summary>Most rows that numbered pages reach; beyond them lists page by key.</summary>
    public const int MaxOffset = 10_000;

    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { "q", "sort", "page", "pageSize", "after", "end", "view", "total", "handler" };

    /// <summary>Reads the state; unknown sorts and sizes fall back to the defaults, unknown parameters are ignored.</summary>
    /// <param name="query">The URL's query.</param>
    /// <param name="filters">Filters on offer: other parameters are not filters.</param>
    /// <param name="defaultSort">Sort when the URL names none.</param>
    /// <param name="sortable">Ids that may be sorted by.</param>
    /// <param name="defaultSize">The user's page size.</param>
    public static ListState Read(IQueryCollection query, IEnumerable<string> filters, string defaultSort, IEnumerable<string> sortable, int defaultSize)
    {
        var sort = query["sort"].ToString();
        var size = int.TryParse(query["pageSize"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && PageSizes.Contains(asked) ? asked : defaultSize;
        var page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 1;
        return new ListState
        {
            Q = string.IsNullOrWhiteSpace(query["q"]) ? null : query["q"].ToString().Trim(),
            Sort = sort.Length > 0 && sortable.Contains(sort.TrimStart('-'), StringComparer.Ordinal) ? sort : defaultSort,
            Page = Math.Min(page, MaxOffset / size),
            PageSize = size,
            After = query["after"].ToString() is { Length: > 0 } after ? after : null,
            FromEnd = query["end"] == "1",
            Filters = filters.Select(f => (Id: f, Values: query[f].Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v!.Trim()).ToArray())) // filtered above
                .Where(f => f.Values.Length > 0).ToDictionary(f => f.Id, f => f.Values, StringComparer.Ordinal),
        };
    }

    /// <summary>The query string of a state, with <c>?</c>; empty where everything is default.</summary>
    public static string Write(ListState state, string defaultSort)
    {
        var builder = new QueryBuilder();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                builder.Add(name, value);
            }
        }

        Add("q", state.Q);
        foreach (var (id, values) in state.Filters.OrderBy(f => f.Key, StringComparer.Ordinal).Where(f => !Own.Contains(f.Key)))
        {
            builder.Add(id, values);
        }

        Add("sort", state.Sort == defaultSort ? null : state.Sort);
        Add("pageSize", state.PageSize == 20 ? null : state.PageSize.ToString(CultureInfo.InvariantCulture));
        Add("page", state.Page == 1 ? null : state.Page.ToString(CultureInfo.InvariantCulture));
        Add("after", state.After);
        Add("end", state.FromEnd ? "1" : null);
        return builder.ToString();
    }

    /// <summary>The columns in the user's order, and those that are shown.</summary>
    public static (IReadOnlyList<ListColumn> All, IReadOnlyList<ListColumn> Shown) Columns(string listId, IReadOnlyList<ListColumn> columns, IUserPreferences preferences)
    {
        var chosen = preferences.Get($"lists.{listId}.columns")?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (chosen is null)
        {
            return (columns, [.. columns.Where(c => c.Shown)]);
        }

        var shown = chosen.Select(id => columns.FirstOrDefault(c => c.Id == id)).OfType<ListColumn>().ToList();
        // The name is what a row is called: it can move, not go.
        shown.InsertRange(0, columns.Where(c => c.Kind == ListColumnKind.Name && !shown.Contains(c)));
        return ([.. shown, .. columns.Except(shown)], shown);
    }

    /// <summary>The user's page size; 20 until chosen.</summary>
    public static int PageSize(string listId, IUserPreferences preferences) =>
        int.TryParse(preferences.Get($"lists.{listId}.pageSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && PageSizes.Contains(size) ? size : 20;
}
