namespace ClientSuite.Frames;

/// <summary>What the layout shows around a page: made once per request by the platform before a view runs, so that
/// the layout asks nothing. Scoped.</summary>
public sealed class Frame
{
    /// <summary>Name of the tenant as its people know it.</summary>
    public string SiteName { get; set; } = "ClientSuite";

    /// <summary>Path prefix of the tenant with a leading slash ("/acme"), or empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Display name of the signed-in user; null when nobody is signed in.</summary>
    public string? UserName { get; set; }

    /// <summary>E-mail or login of the signed-in user.</summary>
    public string? UserLogin { get; set; }

    /// <summary>Culture of the page: <c>pt-BR</c>, <c>en</c> or <c>es</c>.</summary>
    public string Culture { get; set; } = "pt-BR";

    /// <summary><c>light</c>, <c>dark</c> or <c>system</c>.</summary>
    public string Theme { get; set; } = "system";

    /// <summary>True when the user hid the side menu.</summary>
    public bool MenuHidden { get; set; }

    /// <summary>True when the user widened the content (arrows).</summary>
    public bool FullWidth { get; set; }

    /// <summary>True when single-letter keys are switched off in the profile.</summary>
    public bool KeysOff { get; set; }

    /// <summary>Admin menu, filtered by permission.</summary>
    public IReadOnlyList<MenuGroup> Menu { get; set; } = [];

    /// <summary>Unread notifications; 0 shows no mark.</summary>
    public int UnreadNotifications { get; set; }

    /// <summary>True when the notifications panel exists (its feature is enabled).</summary>
    public bool HasNotifications { get; set; }

    /// <summary>True when global search exists (its feature is enabled).</summary>
    public bool HasSearch { get; set; }

    /// <summary>Operations of the user that are under way.</summary>
    public IReadOnlyList<RunningOperation> Operations { get; set; } = [];

    /// <summary>Antiforgery token that htmx sends with each request.</summary>
    public string? AntiforgeryToken { get; set; }

    /// <summary>Notice to show as a toast after a redirect, or null.</summary>
    public Notice? Notice { get; set; }

    /// <summary>Address of the tenant's colours (<c>/theme.css</c> with the prefix and a version), or null for the product's own.</summary>
    public string? LookUrl { get; set; }

    /// <summary>Address of the tenant's logo, or null for the product's mark.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>Address of the signed-in user's own page (profile, password, sessions), or null.</summary>
    public string? ProfileUrl { get; set; }

    /// <summary>Lines at the foot of the clients' portal; empty elsewhere.</summary>
    public IReadOnlyList<FooterLine> Footer { get; set; } = [];

    /// <summary>Number that finds this request in the logs.</summary>
    public string CorrelationId { get; set; } = "";
}

/// <summary>A headed group of the side menu.</summary>
/// <param name="Title">Text in the user's language; empty for the first group.</param>
/// <param name="Items">Its entries, in order.</param>
public sealed record MenuGroup(string Title, IReadOnlyList<MenuLink> Items);

/// <summary>An entry of the side menu.</summary>
/// <param name="Title">Text in the user's language.</param>
/// <param name="Href">Target with the tenant's prefix.</param>
/// <param name="Icon">Icon name of the sprite.</param>
/// <param name="IsCurrent">True for the page that is open.</param>
/// <param name="Count">Small number at the right, or null.</param>
/// <param name="Key">Letter that opens it after <c>G</c> (UI.md section 5), or null.</param>
public sealed record MenuLink(string Title, string Href, string Icon, bool IsCurrent, int? Count = null, string? Key = null);

/// <summary>A long operation that is under way.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Title">Text in the user's language.</param>
/// <param name="Percent">0 to 100.</param>
/// <param name="Href">Page with the details.</param>
public sealed record RunningOperation(string Id, string Title, int Percent, string Href);

/// <summary>A toast.</summary>
/// <param name="Kind"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Text">What happened, in the user's language.</param>
/// <param name="UndoUrl">URL that undoes it by POST, or null.</param>
public sealed record Notice(string Kind, string Text, string? UndoUrl = null);
