using Xunit;

namespace ClientSuite.Tests.Hosting;

/// <summary>Base of the tests of one tenant: skips where its database is not there.</summary>
public abstract class TenantTests<TDatabase, TFixture> : IClassFixture<TFixture>
    where TDatabase : ITestDatabase
    where TFixture : TenantFixture<TDatabase>
{
    protected TenantTests(TFixture tenant)
    {
        Assert.SkipUnless(TenantFixture<TDatabase>.IsAvailable, "There is no PostgreSQL: CLIENTSUITE_TEST_POSTGRES is not set.");
        Tenant = tenant;
    }

    protected TFixture Tenant { get; }

    protected TestHost Host => Tenant.Host;
}

/// <summary>Base of the tests that begin with an empty tenant.</summary>
public abstract class TenantTests<TDatabase>(TenantFixture<TDatabase> tenant) : TenantTests<TDatabase, TenantFixture<TDatabase>>(tenant)
    where TDatabase : ITestDatabase;
