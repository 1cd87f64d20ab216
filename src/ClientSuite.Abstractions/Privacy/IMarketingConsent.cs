using ClientSuite.Data;

namespace ClientSuite.Privacy;

/// <summary>Who wants no marketing (LGPD art. 8 §5). Scoped; given by the module of consents, so that there may be none.</summary>
public interface IMarketingConsent
{
    /// <summary>Clients who revoked a consent to marketing and did not give it again, as a query to be composed further.</summary>
    IQueryable<long> Refusing(TenantDb db);
}
