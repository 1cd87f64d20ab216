using Microsoft.AspNetCore.Html;

namespace ClientSuite.Lists;

/// <summary>What a list's URL says: the whole state of a list page, so that a link reproduces it.</summary>
public sealed record ListState
{
    /// <summary>Text of the search field; null or empty for none.</summary>
    public string? Q { get; init; }

    /// <summary>Column id to sort by, with a leading <c>-</c> for descending.</summary>
    public string Sort { get; init; } = "";

    /// <summary>Page number from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows per page: 20, 50 or 100 in the admin; 1 to 200 in the API.</summary>
    public int PageSize { get; init; } = 20;

    /// <summary>Cursor of a keyset page, as an earlier answer's <c>next</c> gave it; null for numbered pages.</summary>
    public string? After { get; init; }

    /// <summary>True reads the order backwards: how the last-page arrow works without a deep offset.</summary>
    public bool FromEnd { get; init; }

    /// <summary>Filter values by filter id; several values of one filter combine with OR, filters with AND.</summary>
    public IReadOnlyDictionary<string, string[]> Filters { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>True when the sort is descending.</summary>
    public bool Descending => Sort.StartsWith('-');

    /// <summary>The sorted column's id without the direction.</summary>
    public string SortColumn => Sort.TrimStart('-');

    /// <summary>How many rows stand before a numbered page.</summary>
    public int Skip => (Page - 1) * PageSize;

    /// <summary>The same on a numbered page that there is: one behind the last of <paramref name="total"/> rows gives way to the last.</summary>
    public ListState Within(int total) => After is null && !FromEnd ? this with { Page = Math.Clamp(Page, 1, Math.Max(1, (total - 1) / PageSize + 1)) } : this;
}

/// <summary>How a column's header and cells are aligned and typed.</summary>
public enum ListColumnKind
{
    /// <summary>Left-aligned text, cut with a title when long.</summary>
    Text,

    /// <summary>Right-aligned tabular number.</summary>
    Number,

    /// <summary>Tabular text that is never cut: dates, documents, ids.</summary>
    Code,

    /// <summary>A status: mark and word.</summary>
    Status,

    /// <summary>The record's name: sticky, a link, with an avatar.</summary>
    Name,
}

/// <summary>A column of a list.</summary>
/// <param name="Id">Stable id, used in the URL's <c>sort</c> and in the user's choice of columns.</param>
/// <param name="Title">Text key of the header.</param>
/// <param name="Kind">Alignment and type.</param>
/// <param name="Sortable">True when the header sorts.</param>
/// <param name="Shown">True when the column is shown until the user chooses otherwise.</param>
/// <param name="CssClass">Extra class of its cells (the theme's <c>m-*</c> and <c>w-*</c> classes); null for none.</param>
public sealed record ListColumn(string Id, string Title, ListColumnKind Kind = ListColumnKind.Text, bool Sortable = false, bool Shown = true, string? CssClass = null)
{
    /// <summary>Text key of the word before the value on phones, where there are no headings ("vence"), or null for none.</summary>
    public string? ShortTitle { get; init; }
}

/// <summary>How a filter is edited.</summary>
public enum ListFilterKind
{
    /// <summary>Free text.</summary>
    Text,

    /// <summary>One or several of <see cref="ListFilter.Choices"/>.</summary>
    Choice,

    /// <summary>A date (<c>YYYY-MM-DD</c>) in the tenant's time zone.</summary>
    Date,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Two dates, both inclusive: the parameters <c>{Id}From</c> and <c>{Id}To</c>, drawn as one chip.</summary>
    Period,
}

/// <summary>A filter of a list.</summary>
/// <param name="Id">Name in the URL and in the API.</param>
/// <param name="Title">Text key of the label.</param>
/// <param name="Kind">How it is edited.</param>
/// <param name="Choices">Values and their text keys, for <see cref="ListFilterKind.Choice"/>; empty otherwise.</param>
public sealed record ListFilter(string Id, string Title, ListFilterKind Kind, IReadOnlyList<ListChoice> Choices)
{
    /// <summary>A filter without choices.</summary>
    public ListFilter(string id, string title, ListFilterKind kind) : this(id, title, kind, [])
    {
    }
}

/// <summary>A value that a choice filter offers.</summary>
/// <param name="Value">Value in the URL.</param>
/// <param name="Title">Text key, or the text itself where <paramref name="IsText"/> is true.</param>
/// <param name="IsText">True when <paramref name="Title"/> is shown as it is (a name from data).</param>
public sealed record ListChoice(string Value, string Title, bool IsText = false);

/// <summary>A cell's content. Made by the static methods; the theme renders it.</summary>
public sealed record Cell
{
    /// <summary>Which of the theme's renderings to use.</summary>
    public required CellKind Kind { get; init; }

    /// <summary>Text to show; null or empty shows a dash.</summary>
    public string? Text { get; init; }

