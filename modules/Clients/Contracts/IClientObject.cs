using System.Text.Json.Nodes;
using ClientSuite.Data;

namespace ClientSuite.Clients.Contracts;

/// <summary>What another module adds to a client in the API: an object under a name of its own, as in
/// <c>"subscription": {...}</c>. Read-only there: in a body it is ignored, and the record's ETag does not cover it. Scoped.</summary>
public interface IClientObject
{
    /// <summary>Member of the client's JSON, camelCase. It must be none of the client's own nor another module's.</summary>
    string Name { get; }

    /// <summary>Permission without which a caller does not get the object; null for none.</summary>
    string? Permission { get; }

    /// <summary>Objects of the clients on a page, by client id: one query. A client without one is left out.</summary>
    /// <param name="db">The tenant's database.</param>
    /// <param name="ids">Ids of the clients, at most 200.</param>
    /// <param name="cancel">Ends the work.</param>
    Task<IReadOnlyDictionary<long, JsonObject>> ReadAsync(TenantDb db, IReadOnlyList<long> ids, CancellationToken cancel);
}
