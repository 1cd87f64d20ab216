using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients.Contracts;

/// <summary>Finds and names clients for modules that hold a client's id. Scoped.</summary>
public interface IClientDirectory
{
    /// <summary>The client, in use or in the trash; null when there is none.</summary>
    Task<ClientName?> FindAsync(long id, CancellationToken cancel);

    /// <summary>The clients with a document (CPF or CNPJ in any notation), oldest first; those in the trash left out.</summary>
    Task<IReadOnlyList<ClientName>> FindByTaxIdAsync(string taxId, CancellationToken cancel);

    /// <summary>Notes that somebody of a client signed in (000-32); saved with the caller's next save. Neither the history nor the
    /// client's version change by it; an earlier time than the one noted changes nothing.</summary>
    Task SignedInAsync(long id, DateTime utc, CancellationToken cancel);

    /// <summary>The client and those that became it by merging, the client first: whose data is its own.</summary>
    Task<IReadOnlyList<long>> WithMergedAsync(long id, CancellationToken cancel);

    /// <summary>Names of clients, for joins in the database; those in the trash included and marked.</summary>
    IQueryable<ClientName> Names(TenantDb db);
}

/// <summary>Names for lists of what belongs to clients.</summary>
public static class ClientNameExtensions
{
    /// <summary>Trade names by id, in one query; whoever is not among <paramref name="names"/> is left out.</summary>
    public static Task<Dictionary<long, string>> ByIdAsync(this IQueryable<ClientName> names, IEnumerable<long> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToList();
        return names.Where(c => EF.Parameter(wanted).Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
    }
}

/// <summary>What a client is called.</summary>
public sealed class ClientName
{
    /// <summary>The short number.</summary>
    public long Id { get; init; }

    /// <summary>The public id.</summary>
    public string ContentItemId { get; init; } = "";

    /// <summary>Trade name.</summary>
    public string Name { get; init; } = "";

    /// <summary>First e-mail; empty for none.</summary>
    public string Email { get; init; } = "";

    /// <summary>The folded name, to order by.</summary>
    public string NameSort { get; init; } = "";

    /// <summary>True for a company.</summary>
    public bool IsCompany { get; init; }

    /// <summary>True while blocked.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>True in the trash.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>True once it was made nobody's.</summary>
    public bool IsAnonymized { get; init; }
}