    /// <summary>Second, quieter line or tooltip.</summary>
    public string? Detail { get; init; }

    /// <summary>Link target, or null.</summary>
    public string? Href { get; init; }

    /// <summary>Mark of a status: <c>ok</c>, <c>warn</c>, <c>bad</c>, <c>info</c>, <c>off</c>, <c>none</c>.</summary>
    public string? Mark { get; init; }

    /// <summary>Tags after the text (for example "Bloqueado").</summary>
    public IReadOnlyList<CellTag> Tags { get; init; } = [];

    /// <summary>True draws a company's squared avatar, false a person's round one; for <see cref="CellKind.Name"/>.</summary>
    public bool IsCompany { get; init; }

    /// <summary>Address of the photo that stands for the initials, or null; for <see cref="CellKind.Name"/>.</summary>
    public string? PhotoHref { get; init; }

    /// <summary>Markup made by a module's own partial, for <see cref="CellKind.Html"/>.</summary>
    public IHtmlContent? Html { get; init; }

    /// <summary>Nothing: shown as a dash.</summary>
    public static Cell Empty { get; } = new() { Kind = CellKind.Text };

    /// <summary>Plain text.</summary>
    public static Cell Of(string? text, string? detail = null) => new() { Kind = CellKind.Text, Text = text, Detail = detail };

    /// <summary>A code, date or number: tabular and never cut.</summary>
    public static Cell Code(string? text, string? detail = null) => new() { Kind = CellKind.Code, Text = text, Detail = detail };

    /// <summary>A link.</summary>
    public static Cell Link(string? text, string href) => new() { Kind = CellKind.Text, Text = text, Href = href };

    /// <summary>The record's name with its avatar.</summary>
    public static Cell Name(string text, string href, bool isCompany = false, params IReadOnlyList<CellTag> tags) =>
        new() { Kind = CellKind.Name, Text = text, Href = href, IsCompany = isCompany, Tags = tags };

    /// <summary>Several words, each a tag.</summary>
    public static Cell Labels(IReadOnlyList<CellTag> tags) => new() { Kind = CellKind.Tags, Text = string.Join(", ", tags.Select(t => t.Text)), Tags = tags };

    /// <summary>A status: mark and word.</summary>
    public static Cell Status(string mark, string text, string? detail = null) => new() { Kind = CellKind.Status, Mark = mark, Text = text, Detail = detail };
}

/// <summary>A condition on top of a name or status: soft fill, icon, word.</summary>
/// <param name="Mark"><c>ok</c>, <c>warn</c>, <c>bad</c>, <c>info</c>, a <c>tone-</c> class of the theme, or empty.</param>
/// <param name="Text">The word, already in the reader's language.</param>
/// <param name="Icon">Icon name of the sprite, or null.</param>
public sealed record CellTag(string Mark, string Text, string? Icon = null);

/// <summary>The theme's renderings of a cell.</summary>
public enum CellKind
{
    /// <summary>Text, possibly a link.</summary>
    Text,

    /// <summary>Tabular text.</summary>
    Code,

    /// <summary>Name with avatar and tags.</summary>
    Name,

    /// <summary>Mark and word.</summary>
    Status,

    /// <summary>Tags beside each other; those that do not fit are counted.</summary>
    Tags,

    /// <summary>Ready markup.</summary>
    Html,
}

/// <summary>Something that can be done with one row or with the selection.</summary>
/// <param name="Id">Stable id; for bulk actions the posted <c>action</c>.</param>
/// <param name="Title">Text key.</param>
/// <param name="Icon">Icon name of the sprite.</param>
/// <param name="Href">Where it leads, or the URL that is posted to.</param>
/// <param name="Method">How it is invoked.</param>
/// <param name="Key">Single-letter key (UI.md section 5), or null.</param>
/// <param name="Confirm">Text key of the confirmation's question with the row's name as {0}, or null for none.</param>
/// <param name="ConfirmDetail">Text key of the confirmation's second sentence (effect and the way back), or null.</param>
/// <param name="Danger">True draws it in red after a divider.</param>
public sealed record ListAction(string Id, string Title, string Icon, string Href, ListActionMethod Method = ListActionMethod.Get,
    string? Key = null, string? Confirm = null, string? ConfirmDetail = null, bool Danger = false)
{
    /// <summary>Of a bulk action: offered only while so many rows are ticked; null for any number.</summary>
    public int? Rows { get; init; }
}

/// <summary>How an action is invoked.</summary>
public enum ListActionMethod
{
    /// <summary>Follow the link.</summary>
    Get,

    /// <summary>Open the answer in a dialog (htmx GET into the dialog).</summary>
    Dialog,

