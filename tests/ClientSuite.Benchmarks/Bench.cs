using System.Globalization;

namespace ClientSuite.Benchmarks;

/// <summary><c>./bench [NAME…] [--data FILE] [--rows N] [--only Sqlite|Postgres]</c>: runs each benchmark on both databases and prints
/// <c>name value unit target ok|short</c>.</summary>
internal static class Bench
{
    private static readonly Dictionary<string, Func<BenchContext, Task>> All = new(StringComparer.Ordinal)
    {
        ["import"] = ImportBench.RunAsync,
        ["list"] = ListBench.RunAsync,
        ["list-1m"] = MillionBench.RunAsync,
        ["duplicates"] = DuplicatesBench.RunAsync,
        ["bulk"] = BulkBench.RunAsync,
        ["create"] = CreateBench.RunAsync,
        ["export"] = ExportBench.RunAsync,
        ["page"] = PageBench.RunAsync,
        ["zip"] = ZipBench.RunAsync,
        ["client"] = ClientPageBench.RunAsync,
        ["mail"] = MailBench.RunAsync,
        ["start"] = StartBench.RunAsync,
        ["tenants"] = TenantsBench.RunAsync,
        ["shells"] = ShellsBench.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var names = args.Where((a, i) => !a.StartsWith('-') && (i == 0 || !args[i - 1].StartsWith("--", StringComparison.Ordinal))).ToList();
        if (names.Find(n => !All.ContainsKey(n)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no benchmark {unknown}. Known: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        var report = new Report();
        await HostProcess.PublishAsync();
        foreach (var name in names.Count > 0 ? names : [.. All.Keys])
        {
            foreach (var database in new[] { "Sqlite", "Postgres" }.Where(d => Option("--only") is not { } only || only.Equals(d, StringComparison.OrdinalIgnoreCase)))
            {
                if (database == "Postgres" && Database.Postgres is null)
                {
                    Console.WriteLine($"# {name} on Postgres left out: CLIENTSUITE_TEST_POSTGRES is not set");
                    continue;
                }

                if (database == "Postgres" && name is "page" or "start")
                {
                    continue; // what they measure does not depend on the tenant's database
                }

                await All[name](new BenchContext(name, database, Option("--data"), int.Parse(Option("--rows") ?? "100000", CultureInfo.InvariantCulture), report));
            }
        }

        report.Write();
        return report.HasShort ? 1 : 0;
    }
}

/// <summary>What a benchmark runs with.</summary>
internal sealed record BenchContext(string Name, string Database, string? DataFile, int Rows, Report Report)
{
    public void Result(string what, double value, string unit, double target, bool moreIsBetter) =>
        Report.Add($"{Name}.{what}.{Database.ToLowerInvariant()}", value, unit, target, moreIsBetter);
}

internal static class Database
{
    public static string? Postgres { get; } = Environment.GetEnvironmentVariable("CLIENTSUITE_TEST_POSTGRES") is { Length: > 0 } text ? text : null;
}
