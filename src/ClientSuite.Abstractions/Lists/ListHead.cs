using ClientSuite.Web;
using Microsoft.AspNetCore.Http;

namespace ClientSuite.Lists;

/// <summary>What a list page knows before it asks for rows: the URL's state, and the user's columns and views.</summary>
/// <param name="State">State as the URL gives it.</param>
/// <param name="AllColumns">Every column, in the user's order.</param>
/// <param name="Columns">The columns shown.</param>
/// <param name="Views">The module's views, then the user's own.</param>
/// <param name="CurrentView">Id of the view in use, or null.</param>
/// <param name="ViewIsEdited">True when the state differs from the view in use.</param>
public sealed record ListHead(ListState State, IReadOnlyList<ListColumn> AllColumns, IReadOnlyList<ListColumn> Columns,
    IReadOnlyList<ListSavedView> Views, string? CurrentView, bool ViewIsEdited)
{
    /// <summary>Reads it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="listId">Id of the list: key of the preferences.</param>
    /// <param name="columns">The columns on offer.</param>
    /// <param name="filters">The filters on offer.</param>
    /// <param name="defaultSort">Sort when the URL names none.</param>
    /// <param name="views">The module's own views; the first is the list without filters.</param>
    /// <param name="preferences">The user's preferences.</param>
    public static ListHead Read(HttpRequest request, string listId, IReadOnlyList<ListColumn> columns, IReadOnlyList<ListFilter> filters,
        string defaultSort, IEnumerable<ListSavedView> views, IUserPreferences preferences)
    {
        var (all, shown) = ListQuery.Columns(listId, columns, preferences);
        var state = ListQuery.Read(request.Query, filters.SelectMany(f => f.Parameters()), defaultSort, columns.Where(c => c.Sortable).Select(c => c.Id), ListQuery.PageSize(listId, preferences));
        List<ListSavedView> offered = [.. views, .. SavedViews.Read(listId, preferences)];
        var current = offered.Find(v => v.Id == request.Query["view"].ToString());
        var narrows = ListQuery.Write(state with { Page = 1, After = null, FromEnd = false, PageSize = 20 }, defaultSort).TrimStart('?');
        return new ListHead(state, all, shown, offered, current?.Id, current is not null && narrows != current.Query);
    }

    /// <summary>The same on a numbered page that there is (<see cref="ListState.Within"/>).</summary>
    public ListHead Within(int total) => this with { State = State.Within(total) };
}
