using ClientSuite.Clients.Contracts;
using ClientSuite.Data;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

internal sealed class ClientDirectory(TenantDb db, ClientMerging merging) : IClientDirectory
{
    public async Task<ClientName?> FindAsync(long id, CancellationToken cancel) => await Names(db).FirstOrDefaultAsync(c => c.Id == id, cancel);

    public async Task<IReadOnlyList<ClientName>> FindByTaxIdAsync(string taxId, CancellationToken cancel)
    {
        if (!TaxId.TryParse(taxId, out var bare, out _))
        {
            return [];
        }

        return await Names(db.Clients.Where(c => c.TaxId == bare)).OrderBy(c => c.Id).ToListAsync(cancel);
    }

    public async Task SignedInAsync(long id, DateTime utc, CancellationToken cancel)
    {
        if (await db.Clients.FirstOrDefaultAsync(c => c.Id == id, cancel) is { } client)
        {
            client.SignedIn(utc);
        }
    }

    public Task<IReadOnlyList<long>> WithMergedAsync(long id, CancellationToken cancel) => merging.WithMergedAsync(id, cancel);

    public IQueryable<ClientName> Names(TenantDb db) => Names(db.Clients.IgnoreQueryFilters([TenantDb.TrashFilter]));

    private static IQueryable<ClientName> Names(IQueryable<Client> clients) => clients.AsNoTracking().Select(c => new ClientName
    {
        Id = c.Id,
        ContentItemId = c.ContentItemId,
        Name = c.TradeName,
        Email = c.Email,
        NameSort = c.NameSort,
        IsCompany = c.PersonKind == PersonKind.Legal,
        IsBlocked = c.Blocked,
        IsDeleted = c.DeletedUtc != null,
        IsAnonymized = c.AnonymizedUtc != null,
    });
}
