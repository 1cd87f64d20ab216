using System.Reflection;

namespace ClientSuite.Tests.Hosting;

/// <summary>Where the tests run below.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The host to start as a process of its own: the published one where <c>./test</c> made it, or the built one.</summary>
    public static string HostProgram { get; } = Environment.GetEnvironmentVariable("CLIENTSUITE_TEST_HOST") is { Length: > 0 } published
        ? published
        : typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "BuiltHost").Value!; // set in Directory.Build.targets

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
