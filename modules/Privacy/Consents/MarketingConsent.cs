using ClientSuite.Data;
using ClientSuite.Settings;

namespace ClientSuite.Privacy;

/// <summary>Answers from the ledger: a purpose that is marked as marketing was given, or was revoked and stands revoked.</summary>
internal sealed class MarketingConsent(ISettings<PrivacySettings> settings) : IMarketingConsent
{
    public IQueryable<long> Refusing(TenantDb db)
    {
        var (consents, purposes) = (db.Consents, db.Purposes);
        return from consent in consents
               where consent.RevokedUtc != null && purposes.Any(p => p.Id == consent.PurposeId && p.IsMarketing)
                   && !consents.Any(c => c.ClientId == consent.ClientId && c.PurposeId == consent.PurposeId && c.RevokedUtc == null)
               select consent.ClientId;
    }

    public IQueryable<long> Consenting(TenantDb db)
    {
        var purposes = db.Purposes;
        return db.Consents.Where(c => c.RevokedUtc == null && purposes.Any(p => p.Id == c.PurposeId && p.IsMarketing)).Select(c => c.ClientId);
    }

    public async Task<bool> ReachesUnaskedAsync(CancellationToken cancel) => (await settings.GetAsync(cancel)).MarketsToUnasked;
}
