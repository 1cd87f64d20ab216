using ClientSuite.Frames;

namespace ClientSuite.Clients.Contracts;

/// <summary>The client whose page is open. Scoped; filled before the handler of every page below
/// <c>/admin/clients/{id:long}</c> runs, so a tab takes it instead of loading the client again.</summary>
public sealed class ClientFrame
{
    /// <summary>The short number; 0 outside a client's pages.</summary>
    public long Id { get; internal set; }

    /// <summary>The public id.</summary>
    public string ContentItemId { get; internal set; } = "";

    /// <summary>Trade name.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>True for a company.</summary>
    public bool IsCompany { get; internal set; }

    /// <summary>True while a plan is active (<see cref="IClientStatus"/>).</summary>
    public bool IsActive { get; internal set; }

    /// <summary>True while blocked.</summary>
    public bool IsBlocked { get; internal set; }

    /// <summary>Why; empty for no reason given.</summary>
    public string BlockedReason { get; internal set; } = "";

    /// <summary>CPF or CNPJ, bare; empty for none.</summary>
    public string TaxId { get; internal set; } = "";

    /// <summary>E.164; empty for none.</summary>
    public string Phone { get; internal set; } = "";

    /// <summary>First e-mail; empty for none.</summary>
    public string Email { get; internal set; } = "";

    /// <summary>"Contagem, MG"; empty for none.</summary>
    public string Place { get; internal set; } = "";

    /// <summary>Address of the photo, tenant prefix included; null for none.</summary>
    public string? PhotoPath { get; internal set; }

    /// <summary>Last login in the tenant's time; null before the first.</summary>
    public DateTime? LastLogin { get; internal set; }

    /// <summary>Address of the client's page, tenant prefix included.</summary>
    public string Path { get; internal set; } = "";

    /// <summary>The list that one came from: its query, without <c>?</c>; empty for the whole list.</summary>
    public string From { get; internal set; } = "";

    internal string Tab { get; set; } = "";

    internal IReadOnlyList<RecordTab> Tabs { get; set; } = [];

    internal IReadOnlyList<ClientCard> Banners { get; set; } = [];

    /// <summary>"5 de 1.284"; empty where counting would take long.</summary>
    internal string Position { get; set; } = "";

    internal string? PreviousHref { get; set; }

    internal string? NextHref { get; set; }

    internal string ListHref { get; set; } = "";
}
