using ClientSuite.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>The tenant's rule whether two clients in use may have the same document. The database keeps it; this says who the other
/// one is.</summary>
internal sealed class SameDocument(TenantDb db, IUniqueRules rules)
{
    private bool? _isForbidden;

    public async Task<bool> IsForbiddenAsync(CancellationToken cancel) => _isForbidden ??= await rules.IsOnAsync<Client>(db, nameof(Client.TaxId), cancel);

    public Task<bool> TryForbidAsync(bool isForbidden, CancellationToken cancel) => rules.TrySwitchAsync<Client>(db, nameof(Client.TaxId), isForbidden, cancel);

    /// <summary>True when a write failed because another client has the document.</summary>
    public bool IsBroken(Exception failure) => rules.IsBroken<Client>(db, nameof(Client.TaxId), failure);

    /// <summary>Saves what the context has; answers the problem at the field where another client has the document.</summary>
    public async Task<FieldProblem?> SaveAsync(string taxId, CancellationToken cancel) =>
        await TrySaveAsync(taxId, cancel) is { } other ? Problem(other) : null;

    /// <summary>Saves a client that comes back from the trash.</summary>
    /// <exception cref="RuleBrokenException">Another client has the document.</exception>
    public async Task RestoreAsync(Client client, CancellationToken cancel)
    {
        if (await TrySaveAsync(client.TaxId, cancel) is { } other)
        {
            throw new RuleBrokenException("clients.error.sameDocument.restore", client.TradeName, other.Name, other.Id) { Field = "taxId" };
        }
    }

    /// <summary>Who has which of some documents, for a batch.</summary>
    public async Task<DocumentHolders> HoldersAsync(IEnumerable<string> taxIds, CancellationToken cancel)
    {
        if (!await IsForbiddenAsync(cancel))
        {
            return new DocumentHolders(null);
        }

        var wanted = taxIds.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Clients.AsNoTracking().Where(c => EF.Parameter(wanted).Contains(c.TaxId)).Select(c => new { c.TaxId, c.Id, c.TradeName }).ToListAsync(cancel);
        return new DocumentHolders(found.ToDictionary(c => c.TaxId, c => new DocumentHolder(c.Id, c.TradeName), StringComparer.Ordinal));
    }

    /// <summary>Two clients with the same document; null where there are none.</summary>
    public async Task<(string One, string Other)?> FirstPairAsync(CancellationToken cancel)
    {
        var taxId = await db.Clients.Where(c => c.TaxId != "").GroupBy(c => c.TaxId).Where(g => g.Count() > 1).Select(g => g.Key).FirstOrDefaultAsync(cancel);
        var names = await db.Clients.Where(c => c.TaxId == taxId).OrderBy(c => c.Id).Take(2).Select(c => c.TradeName + " (ID " + c.Id + ")").ToListAsync(cancel);
        return names is [var one, var other] ? (one, other) : null;
    }

    public static FieldProblem Problem(DocumentHolder other) => new("taxId", "clients.error.sameDocument", other.Name, other.Id);

    private async Task<DocumentHolder?> TrySaveAsync(string taxId, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (DbUpdateException failure) when (IsBroken(failure))
        {
            return await db.Clients.AsNoTracking().Where(c => c.TaxId == taxId).Select(c => new DocumentHolder(c.Id, c.TradeName)).FirstOrDefaultAsync(cancel)
                ?? throw new RuleBrokenException("clients.error.notSaved"); // it went in the moment between
        }
    }
}

/// <summary>The client that has a document.</summary>
internal sealed record DocumentHolder(long Id, string Name);

/// <summary>The documents of a batch and who has them; nobody where the tenant allows the same twice.</summary>
internal sealed class DocumentHolders(Dictionary<string, DocumentHolder>? holders)
{
    /// <summary>Gives a document to a client, 0 for a new one; answers who has it already.</summary>
    public DocumentHolder? Take(string taxId, long id, string name)
    {
        if (holders is null || taxId.Length == 0)
        {
            return null;
        }

        if (holders.TryGetValue(taxId, out var holder))
        {
            return holder.Id == id && id != 0 ? null : holder;
        }

        holders[taxId] = new DocumentHolder(id, name);
        return null;
    }
}
