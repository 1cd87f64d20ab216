using ClientSuite.Data;

namespace ClientSuite.Clients.Contracts;

/// <summary>Decides who is <c>active</c>: the module of plans gives it, one per tenant. Without it everybody is <c>inactive</c>
/// (001-28). Scoped. List, header, API and downloads ask it.</summary>
public interface IClientStatus
{
    /// <summary>Ids of the active clients. Composed further into the list's own queries: at most a projection of one indexed table.</summary>
    /// <param name="db">The tenant's database.</param>
    IQueryable<long> Active(TenantDb db);
}
