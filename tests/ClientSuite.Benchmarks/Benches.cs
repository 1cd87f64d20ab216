using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClientSuite.Benchmarks;

/// <summary>Brings the data file in by the product's own import.</summary>
internal static class ImportBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        var file = bench.DataFile ?? Data.File(bench.Rows);
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        await ImportAsync(host, Data.File(1_000)); // the first import compiles the code that the second one measures
        var before = host.RssBytes;
        var clock = Stopwatch.StartNew();
        var (rows, peak) = await ImportAsync(host, file);
        bench.Result("rate", rows / clock.Elapsed.TotalSeconds, "rows/s", bench.Database == "Sqlite" ? 5_000 : 8_000, moreIsBetter: true);
        bench.Result("memory", (peak - before) / 1e6, "MB", 150, moreIsBetter: false);
    }

    /// <summary>Imports and waits; answers the rows and the highest memory seen.</summary>
    public static async Task<(long Rows, long PeakBytes)> ImportAsync(HostProcess host, string file)
    {
        using var form = new MultipartFormDataContent();
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(content, "file", Path.GetFileName(file));
        form.Add(new StringContent("taxId"), "match");
        using var answer = await host.Http.PostAsync("bench/api/clients/import", form);
        return await EndAsync(host, answer);
    }

    /// <summary>Waits for an operation that the API accepted; answers what it did and the highest memory seen.</summary>
    public static async Task<(long Processed, long PeakBytes)> EndAsync(HostProcess host, HttpResponseMessage accepted)
    {
        accepted.EnsureSuccessStatusCode();
        var location = accepted.Headers.Location!.ToString().TrimStart('/'); // the contract's answer
        var peak = host.RssBytes;
        while (true)
        {
            var operation = await host.Http.GetFromJsonAsync<JsonElement>(location);
            peak = Math.Max(peak, host.RssBytes);
            switch (operation.GetProperty("state").GetString())
            {
                case "succeeded":
                    return (operation.GetProperty("processed").GetInt64(), peak);
                case "failed" or "cancelled":
                    throw new InvalidOperationException("The operation ended badly: " + operation);
            }

            await Task.Delay(100);
        }
    }
}

/// <summary>The search for duplicates among 100,000 clients.</summary>
internal static class DuplicatesBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(bench.Rows));
        var clock = Stopwatch.StartNew();
        using var answer = await host.Http.PostAsync("bench/api/clients/duplicates/search", null);
        await ImportBench.EndAsync(host, answer);
        bench.Result("scan", clock.Elapsed.TotalSeconds, "s", 20, moreIsBetter: false);
    }
}

/// <summary>Bulk actions on 100,000 clients, and what the list answers meanwhile.</summary>
internal static class BulkBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        var token = await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(bench.Rows));
        byte[] List(int n) => Load.Get($"/bench/api/clients?{Data.Filter(n)}&sort=tradeName&pageSize=20", token);
        await Load.RunAsync(host.Port, 2, TimeSpan.FromSeconds(5), List);
        using var created = await host.Http.PostAsJsonAsync("bench/api/client-groups", new { name = "Bench" });
        created.EnsureSuccessStatusCode();
        var group = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await MeasureAsync("group", "group-add", new { all = true, with = new { group } });
        await MeasureAsync("block", "block", new { all = true });
        await MeasureAsync("field", "change", new { all = true, with = new { field = "origin", value = "Bench" } });

        async Task MeasureAsync(string figure, string action, object body)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await host.Http.PostAsJsonAsync("bench/api/clients/bulk/" + action, body);
            var end = ImportBench.EndAsync(host, answer);
            var latencies = new List<double>();
            var failures = 0;
            while (!end.IsCompleted)
            {
                var load = await Load.RunAsync(host.Port, 1, TimeSpan.FromMilliseconds(500), List);
                latencies.AddRange(load.Latencies);
                failures += load.Failures;
            }

            await end;
            bench.Result(figure, clock.Elapsed.TotalSeconds, "s", 30, moreIsBetter: false);
            bench.Result(figure + "-list-p95", new LoadResult([.. latencies.Order()], clock.Elapsed, failures).P95, "ms", 100, moreIsBetter: false);
        }
    }
}

