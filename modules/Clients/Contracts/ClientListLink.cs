namespace ClientSuite.Clients.Contracts;

/// <summary>A button above the clients' list for what another module makes of a narrowed list: shown while something narrows it, opened in
/// the dialog. Registered as singletons.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Title">Text key ("Criar grupo deste filtro").</param>
/// <param name="Icon">Icon name of the sprite.</param>
/// <param name="Path">Page below the tenant; <paramref name="Parameter"/> is added.</param>
/// <param name="Parameter">Name under which the page gets the list's query, escaped.</param>
/// <param name="Permission">Permission without which it is left out; null for everyone who sees clients.</param>
public sealed record ClientListLink(string Id, string Title, string Icon, string Path, string Parameter, string? Permission);
