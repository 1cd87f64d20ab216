namespace ClientSuite.Tests.Hosting;

/// <summary>A database that tenants may live on. Test classes are generic over it, so that the same tests run on each.</summary>
public interface ITestDatabase
{
    static abstract bool IsPostgres { get; }
}

public sealed class Sqlite : ITestDatabase
{
    public static bool IsPostgres => false;
}

public sealed class Postgres : ITestDatabase
{
    public static bool IsPostgres => true;
}