/// <summary>The filtered list of 100,000 clients.</summary>
internal static class ListBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(bench.Rows));
        var token = await host.TokenAsync();
        byte[] Make(int n, string total) => Load.Get($"/bench/api/clients?{Data.Filter(n)}&sort=tradeName&pageSize=20{total}", token);
        await Load.RunAsync(host.Port, 8, TimeSpan.FromSeconds(8), n => Make(n, ""));
        var none = await Load.RunAsync(host.Port, 16, TimeSpan.FromSeconds(10), n => Make(n, "&total=none"));
        bench.Result("none16", none.PerSecond, "requests/s", 1_200, moreIsBetter: true);
        var capped = await Load.RunAsync(host.Port, 16, TimeSpan.FromSeconds(10), n => Make(n, ""));
        bench.Result("capped16", capped.PerSecond, "requests/s", 600, moreIsBetter: true);
        var one = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(6), n => Make(n, "&total=none"));
        bench.Result("one-p50", one.P50, "ms", 2, moreIsBetter: false);
    }
}

/// <summary>Lists, paging and search at 1,000,000 clients.</summary>
internal static class MillionBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        var clock = Stopwatch.StartNew();
        var (rows, _) = await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(1_000_000));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {rows} rows came in at {rows / clock.Elapsed.TotalSeconds:0} rows/s"));
        var token = await host.TokenAsync();
        byte[] List(int n, string total) => Load.Get($"/bench/api/clients?{Data.Filter(n)}&sort=tradeName&pageSize=20{total}", token);
        await Load.RunAsync(host.Port, 4, TimeSpan.FromSeconds(8), n => List(n, ""));
        bench.Result("none-p50", (await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => List(n, "&total=none"))).P50, "ms", 6, moreIsBetter: false);
        bench.Result("capped-p50", (await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => List(n, ""))).P50, "ms", 20, moreIsBetter: false);

        var cursors = await CursorsAsync(host);
        var after = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(5), n => Load.Get($"/bench/api/clients?sort=tradeName&total=none&after={cursors[n % cursors.Count]}", token));
        bench.Result("after-p50", after.P50, "ms", 6, moreIsBetter: false);

        var fragments = Data.Fragments(1_000_000);
        byte[] Search(string q) => Load.Get($"/bench/api/clients?q={Uri.EscapeDataString(q)}&total=none&pageSize=20", token);
        var longer = fragments.Where(f => f.Split(' ').All(w => w.Length >= 3)).ToList();
        await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(3), n => Search(longer[n % longer.Count]));
        var search = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => Search(longer[n % longer.Count]));
        bench.Result("search-p50", search.P50, "ms", 5, moreIsBetter: false);
        bench.Result("search-p99", search.P99, "ms", 25, moreIsBetter: false);
        var shorter = longer.Select((f, i) => f.Split(' ')[0] + " " + "abcdefgmps"[i % 10]).ToList();
        var withShort = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => Search(shorter[n % shorter.Count]));
        bench.Result("search-short-p99", withShort.P99, "ms", 150, moreIsBetter: false);

        var cookie = await host.CookieAsync();
        byte[] Global(string q) => Load.GetPage($"/bench/admin/search?q={Uri.EscapeDataString(q)}", cookie);
        await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(3), n => Global(longer[n % longer.Count]));
        var global = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => Global(longer[n % longer.Count]));
        bench.Result("global-search-p50", global.P50, "ms", 20, moreIsBetter: false);
        bench.Result("global-search-p99", global.P99, "ms", 60, moreIsBetter: false);
    }

    /// <summary>Cursors at many depths: by walking 200 rows at a time.</summary>
    private static async Task<List<string>> CursorsAsync(HostProcess host)
    {
        var cursors = new List<string>();
        var next = "";
        for (var i = 0; i < 50; i++)
        {
            var page = await host.Http.GetFromJsonAsync<JsonElement>($"bench/api/clients?sort=tradeName&total=none&pageSize=200{(next.Length > 0 ? "&after=" + next : "")}");
            next = page.GetProperty("next").GetString()!; // a million rows do not end here
            cursors.Add(next);
        }

        return cursors;
    }
}

/// <summary>Creating clients by API, each with history, search row and event.</summary>
internal static class CreateBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        var token = await host.TokenAsync();
        byte[] Make(int n) => Load.Post("/bench/api/clients", token, JsonSerializer.Serialize(new
        {
            personKind = "natural",
            tradeName = $"João Teste {n} da Silva",
            legalName = $"João Teste {n}",
            email = $"joao{n}@exemplo.example",
            phone = "+55319" + (80000000 + n).ToString(CultureInfo.InvariantCulture),
            address = new { city = "Contagem", state = "MG", postalCode = "32315040", street = "Rua das Acácias", number = "214" },
        }));
        await Load.RunAsync(host.Port, 8, TimeSpan.FromSeconds(6), n => Make(n + 5_000_000));
        var result = await Load.RunAsync(host.Port, 8, TimeSpan.FromSeconds(10), Make);
        bench.Result("create8", result.PerSecond, "requests/s", 600, moreIsBetter: true);
    }
}

