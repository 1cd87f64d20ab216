namespace ClientSuite.Tests.Hosting;

/// <summary>Where the tests run below.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ClientSuite.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run below the repository.");
        }

        return directory.FullName;
    }
}
