using System.Globalization;
using System.Text;

namespace ClientSuite.Benchmarks;

/// <summary>Prints results as they come and keeps <c>docs/benchmarks.md</c>: rows of benchmarks that did not run stay.</summary>
internal sealed class Report
{
    private readonly List<(string Name, double Value, string Unit, double Target, bool IsOk)> _rows = [];

    public bool HasShort => _rows.Exists(r => !r.IsOk);

    public void Add(string name, double value, string unit, double target, bool moreIsBetter)
    {
        var isOk = moreIsBetter ? value >= target : value <= target;
        _rows.Add((name, value, unit, target, isOk));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###} {unit} {target:0.###} {(isOk ? "ok" : "short")}"));
    }

    public void Write()
    {
        var file = Path.Combine(HostProcess.Root, "docs", "benchmarks.md");
        var kept = File.Exists(file) ? File.ReadAllLines(file).Where(l => l.StartsWith("| ", StringComparison.Ordinal) && l.Contains('.', StringComparison.Ordinal) && !_rows.Exists(r => l.StartsWith($"| {r.Name} |", StringComparison.Ordinal))) : [];
        var own = _rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"| {r.Name} | {r.Value:0.###} | {r.Unit} | {r.Target:0.###} | {(r.IsOk ? "ok" : "short")} |"));
        var text = new StringBuilder("""
            # Benchmarks

            Made by `./bench`: the published build as a process of its own, load over HTTP from the same machine (2 cores shared by
            server, database and load), PostgreSQL with 1 GB of `shared_buffers` and every commit on the disk. Name: benchmark, figure, database.
            Each row is of its last run; runs of different days may differ by a factor of two, as the speed of the machine does.

            | figure | value | unit | target | |
            | --- | ---: | --- | ---: | --- |

            """);
        foreach (var line in kept.Concat(own).Order(StringComparer.Ordinal))
        {
            text.AppendLine(line);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // docs/ lies below the root
        File.WriteAllText(file, text.ToString());
    }
}