/// <summary>The whole list as a streamed spreadsheet.</summary>
internal static class ExportBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        var (rows, _) = await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(bench.Rows));
        await host.TokenAsync();
        foreach (var (what, query, target) in new[] { ("list-columns", "", 100_000d), ("all-columns", "&columns=all", 35_000d) })
        {
            await DownloadAsync(host, query);
            var before = host.RssBytes;
            var (seconds, firstByte, peak) = await DownloadAsync(host, query);
            bench.Result(what, rows / seconds, "rows/s", target, moreIsBetter: true);
            bench.Result(what + "-first-byte", firstByte, "s", 0.5, moreIsBetter: false);
            bench.Result(what + "-memory", Math.Max(0, peak - before) / 1e6, "MB", 100, moreIsBetter: false);
        }
    }

    private static async Task<(double Seconds, double FirstByte, long Peak)> DownloadAsync(HostProcess host, string query)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await host.Http.GetAsync("bench/api/clients/export?format=xlsx" + query, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        var peak = 0L;
        double? first = null;
        while (await stream.ReadAsync(buffer) > 0)
        {
            first ??= clock.Elapsed.TotalSeconds;
            peak = Math.Max(peak, host.RssBytes);
        }

        return (clock.Elapsed.TotalSeconds, first ?? 0, peak);
    }
}

/// <summary>Start of a published build with ten tenants.</summary>
internal static class StartBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        var tenants = Enumerable.Range(1, 9).SelectMany(n => new[]
        {
            ("ShellName", $"t{n}"), ("SiteName", $"Tenant {n}"), ("RecipeName", "agency"), ("RequestUrlPrefix", $"t{n}"),
            ("AdminEmail", "admin@bench.example"), ("AdminPassword", HostProcess.Password),
        }.Select(s => ($"ClientSuite__AutoSetup__Tenants__{n}__{s.Item1}", s.Item2))).ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal);
        await using var first = await HostProcess.StartAsync(null, tenants);
        await using var again = await first.RestartAsync();
        bench.Result("ready", again.StartTime.TotalSeconds, "s", 3, moreIsBetter: false);
        bench.Result("rss", again.RssBytes / 1e6, "MB", 250, moreIsBetter: false);
    }
}

/// <summary>A thousand tenants, all visited.</summary>
internal static class TenantsBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(null);
        await host.TokenAsync("");
        await TenantMaker.MakeAsync(host, bench, 1_000, "agency");
        await using var again = await host.RestartAsync();
        await again.TokenAsync("");
        await VisitAsync(again, 1, 100);
        var heapAt100 = await again.MetricAsync("dotnet_gc_heap_bytes");
        var cpu = again.CpuSeconds;
        await VisitAsync(again, 101, 1_000);
        cpu = again.CpuSeconds - cpu;
        var heap = await again.MetricAsync("dotnet_gc_heap_bytes");
        bench.Result("heap-per-tenant", (heap - heapAt100) / 900 / 1024, "KB", 50, moreIsBetter: false);
        bench.Result("rss", again.RssBytes / 1e6, "MB", 600, moreIsBetter: false);
        bench.Result("cold-page-cpu", cpu * 1000 / 900, "ms", 30, moreIsBetter: false);
    }

    private static async Task VisitAsync(HostProcess host, int from, int to)
    {
        for (var n = from; n <= to; n++)
        {
            using var answer = await host.Http.GetAsync($"t{n}/sign-in");
            answer.EnsureSuccessStatusCode();
        }

        using var collect = await host.Http.GetAsync("metrics");
    }
}

