using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>Base of the tests of one tenant: skips where its database is not there.</summary>
public abstract class TenantTests<TDatabase> : IClassFixture<TenantFixture<TDatabase>> where TDatabase : ITestDatabase
{
    protected TenantTests(TenantFixture<TDatabase> tenant)
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        Tenant = tenant;
    }

    protected TenantFixture<TDatabase> Tenant { get; }

    protected TestHost Host => Tenant.Host;
}
