namespace ClientSuite.Clients.Contracts;

/// <summary>A button of each row of the clients' list that leads to a tab of the client (003-54). Registered as singletons.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Title">Text key ("Usuário").</param>
/// <param name="Icon">Icon name of the sprite.</param>
/// <param name="Tab">Last part of the tab's address.</param>
/// <param name="Permission">Permission without which it is left out; null for everyone who sees clients.</param>
/// <param name="Order">Place between "Editar" and "Excluir".</param>
public sealed record ClientRowLink(string Id, string Title, string Icon, string Tab, string? Permission, int Order);
