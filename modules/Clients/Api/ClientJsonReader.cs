using System.Text.Json;
using System.Text.Json.Nodes;
using ClientSuite.Access;
using ClientSuite.Clients.Contracts;
using ClientSuite.Data;

namespace ClientSuite.Clients;

/// <summary>Clients as the API answers them: the record, its status and what other modules add, a page at a time.</summary>
internal sealed class ClientJsonReader(TenantDb db, ClientList list, ICurrentUser user, IEnumerable<IClientObject> objects)
{
    private readonly List<IClientObject> _objects = [.. objects.Where(o => o.Permission is null || user.Has(o.Permission))];

    public async Task<ClientJson> ReadAsync(ClientRow row, CancellationToken cancel) => (await ReadAsync([row], cancel))[0];

    public Task<ClientJson> ReadAsync(Client client, CancellationToken cancel) => ReadAsync(ClientRow.Of(client), cancel);

    public async Task<IReadOnlyList<ClientJson>> ReadAsync(IReadOnlyList<ClientRow> rows, CancellationToken cancel)
    {
        var clients = rows.Select(ClientJson.Of).ToList();
        if (rows.Count == 0 || (list.Status is null && _objects.Count == 0))
        {
            return clients;
        }

        var ids = rows.Select(r => r.Id).ToList();
        HashSet<long> active = list.Status is null ? [] : [.. await list.Status.ActiveAsync(db, ids, cancel)];
        var members = new List<(string Name, IReadOnlyDictionary<long, JsonObject> Values)>();
        foreach (var part in _objects)
        {
            members.Add((part.Name, await part.ReadAsync(db, ids, cancel)));
        }

        return [.. clients.Select((client, at) => client with
        {
            Status = active.Contains(ids[at]) ? "active" : client.Status,
            Contributed = members.Count == 0 ? null : members.Where(m => m.Values.ContainsKey(ids[at])).ToDictionary(m => m.Name, m => JsonSerializer.SerializeToElement(m.Values[ids[at]], ClientJsonContext.Plain.JsonObject), StringComparer.Ordinal),
        })];
    }
}
