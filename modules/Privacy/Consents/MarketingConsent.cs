using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>Answers from the ledger: a purpose that is marked as marketing was revoked, and stands revoked.</summary>
internal sealed class MarketingConsent : IMarketingConsent
{
    public IQueryable<long> Refusing(TenantDb db)
    {
        var (consents, purposes) = (db.Consents, db.Purposes);
        return from consent in consents
               where consent.RevokedUtc != null && purposes.Any(p => p.Id == consent.PurposeId && p.IsMarketing)
                   && !consents.Any(c => c.ClientId == consent.ClientId && c.PurposeId == consent.PurposeId && c.RevokedUtc == null)
               select consent.ClientId;
    }
}
