using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>Whom marketing may reach: who consented, and where the tenant says so who was never asked (LGPD art. 7 I and IX, art. 8 §5). Who
/// revoked never. Scoped; given by the module of consents: where there is none, nobody consented.</summary>
public interface IMarketingConsent
{
    /// <summary>Clients who revoked a consent to marketing and did not give it again, as a query to be composed further.</summary>
    IQueryable<long> Refusing(TenantDb db);

    /// <summary>Clients whose consent to marketing is in force, as a query to be composed further. One who revoked another such consent is among them.</summary>
    IQueryable<long> Consenting(TenantDb db);

    /// <summary>True where the tenant also writes to clients who neither gave nor revoked a consent, by its legitimate interest.</summary>
    Task<bool> ReachesUnaskedAsync(CancellationToken cancel);
}
