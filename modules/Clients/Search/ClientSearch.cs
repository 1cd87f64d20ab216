using ClientSuite.Data;
using ClientSuite.Search;
using ClientSuite.Values;
using Microsoft.EntityFrameworkCore;

namespace ClientSuite.Clients;

/// <summary>Clients in the global search: by id, document or telephone in any notation first, then by any words.</summary>
internal sealed class ClientSearch(TenantDb db, ISearchIndex index) : ISearchSource
{
    private const int Found = 200;

    public string Title => "clients.title";

    public int Order => 10;

    public string Permission => Permissions.View;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string query, int limit, CancellationToken cancel)
    {
        var exact = new List<ClientRow>();
        async Task AddAsync(IQueryable<Client> clients) => exact.AddRange(await clients.AsNoTracking().OrderBy(c => c.Id).Take(limit).Select(ClientRow.Listed).ToListAsync(cancel));
        if (long.TryParse(query, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id))
        {
            await AddAsync(db.Clients.Where(c => c.Id == id));
        }

        if (TaxId.TryParse(query, out var bare, out _))
        {
            await AddAsync(db.Clients.Where(c => c.TaxId == bare));
        }

        if (PhoneNumber.TryParse(query, out var number))
        {
            foreach (var phone in PhoneNumber.MatchKeys(number))
            {
                await AddAsync(db.Clients.Where(c => c.Phone == phone));
            }
        }

        if (exact.Count < limit && await index.FindAsync(db, Client.RecordType, query, Found, withSensitive: false, cancel) is { } result)
        {
            var ids = result.Ids;
            exact.AddRange(await db.Clients.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id)).OrderBy(c => c.NameSort).ThenBy(c => c.Id)
                .Take(limit).Select(ClientRow.Listed).ToListAsync(cancel));
        }

        return [.. exact.DistinctBy(c => c.Id).Take(limit).Select(c => new SearchHit(c.TradeName,
            string.Join(" · ", new[] { TaxId.Format(c.TaxId), c.Place }.Where(t => t.Length > 0)) is { Length: > 0 } detail ? detail : null,
            FormattableString.Invariant($"/admin/clients/{c.Id}"), c.IsCompany ? "building" : "user"))];
    }
}
