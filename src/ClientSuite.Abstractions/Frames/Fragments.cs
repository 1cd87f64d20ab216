namespace ClientSuite.Frames;

/// <summary>Model of the theme's <c>_Empty</c>: a page or card with nothing in it yet.</summary>
/// <param name="Title">Text key of what will be here.</param>
/// <param name="Hint">Text key of the second line, or null.</param>
/// <param name="Icon">Icon name, or null for the drawing of a list.</param>
public sealed record EmptyState(string Title, string? Hint = null, string? Icon = null)
{
    /// <summary>First action, or null.</summary>
    public Lists.ListAction? Action { get; init; }
}

/// <summary>Model of the theme's <c>_Error</c>, in the sign-in layout: a page that says what failed.</summary>
/// <param name="Title">Text key of the heading.</param>
/// <param name="Text">Text key of what to do next.</param>
public sealed record ErrorNotice(string Title, string Text)
{
    /// <summary>Address of the button, or null for none.</summary>
    public string? Href { get; init; }

    /// <summary>Text key of the button.</summary>
    public string? HrefTitle { get; init; }

    /// <summary>True shows the request's number to quote.</summary>
    public bool ShowNumber { get; init; } = true;
}

/// <summary>A group of what the global search found. The theme's <c>_Found</c> draws a list of them.</summary>
/// <param name="Title">Text in the user's language.</param>
/// <param name="Items">Best first.</param>
public sealed record FoundGroup(string Title, IReadOnlyList<Found> Items);

/// <summary>One thing found.</summary>
/// <param name="Text">Name; the theme marks the words that were typed.</param>
/// <param name="Detail">What tells it from others of the same name, or null.</param>
/// <param name="Href">Its page.</param>
/// <param name="Icon">Icon name; null draws the avatar of <paramref name="Text"/>.</param>
/// <param name="IsCompany">True squares the avatar.</param>
/// <param name="Key">Key that does the same, or null.</param>
public sealed record Found(string Text, string? Detail, string Href, string? Icon = null, bool IsCompany = false, string? Key = null);

/// <summary>Model of the theme's <c>_Operation</c>: the card of a long operation. While it is under way the card asks
/// <see cref="Url"/> for itself, at most once a second.</summary>
public sealed record OperationCard
{
    /// <summary>Public id; <c>operation-{Id}</c> is the element's id.</summary>
    public required string Id { get; init; }

    /// <summary>Card's heading, in the user's language ("Em andamento").</summary>
    public required string Heading { get; init; }

    /// <summary>What is worked on: a file's name, in data's words.</summary>
    public required string Subject { get; init; }

    /// <summary>Address that answers this partial anew.</summary>
    public required string Url { get; init; }

    /// <summary>True while it may change by itself.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Mark of the end state: <c>ok</c>, <c>warn</c>, <c>bad</c>; null while it runs.</summary>
    public string? Mark { get; init; }

    /// <summary>Done so far.</summary>
    public long Done { get; init; }

    /// <summary>All there is to do; 0 when not known yet.</summary>
    public long Total { get; init; }

    /// <summary>Line below the bar at the left: "62.410 de 100.000 linhas".</summary>
    public string? Progress { get; init; }

    /// <summary>Line below the bar at the right: "8.240/s · faltam 5 s".</summary>
    public string? Pace { get; init; }

    /// <summary>Up to four counts.</summary>
    public IReadOnlyList<OperationFigure> Figures { get; init; } = [];

    /// <summary>Pausar, Cancelar, Desfazer: posted, the answer is this partial anew; a Get one is a link at the right.</summary>
    public IReadOnlyList<Lists.ListAction> Actions { get; init; } = [];

    /// <summary>0 to 100.</summary>
    public int Percent => Total == 0 ? 0 : (int)Math.Clamp(Done * 100 / Total, 0, 100);
}

/// <summary>A count of an operation.</summary>
/// <param name="Value">Number as shown.</param>
/// <param name="Title">Word below it, in the user's language.</param>
public sealed record OperationFigure(string Value, string Title);

/// <summary>A tab of a record. The theme's <c>_Tabs</c> draws a list of them as links.</summary>
/// <param name="Title">Text in the user's language.</param>
/// <param name="Href">Its own page.</param>
/// <param name="IsCurrent">True for the one that is open.</param>
/// <param name="Badge">Count, where it is cheap, or null.</param>
public sealed record RecordTab(string Title, string Href, bool IsCurrent, string? Badge = null);
