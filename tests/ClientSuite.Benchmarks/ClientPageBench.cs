using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClientSuite.Benchmarks;

/// <summary>The page of a client with much behind it: 500 entries in its history, 100 documents, notes, users. All its tabs in turn.</summary>
internal static class ClientPageBench
{
    private const int Changes = 499; // and its creation
    private const int Documents = 100;

    public static async Task RunAsync(BenchContext bench)
    {
        await using var host = await HostProcess.StartAsync(bench.Database);
        await host.TokenAsync();
        await ImportBench.ImportAsync(host, bench.DataFile ?? Data.File(Math.Min(bench.Rows, 10_000))); // neighbours to go to
        var client = await FillAsync(host);
        var cookie = await host.CookieAsync();
        string[] tabs = ["", "/profile", "/users", "/documents", "/notes", "/emails", "/history", "/logs", "/privacy"];
        byte[] Page(string path) => Load.GetPage($"/bench/admin/clients/{client}{path}", cookie, isWhole: true);
        await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(6), n => Page(tabs[n % tabs.Length]));
        foreach (var tab in tabs)
        {
            var one = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(2), _ => Page(tab));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {(tab.Length == 0 ? "/" : tab)} p50 {one.P50:0.0} ms, {one.Failures} failures"));
        }

        var overview = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(6), _ => Page(""));
        bench.Result("overview-p50", overview.P50, "ms", 12, moreIsBetter: false);
        var all = await Load.RunAsync(host.Port, 1, TimeSpan.FromSeconds(8), n => Page(tabs[n % tabs.Length]));
        if (all.Failures > 0)
        {
            throw new InvalidOperationException($"{all.Failures} of the client's pages failed.");
        }

        bench.Result("tabs-p50", all.P50, "ms", 12, moreIsBetter: false);
        var (_, kilobytes, requests) = await Browser.MeasureAsync(host, "/admin/clients/" + client, ".cs-tabs", isWarm: true);
        bench.Result("bytes", kilobytes, "kB", 60, moreIsBetter: false);
        bench.Result("requests", requests, "requests", 10, moreIsBetter: false);
    }

    private static async Task<string> FillAsync(HostProcess host)
    {
        using var made = await host.Http.PostAsJsonAsync("bench/api/clients", new { personKind = "natural", tradeName = "Cliente de muitos anos", email = "muitos@bench.example", address = new { city = "Contagem", state = "MG" } });
        made.EnsureSuccessStatusCode();
        var client = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!; // the contract's answer
        for (var change = 0; change < Changes; change++)
        {
            await DoneAsync(host.Http.PatchAsJsonAsync($"bench/api/clients/{client}", new { origin = string.Create(CultureInfo.InvariantCulture, $"Origem {change}") }));
        }

        for (var number = 0; number < Documents; number++)
        {
            await DoneAsync(host.Http.PostAsync($"bench/api/clients/{client}/documents?name=contrato-{number}.txt", new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes("Contrato " + number))));
        }

        for (var number = 0; number < 20; number++)
        {
            await DoneAsync(host.Http.PostAsJsonAsync($"bench/api/clients/{client}/notes", new { text = "Combinado " + number, isPinned = number < 2 }));
        }

        for (var number = 0; number < 3; number++)
        {
            await DoneAsync(host.Http.PostAsJsonAsync($"bench/api/clients/{client}/users", new { name = "Pessoa " + number, email = $"pessoa{number}@bench.example" }));
        }

        return client;
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        answer.EnsureSuccessStatusCode();
    }
}
