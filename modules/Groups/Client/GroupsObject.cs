using System.Globalization;
using System.Text.Json.Nodes;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;

namespace ClientSuite.Groups.Client;

/// <summary><c>"groups": {"items": [{"id", "name", "kind"}]}</c> of a client in the API.</summary>
internal sealed class GroupsObject(GroupCatalog catalog, IClientQueries queries) : IClientObject
{
    public string Name => "groups";

    public string? Permission => Permissions.View;

    public async Task<IReadOnlyDictionary<long, JsonObject>> ReadAsync(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        await catalog.ReadAsync(queries, cancel);
        return (await catalog.OfAsync(ids, cancel)).ToDictionary(c => c.Key, c => new JsonObject
        {
            ["items"] = new JsonArray([.. c.Value.Select(g => new JsonObject
            {
                ["id"] = g.Id.ToString(CultureInfo.InvariantCulture),
                ["name"] = g.Name,
                ["kind"] = g.Kind.ToString().ToLowerInvariant(),
            })]),
        });
    }
}
