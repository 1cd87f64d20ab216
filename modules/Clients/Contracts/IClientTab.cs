namespace ClientSuite.Clients.Contracts;

/// <summary>A tab on the client's page. Scoped; asked once per whole page of a client. The page itself is a Razor page at
/// <c>/admin/clients/{id:long}/&lt;tab&gt;</c> that holds only its body: Clients loads the client (404), fills
/// <see cref="ClientFrame"/> and draws header and tabs around it.</summary>
public interface IClientTab
{
    /// <summary>Last part of the tab's address; empty for the overview.</summary>
    string Id { get; }

    /// <summary>Text key of the title.</summary>
    string Title { get; }

    /// <summary>Place among the tabs: Visão Geral 0, Perfil 10, Histórico 90.</summary>
    int Order { get; }

    /// <summary>Permission without which the tab is not shown; null for everyone who sees clients. The page asks for it too.</summary>
    string? Permission { get; }

    /// <summary>Ids of what is counted after the title, by an index; null for no count. All tabs' are counted by one statement, to 99 each; so no
    /// query filters are switched off here.</summary>
    IQueryable<long>? Counted(long clientId) => null;

    /// <summary>Another text after the title, where <see cref="Counted"/> gives none: one indexed query at most; null for none. A throw fails the page.</summary>
    Task<string?> BadgeAsync(long clientId, CancellationToken cancel) => Task.FromResult<string?>(null);
}

/// <summary>A card on the client's overview. Scoped; asked once per overview.</summary>
public interface IClientCard
{
    /// <summary>Place among the cards.</summary>
    int Order { get; }

    /// <summary>True for the narrow column at the right.</summary>
    bool IsAside { get; }

    /// <summary>Permission without which the card is left out; null for everyone who sees clients.</summary>
    string? Permission { get; }

    /// <summary>The card, or null for none. A throw fails the page.</summary>
    Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel);
}

/// <summary>A strip between header and tabs of every page of a client: what must not be overlooked. Scoped; asked once per whole page.</summary>
public interface IClientBanner
{
    /// <summary>Place among the strips.</summary>
    int Order { get; }

    /// <summary>Permission without which it is left out; null for everyone who sees clients.</summary>
    string? Permission { get; }

    /// <summary>The strip, or null for none: one indexed query at most. A throw fails the page.</summary>
    Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel);
}

/// <summary>A card ready to draw: a partial of the module that gives it.</summary>
/// <param name="View">Whole path of the partial, <c>/Areas/Tickets/Pages/Client/_Card.cshtml</c>. It draws a <c>section.cs-card</c>.</param>
/// <param name="Model">Its model.</param>
public sealed record ClientCard(string View, object Model);