    /// <summary>POST with the antiforgery token, after the confirmation where there is one.</summary>
    Post,
}

/// <summary>A row, ready to draw: its cells stand in the order of <see cref="ListView.Columns"/>.</summary>
/// <param name="Id">The record's id: the checkbox value, and <c>row-{id}</c> is the element's id.</param>
/// <param name="Name">Name of the record, for accessible names of the row's controls.</param>
/// <param name="Href">Page of the record, or null.</param>
/// <param name="Cells">One cell per column.</param>
/// <param name="Actions">Row actions; empty for none.</param>
public sealed record ListRow(string Id, string Name, string? Href, IReadOnlyList<Cell> Cells, IReadOnlyList<ListAction> Actions)
{
    /// <summary>Address of the fragment that the side panel shows for this row (<c>Space</c>), or null.</summary>
    public string? PeekHref { get; init; }
}

/// <summary>A saved view: a named list URL.</summary>
/// <param name="Id">Stable id in the URL's <c>view</c>.</param>
/// <param name="Title">Name shown on the tab.</param>
/// <param name="Query">The URL's query string that it stands for, without <c>?</c>.</param>
/// <param name="IsOwn">True when the user made it and may remove it.</param>
public sealed record ListSavedView(string Id, string Title, string Query, bool IsOwn);

/// <summary>Everything the theme's <c>_List</c> partial needs to draw a list, whole or its rows alone.</summary>
public sealed class ListView
{
    /// <summary>Stable id of the list ("clients"): key of the user's preferences and prefix of element ids.</summary>
    public required string Id { get; init; }

    /// <summary>Text key of the heading.</summary>
    public required string Title { get; init; }

    /// <summary>Path of the list page, tenant prefix included, without query.</summary>
    public required string Path { get; init; }

    /// <summary>The URL's state, and the user's columns and views.</summary>
    public required ListHead Head { get; init; }

    /// <summary>State that the rows belong to.</summary>
    public ListState State => Head.State;

    /// <summary>Every column that the user may choose, in the user's order.</summary>
    public IReadOnlyList<ListColumn> AllColumns => Head.AllColumns;

    /// <summary>The columns that are shown.</summary>
    public IReadOnlyList<ListColumn> Columns => Head.Columns;

    /// <summary>Saved views; the first is the list without filters.</summary>
    public IReadOnlyList<ListSavedView> Views => Head.Views;

    /// <summary>Id of the view in use, or null.</summary>
    public string? CurrentView => Head.CurrentView;

    /// <summary>True when the state differs from the view in use.</summary>
    public bool ViewIsEdited => Head.ViewIsEdited;

    /// <summary>Filters on offer.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];

    /// <summary>Rows of this page.</summary>
    public required IReadOnlyList<ListRow> Rows { get; init; }

    /// <summary>How many records match, or the cap.</summary>
    public int Total { get; init; }

    /// <summary>True when more than <see cref="Total"/> match: shown as "1.000+", counted exactly on click.</summary>
    public bool TotalIsCapped { get; init; }

    /// <summary>Cursor of this page's last row (<c>after=</c> it reads the following page), or null on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Cursor of this page's first row (<c>after=</c> it with <c>end=1</c> reads the page before), or null on the
    /// first page and for numbered pages.</summary>
    public string? Previous { get; init; }

    /// <summary>Number of pages, at least 1; meaningless when <see cref="TotalIsCapped"/>.</summary>
    public int PageCount => Math.Max(1, (int)Math.Ceiling(Total / (double)State.PageSize));

    /// <summary>Text key of the search field's label and placeholder; null hides the field.</summary>
    public string? SearchLabel { get; init; }

    /// <summary>The primary button, or null.</summary>
    public ListAction? Primary { get; init; }

    /// <summary>Other buttons beside the primary one.</summary>
    public IReadOnlyList<ListAction> Secondary { get; init; } = [];

    /// <summary>Actions on the selection; empty draws no checkboxes. Posted to <see cref="ListAction.Href"/> with
    /// <c>ids</c> (repeated) or <c>all=true</c> with the list's query.</summary>
    public IReadOnlyList<ListAction> BulkActions { get; init; } = [];

    /// <summary>Text key of the sentence shown while there is no record at all.</summary>
    public required string EmptyText { get; init; }

    /// <summary>Text key of the empty state's second line, or null.</summary>
    public string? EmptyHint { get; init; }

    /// <summary>True gives rows 48 px, for cells of two lines.</summary>
    public bool IsTall { get; init; }

    /// <summary>Icon name of the empty state, or null for the drawing of a list.</summary>
    public string? EmptyIcon { get; init; }

    /// <summary>Ready markup between the heading and the filters (figures), or null.</summary>
    public IHtmlContent? Lead { get; init; }

    /// <summary>True when any search or filter narrows the list.</summary>
    public bool IsFiltered => State.Narrows();

    /// <summary>True where the page lies behind the last row: an old link, or rows that are gone.</summary>
    public bool IsPastEnd => Rows.Count == 0 && Total > 0;
}