/// <summary>300 tenants with a shell each, as 300 feature sets would have, visited in turn.</summary>
internal static class ShellsBench
{
    private const int Count = 300;

    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(null);
        await host.TokenAsync("");
        await TenantMaker.MakeAsync(host, bench, Count, "agency", isolated: true);
        await using var again = await host.RestartAsync();
        await VisitAsync(again); // builds the shells
        var latencies = await VisitAsync(again);
        bench.Result("rss", again.RssBytes / 1e6, "MB", 1_500, moreIsBetter: false);
        bench.Result("p99", latencies.Order().ElementAt(Count * 99 / 100), "ms", 500, moreIsBetter: false);
    }

    private static async Task<List<double>> VisitAsync(HostProcess host)
    {
        var latencies = new List<double>();
        for (var n = 1; n <= Count; n++)
        {
            var clock = Stopwatch.GetTimestamp();
            using var answer = await host.Http.GetAsync($"t{n}/sign-in");
            answer.EnsureSuccessStatusCode();
            latencies.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        return latencies;
    }
}

/// <summary>Makes tenants t1…tN through the tenants API.</summary>
internal static class TenantMaker
{
    public static async Task MakeAsync(HostProcess host, BenchContext bench, int count, string recipe, bool isolated = false)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        for (var n = 1; n <= count; n++)
        {
            var database = bench.Database == "Sqlite"
                ? (object)new { Name = $"t{n}", RequestUrlPrefix = $"t{n}", DatabaseProvider = "Sqlite", RecipeName = recipe, Isolated = isolated }
                : new { Name = $"t{n}", RequestUrlPrefix = $"t{n}", DatabaseProvider = "Postgres", ConnectionString = Database.Postgres, Schema = $"b{run}_{n}", RecipeName = recipe, Isolated = isolated };
            using var created = await host.Http.PostAsJsonAsync("api/tenants/create", database);
            created.EnsureSuccessStatusCode();
            using var setup = await host.Http.PostAsJsonAsync("api/tenants/setup", new
            {
                Name = $"t{n}",
                SiteName = $"Tenant {n}",
                UserName = "admin",
                Email = "admin@bench.example",
                Password = HostProcess.Password,
                RecipeName = recipe,
                SiteTimeZone = "America/Sao_Paulo",
            });
            setup.EnsureSuccessStatusCode();
        }
    }
}

/// <summary>The list page in Chromium with a cold cache.</summary>
internal static class PageBench
{
    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(bench.Rows));
        var (milliseconds, kilobytes, requests) = await Browser.MeasureAsync(host, "/admin/clients", ".cs-table tbody tr", isWarm: false);
        bench.Result("visible", milliseconds, "ms", 700, moreIsBetter: false);
        bench.Result("bytes", kilobytes, "kB", 350, moreIsBetter: false);
        bench.Result("requests", requests, "requests", 15, moreIsBetter: false);
    }
}

/// <summary>Input data: the files of the shared generator where it is there, else the same columns from our own.</summary>
internal static class Data
{
    private static readonly string[] States = ["SP", "MG", "RJ", "RS", "PR", "BA", "SC", "CE", "PE", "GO"];

    public static string File(int rows)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"clientsuite-bench-data-{rows}");
        var file = Path.Combine(folder, "clients.csv");
        if (System.IO.File.Exists(file))
        {
            return file;
        }

        Directory.CreateDirectory(folder);
        var generator = Path.Combine(HostProcess.Root, "..", "shared", "bench", "gen_clients.py");
        if (System.IO.File.Exists(generator))
        {
            using var python = Process.Start("python3", [generator, "--rows", rows.ToString(CultureInfo.InvariantCulture), "--out", folder]);
            python.WaitForExit();
        }
        else
        {
            ClientGenerator.Write(file, rows);
        }

        return file;
    }

    public static string Filter(int n)
    {
        var from = new DateOnly(2017, 1, 1).AddDays(n * 37 % 2500);
        return $"state={States[n % States.Length]}&personKind={(n % 3 == 0 ? "legal" : "natural")}&createdFrom={from:yyyy-MM-dd}&createdTo={from.AddDays(365 + (n % 5 * 100)):yyyy-MM-dd}";
    }

    /// <summary>200 name and 200 document fragments.</summary>
    public static IReadOnlyList<string> Fragments(int rows)
    {
        var queries = Path.Combine(Path.GetDirectoryName(File(rows))!, "queries.json"); // the file lies in a folder
        if (System.IO.File.Exists(queries))
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllText(queries));
            return [.. json.RootElement.EnumerateObject().Where(p => p.Name != "list").SelectMany(p => p.Value.EnumerateArray()).Select(e => e.GetString()).OfType<string>()];
        }

        return [.. System.IO.File.ReadLines(File(rows)).Skip(1).Take(400).Select((l, i) => l.Split(',') is var c && i % 2 == 0 ? c[1].Split(' ')[0] : c[3][..5])];
    }
}
