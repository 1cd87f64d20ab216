using ClientSuite.Access;
using ClientSuite.Clients.Contracts;

namespace ClientSuite.Groups.Client;

/// <summary>The client's groups on the overview (004-28).</summary>
internal sealed class GroupsCard(GroupCatalog catalog, IClientQueries queries, ICurrentUser user) : IClientCard
{
    public int Order => 3;

    public bool IsAside => true;

    public string? Permission => Permissions.View;

    public async Task<ClientCard?> GetAsync(ClientFrame client, CancellationToken cancel)
    {
        var all = await catalog.ReadAsync(queries, cancel);
        var canAssign = user.Has(Permissions.Assign) && all.Any(g => g.IsStatic);
        var groups = (await catalog.OfAsync([client.Id], cancel)).GetValueOrDefault(client.Id, []);
        return groups.Count == 0 && !canAssign ? null : new ClientCard("/Areas/Groups/Pages/Client/_Card.cshtml", new GroupsOfClient(groups, canAssign));
    }
}

/// <summary>What the card shows.</summary>
internal sealed record GroupsOfClient(IReadOnlyList<ClientGroup> Groups, bool CanAssign);
